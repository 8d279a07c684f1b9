package dev.echelon.internal.inference;

import dev.echelon.internal.levels.GroupMoments;

/**
 * Puts the directions of {@link VarianceParameters} into the sums over the levels of a model's only grouping factor. There
 * M = Z'V⁻¹Z is block diagonal with N_j, Z'V⁻¹U has the blocks R̃_j, and
 *
 * <pre>
 *   U'V⁻¹V_aV⁻¹U = Σ R̃'D_aR̃,   U'V⁻¹V_aV⁻¹V_bV⁻¹U = Σ R̃'D_aND_bR̃,   tr(V⁻¹V_aV⁻¹V_b) = Σ tr(ND_aND_b)
 * </pre>
 *
 * are combinations of the entries of Σ R̃⊗R̃, Σ N⊗R̃⊗R̃ and Σ N⊗N.
 *
 * <p><b>Source</b> docs/math/inference.md#moments
 */
final class LevelContraction {
    private final GroupMoments sums;
    private final int q;
    private final int r;

    /** For q effects and r columns of [X y]. */
    LevelContraction(GroupMoments sums, int q, int r) {
        this.sums = sums;
        this.q = q;
        this.r = r;
    }

    /** tr(MD). */
    double trace(double[] d) {
        double trace = 0;
        for (int i = 0; i < d.length; i++) {
            trace += d[i] * sums.information(i % q, i / q);
        }
        return trace;
    }

    /** tr(MAMB). */
    double trace(double[] a, double[] b) {
        double trace = 0;
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length && a[i] != 0; k++) {
                // A_gh M_hc B_cd M_dg
                trace += a[i] * b[k] * sums.information(i / q, k % q, k / q, i % q);
            }
        }
        return trace;
    }

    /** U'V⁻¹ZDZ'V⁻¹U, r×r. */
    double[] form(double[] d) {
        double[] form = new double[r * r];
        for (int i = 0; i < d.length; i++) {
            for (int e = 0; e < form.length && d[i] != 0; e++) {
                form[e] += d[i] * sums.reached(i % q, e % r, i / q, e / r);
            }
        }
        return form;
    }

    /** U'V⁻¹ZAMBZ'V⁻¹U, r×r. */
    double[] form(double[] a, double[] b) {
        double[] form = new double[r * r];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                double x = a[i] * b[k];
                for (int e = 0; e < form.length && x != 0; e++) {
                    form[e] += x * sums.reached(i / q, k % q, i % q, e % r, k / q, e / r);
                }
            }
        }
        return form;
    }

    /** U'V⁻¹U, r×r, from U'WU. */
    double[] total(double[] fixed) {
        double[] total = new double[r * r];
        for (int k = 0; k < r; k++) {
            for (int i = 0; i < r; i++) {
                total[k * r + i] = fixed[Math.min(i, k) * r + Math.max(i, k)] - sums.taken(i, k);
            }
        }
        return total;
    }
}
