package dev.echelon.internal.marginal;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.design.Design;

/**
 * The columns of a random term in units of the engine: b = Cb*, Z* = ZC with C upper triangular, which centres and
 * scales as far as the structure of the term lets it.
 */
final class EffectColumns {
    final Covariance covariance;
    final int width;
    final int levels;
    final int[] codes;
    /** n×w, √w times Z*. */
    final double[] z;
    /** C, w×w. */
    final double[] map;

    private EffectColumns(Design.RandomBlock block, double[] z, double[] map) {
        this.covariance = block.covariance();
        this.width = block.effects().width();
        this.levels = block.levels().size();
        this.codes = block.codes();
        this.z = z;
        this.map = map;
    }

    static EffectColumns of(Design.RandomBlock block, double[] root) {
        int n = root.length;
        int w = block.effects().width();
        double[] z = new double[n * w];
        boolean[] constant = new boolean[w];
        double[] centre = new double[w];
        double[] size = new double[w];
        for (int k = 0; k < w; k++) {
            constant[k] = true;
            for (int i = 0; i < n; i++) {
                z[k * n + i] = block.effects().column(k).value(i);
                constant[k] &= z[k * n + i] == z[k * n];
                centre[k] += z[k * n + i] / n;
            }
        }
        boolean linear = block.covariance().invariance() == Covariance.Invariance.LINEAR;
        boolean centred = linear && w > 1 && constant[0] && z[0] == 1;
        double common = 0;
        for (int k = 0; k < w; k++) {
            double shift = centred && k > 0 ? centre[k] : 0;
            for (int i = 0; i < n; i++) {
                double d = z[k * n + i] - shift;
                size[k] += d * d / n;
            }
            common += size[k] / w;
        }
        double[] map = new double[w * w];
        for (int k = 0; k < w; k++) {
            double square = block.covariance().invariance() == Covariance.Invariance.SCALAR ? common : size[k];
            double unit = square > 0 ? 1 / Math.sqrt(square) : 1;
            map[k * w + k] = unit;
            double shift = centred && k > 0 && square > 0 ? centre[k] : 0;
            map[k * w] -= k > 0 ? shift * unit : 0;
            for (int i = 0; i < n; i++) {
                z[k * n + i] = root[i] * (z[k * n + i] - shift) * unit;
            }
        }
        return new EffectColumns(block, z, map);
    }
}
