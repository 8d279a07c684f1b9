package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.function.IntToDoubleFunction;

/**
 * −2 log-likelihood (ML) or the REML criterion with β and σ profiled out, from what an elimination of the random effects
 * leaves: log|Λ'Z'ZΛ + I| and the diagonal of L of [X y]'V⁻¹[X y], whose last entry is r:
 *
 * <pre>
 *   d = log|Λ'Z'ZΛ + I| + ν(1 + log(2πr²/ν))  [+ log|X'V⁻¹X|]  − Σ log w,   ν = n or n − p,   σ̂² = r²/ν
 * </pre>
 *
 * <p><b>Source</b> docs/math/likelihood.md
 */
record ProfiledObjective(CrossProducts data, boolean reml) {

    /** ν: n for ML, n − p for REML. */
    double degrees() {
        return data.rows() - (reml ? data.fixedColumns() : 0);
    }

    /** σ̂². */
    double variance(double r) {
        return r * r / degrees();
    }

    /**
     * The objective, +∞ if it is not a number.
     *
     * @param logDeterminant log|Λ'Z'ZΛ + I|
     * @param pivots the diagonal of L by its index
     */
    double value(double logDeterminant, IntToDoubleFunction pivots) {
        int p = data.fixedColumns();
        double r = pivots.applyAsDouble(p);
        double d = logDeterminant - data.sumLogWeights() + degrees() * (1 + Math.log(2 * Math.PI * r * r / degrees()));
        if (reml) {
            d += logDeterminantFixed(p, pivots);
        }
        return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }

    private static double logDeterminantFixed(int p, IntToDoubleFunction pivots) {
        double sum = 0;
        for (int k = 0; k < p; k++) {
            sum += 2 * Math.log(pivots.applyAsDouble(k));
        }
        return sum;
    }
}
