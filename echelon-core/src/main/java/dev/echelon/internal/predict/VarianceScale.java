package dev.echelon.internal.predict;

import dev.echelon.covariance.VarianceFunction;
import dev.echelon.internal.design.ResidualRows;
import java.util.Arrays;

/** The product of the variance functions of each row. */
public final class VarianceScale {
    private VarianceScale() {}

    /**
     * g of each row.
     *
     * @param theta parameters of the structure for each group, then of the variance functions
     * @param fitted Xβ̂ of each row
     */
    public static double[] of(ResidualRows rows, double[] theta, double[] fitted) {
        double[] scale = new double[fitted.length];
        Arrays.fill(scale, 1);
        int each = rows.structure().parameterCount(rows.slotNames().size());
        int offset = each * rows.groupLevels().size();
        for (ResidualRows.Variance variance : rows.variances()) {
            VarianceFunction function = variance.function();
            int strata = Math.max(1, variance.strata().size());
            int s = function.parameterCount(strata);
            double[] log = new double[1 + s + s * s];
            for (int i = 0; i < scale.length; i++) {
                function.log(strata, variance.ofFitted() ? fitted[i] : variance.values()[i], theta, offset, log);
                scale[i] *= Math.exp(log[0]);
            }
            offset += s;
        }
        return scale;
    }
}
