package dev.echelon;

import dev.echelon.internal.crossproducts.CrossProducts;

/**
 * How much of the columns of Z lies outside the span of X, from cross-products alone. <b>Cost</b> p³ + Σ m q p² for the
 * factors that are asked for.
 */
final class FixedSpan {
    private final CrossProducts data;
    private final int p;
    /** Lower Cholesky factor of X'WX, column-major. */
    private final double[] factor;

    FixedSpan(CrossProducts data) {
        this.data = data;
        this.p = data.fixedColumns();
        this.factor = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                double sum = data.fixed()[k * (p + 1) + i];
                for (int h = 0; h < k; h++) {
                    sum -= factor[h * p + i] * factor[h * p + k];
                }
                factor[k * p + i] = i == k ? Math.sqrt(sum) : sum / factor[k * p + k];
            }
        }
    }

    /** ‖(I − P_X)y‖² / ‖y‖². */
    double shareOfResponseOutside() {
        int r = p + 1;
        double total = data.fixed()[r * r - 1];
        double inside = 0;
        double[] row = new double[p];
        for (int c = 0; c < p; c++) {
            double sum = data.fixed()[c * r + p];
            for (int h = 0; h < c; h++) {
                sum -= factor[h * p + c] * row[h];
            }
            row[c] = sum / factor[c * p + c];
            inside += row[c] * row[c];
        }
        return total > 0 ? (total - inside) / total : 0;
    }

    /** Whether less than a share of Σ_j‖z_jk‖² of effect k of a factor lies outside: Σ_j‖(I − P_X)z_jk‖². */
    boolean holds(int f, int k, double share) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        double total = 0;
        for (int at = k * q + k; at < block.own().length; at += q * q) {
            total += block.own()[at];
        }
        double outside = 0;
        double[] row = new double[p];
        // Squares only add up: a few levels settle it for most designs.
        for (int j = 0; j < block.levels() && !(outside > 2 * share * total); j++) {
            outside += block.own()[j * q * q + k * q + k];
            for (int c = 0; c < p; c++) {
                double sum = block.withFixed()[(j * (p + 1) + c) * q + k];
                for (int h = 0; h < c; h++) {
                    sum -= factor[h * p + c] * row[h];
                }
                row[c] = sum / factor[c * p + c];
                outside -= row[c] * row[c];
            }
        }
        return !(outside >= share * total && total > 0);
    }
}
