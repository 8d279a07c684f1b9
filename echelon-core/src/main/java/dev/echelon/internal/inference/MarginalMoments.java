package dev.echelon.internal.inference;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.levels.GroupMoments;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What inference needs of V⁻¹, in the space of the random effects: with M = Z'V⁻¹Z, U = [X y] and the directions V_a of
 * {@link VarianceParameters},
 *
 * <pre>
 * U'V⁻¹U,  p_a = U'V⁻¹V_aV⁻¹U,  q_ab = U'V⁻¹V_aV⁻¹V_bV⁻¹U,  s_ab = tr(V⁻¹V_aV⁻¹V_b),  t_a = tr(V⁻¹V_a).
 * </pre>
 *
 * On return direction 0 is that of the residual variance, W⁻¹ = V − ZΣZ', from U'V⁻¹VV⁻¹U = U'V⁻¹U and tr(V⁻¹V) = n.
 *
 * <p><b>Cost</b> n_c³ flops and 3n_c² numbers for each component of n_c random effects; with one factor see {@link
 * GroupMoments}.
 *
 * <p><b>Source</b> docs/math/inference.md#moments
 */
final class MarginalMoments {
    /** Beyond this many sums over levels the directions are put into each level by itself. */
    private static final int LARGEST = 1 << 18;

    private final int r;
    private final int count;
    private final double[] total;
    private final double[][] p;
    private final double[][][] q;
    private final double[][] s;
    private final double[] t;

    private MarginalMoments(int r, int count, double[] total) {
        this.r = r;
        this.count = count;
        this.total = total;
        p = new double[count][r * r];
        q = new double[count][count][r * r];
        s = new double[count][count];
        t = new double[count];
    }

    static MarginalMoments of(CrossProducts data, VarianceParameters parameters) {
        int q = data.factors() == 1 ? data.block(0).effects() : 0;
        return q > 0 && GroupMoments.size(q, data.fixedColumns() + 1) <= LARGEST
                ? ofLevels(data, parameters)
                : ofComponents(data, parameters);
    }

    /** With one factor, from sums over its levels that do not depend on the directions. */
    static MarginalMoments ofLevels(CrossProducts data, VarianceParameters parameters) {
        int r = data.fixedColumns() + 1;
        CrossProducts.Block block = data.block(0);
        LevelContraction sums =
                new LevelContraction(GroupMoments.of(block, r, parameters.lambda()[0]), block.effects(), r);
        List<double[]> d =
                parameters.directions().stream().map(direction -> direction[0]).toList();
        MarginalMoments moments = new MarginalMoments(r, d.size(), sums.total(data.fixed()));
        for (int a = 0; a < d.size(); a++) {
            moments.t[a] = sums.trace(d.get(a));
            moments.p[a] = sums.form(d.get(a));
            for (int b = 0; b <= a; b++) {
                moments.s[a][b] = sums.trace(d.get(a), d.get(b));
                moments.q[b][a] = sums.form(d.get(b), d.get(a));
            }
        }
        moments.mirror();
        moments.residual(data.rows());
        return moments;
    }

    /** Component after component. */
    static MarginalMoments ofComponents(CrossProducts data, VarianceParameters parameters) {
        Components components = Components.of(data);
        requireMemory(components.largest(data) + data.fixedColumns() + 1L);
        int r = data.fixedColumns() + 1;
        MarginalMoments moments = new MarginalMoments(
                r, parameters.directions().size(), data.fixed().clone());
        PairSums pairs = new PairSums(data);
        ComponentMatrices matrices = new ComponentMatrices(data, components, parameters.lambda());
        for (int[][] levels : components.levels()) {
            matrices.load(levels);
            pairs.add(matrices, levels);
            moments.add(matrices, levels, parameters);
        }
        moments.finish(pairs, parameters, data.rows());
        return moments;
    }

    private static void requireMemory(long order) {
        double needed = 3.0 * 8 * order * order;
        double limit = 0.8 * Runtime.getRuntime().maxMemory();
        if (order > 40_000 || needed > limit) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "these degrees of freedom need a dense matrix of %d random effects that are connected by crossed"
                            + " grouping factors (%.1f GB of memory, %.1f GB are allowed); use the degrees of freedom"
                            + " 'residual' or 'none', which are nearly the same for so many%s",
                    order,
                    needed / 1e9,
                    limit / 1e9,
                    order > 40_000 ? "" : ", or give Java more memory (-Xmx)"));
        }
    }

    private void add(ComponentMatrices matrices, int[][] levels, VarianceParameters parameters) {
        int n = matrices.size();
        for (int k = 0; k < r; k++) {
            for (int i = k; i < r; i++) {
                total[k * r + i] += matrices.fixed(i, k);
            }
        }
        double[][] moved = new double[count][]; // D_aZ'V⁻¹U
        double[][] carried = new double[count][]; // M·D_aZ'V⁻¹U
        for (int a = 0; a < count; a++) {
            moved[a] = matrices.move(parameters.directions().get(a), levels);
            carried[a] = matrices.carry(moved[a]);
            product(n, matrices.effects(), moved[a], p[a]);
            for (int b = 0; b <= a; b++) {
                product(n, moved[b], carried[a], q[b][a]);
            }
        }
    }

    /** C := C + A'B, r×r. */
    private void product(int n, double[] a, double[] b, double[] c) {
        for (int k = 0; k < r; k++) {
            for (int i = 0; i < r; i++) {
                double sum = 0;
                for (int h = 0; h < n; h++) {
                    sum += a[i * n + h] * b[k * n + h];
                }
                c[k * r + i] += sum;
            }
        }
    }

    private void finish(PairSums pairs, VarianceParameters parameters, long n) {
        Small.mirror(r, total);
        for (int a = 0; a < count; a++) {
            t[a] = pairs.trace(parameters.directions().get(a));
            for (int b = 0; b <= a; b++) {
                s[a][b] = pairs.trace(
                        parameters.directions().get(a), parameters.directions().get(b));
            }
        }
        mirror();
        residual(n);
    }

    /** What is known of b ≤ a also for a and b the other way round. */
    private void mirror() {
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < a; b++) {
                s[b][a] = s[a][b];
                q[a][b] = transpose(q[b][a]);
            }
        }
    }

    /** Direction 0 becomes W⁻¹. */
    private void residual(long n) {
        for (int e = 0; e < r * r; e++) {
            q[0][0][e] += total[e] - 2 * p[0][e];
        }
        s[0][0] += n - 2 * t[0];
        for (int a = 1; a < count; a++) {
            for (int e = 0; e < r * r; e++) {
                q[0][a][e] = p[a][e] - q[0][a][e];
            }
            q[a][0] = transpose(q[0][a]);
            s[0][a] = t[a] - s[0][a];
            s[a][0] = s[0][a];
        }
        for (int e = 0; e < r * r; e++) {
            p[0][e] = total[e] - p[0][e];
        }
        t[0] = n - t[0];
    }

    private double[] transpose(double[] m) {
        double[] out = new double[r * r];
        for (int k = 0; k < r; k++) {
            for (int i = 0; i < r; i++) {
                out[k * r + i] = m[i * r + k];
            }
        }
        return out;
    }

    /** U'V⁻¹U, r×r with r = p + 1. */
    double[] total() {
        return Arrays.copyOf(total, total.length);
    }

    /** U'V⁻¹V_aV⁻¹U. */
    double[] p(int a) {
        return p[a];
    }

    /** U'V⁻¹V_aV⁻¹V_bV⁻¹U. */
    double[] q(int a, int b) {
        return q[a][b];
    }

    /** tr(V⁻¹V_aV⁻¹V_b). */
    double s(int a, int b) {
        return s[a][b];
    }

    /** tr(V⁻¹V_a). */
    double t(int a) {
        return t[a];
    }
}
