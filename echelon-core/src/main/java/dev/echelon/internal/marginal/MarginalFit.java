package dev.echelon.internal.marginal;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;

/** The golden path from a design and the R side of a model to estimates. */
public final class MarginalFit {
    private MarginalFit() {}

    /**
     * Estimates by REML or maximum likelihood.
     *
     * @throws dev.echelon.error.EchelonException if the model cannot be fitted to these rows
     */
    public static MarginalEstimates of(Design design, ResidualRows rows, boolean reml) {
        throw new UnsupportedOperationException(design + " " + rows + " " + reml);
    }
}
