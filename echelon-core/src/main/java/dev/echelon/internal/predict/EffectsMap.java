package dev.echelon.internal.predict;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.GroupingFactor;

/**
 * The change of scale of one term's w effects: b = s_y·M·b*, so that z* = M'z and, relative to σ², Σ = MΣ*M'. M is
 * upper triangular.
 */
public final class EffectsMap {
    private final int width;
    private final double[] map;
    private final double[] inverse;

    EffectsMap(Conditioning conditioning, int factor, GroupingFactor.Term term) {
        this.width = term.width();
        this.map = conditioning.effectsMap(factor, term);
        this.inverse = new double[width * width];
        for (int k = 0; k < width; k++) {
            for (int i = k; i >= 0; i--) {
                double sum = i == k ? 1 : 0;
                for (int h = i + 1; h <= k; h++) {
                    sum -= map[h * width + i] * inverse[k * width + h];
                }
                inverse[k * width + i] = sum / map[i * width + i];
            }
        }
    }

    /** Row {@code effect} of M: the effect of the data as a combination of the conditioned ones, up to s_y. */
    public double[] row(int effect) {
        double[] row = new double[width];
        for (int k = 0; k < width; k++) {
            row[k] = map[k * width + effect];
        }
        return row;
    }

    /** M⁻¹, w×w. */
    public double[] inverse() {
        return inverse.clone();
    }

    /** Σ* of Σ, both relative to σ². */
    public double[] conditioned(double[] relative) {
        return Congruence.apply(width, inverse, relative);
    }

    /** Σ of Σ*, both relative to σ². */
    public double[] original(double[] conditioned) {
        return Congruence.apply(width, map, conditioned);
    }

    /** Adds z* = M'z to {@code out} from {@code at} on. */
    public void addConditioned(double[] z, double[] out, int at) {
        for (int k = 0; k < width; k++) {
            for (int i = 0; i <= k; i++) {
                out[at + k] += map[k * width + i] * z[i];
            }
        }
    }
}
