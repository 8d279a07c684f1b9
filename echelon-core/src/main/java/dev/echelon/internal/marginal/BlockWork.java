package dev.echelon.internal.marginal;

import dev.echelon.internal.linalg.DenseKernels;

/**
 * The blocks of one class at a point. With U = Ba of a block, F_k = BV_k and, per class, Π = Σ U_A K U_A', S = Σ ee',
 * e = Uv:
 *
 * <pre>
 *   tr(BV_kBV_l) = N·tr(F_kF_l),  tr(KQ_kl) = tr(F_k'V_lΠ),  v'Q_klv = tr(F_k'V_lS)
 * </pre>
 *
 * A single large block has fewer columns than rows; there Q_kl = E_k'E_l with E_k = L⁻¹V_kU costs less.
 */
final class BlockWork {
    private final BlockCovariance covariance;
    private final BlockClass blocks;
    private final DenseKernels kernels;
    private final int n;
    private final int allColumns;
    private final int[][] present;
    private final double[][] a;
    private final double[][] half; // L⁻¹a
    private final double[][] u; // Ba
    private final double[] factor; // L, in the lower triangle
    private final boolean byClass;
    private double[] inverse = new double[0];
    private double[] pi = new double[0];
    private double[] s = new double[0];
    private double[][] f = new double[0][]; // BV_k of the active parameters

    BlockWork(BlockCovariance covariance, BlockClass blocks, Columns columns, DenseKernels kernels) {
        this.covariance = covariance;
        this.blocks = blocks;
        this.kernels = kernels;
        n = blocks.size();
        allColumns = columns.count;
        present = new int[blocks.blocks()][];
        a = new double[blocks.blocks()][];
        half = new double[blocks.blocks()][];
        u = new double[blocks.blocks()][];
        for (int b = 0; b < a.length; b++) {
            present[b] = columns.present(blocks.rows()[b]);
            a[b] = columns.gather(blocks.rows()[b], present[b]);
        }
        factor = new double[n * n];
        byClass = blocks.blocks() > 1 || n <= 2 * present[0].length;
    }

    /** L of Ṽ; false if the point is outside the domain or Ṽ not positive definite. */
    boolean factor(Point point) {
        return covariance.write(point, factor) && kernels.potrf(n, factor, 0, n) == 0;
    }

    /** Adds log|Ṽ| and M, both triangles. */
    void addValue(Kernel.Sums sums) {
        double log = 0;
        for (int i = 0; i < n; i++) {
            log += 2 * Math.log(factor[i * n + i]);
        }
        sums.logDeterminant += blocks.blocks() * log;
        for (int b = 0; b < a.length; b++) {
            int c = present[b].length;
            half[b] = a[b].clone();
            kernels.trsmLeftLower(n, c, factor, 0, n, half[b], 0, n);
            double[] m = new double[c * c];
            kernels.syrkTransposed(c, n, 1, half[b], 0, n, m, 0, c);
            SmallMatrices.mirror(c, m);
            scatter(present[b], c, m, sums.m, allColumns);
        }
    }

    /**
     * For every block and inner term: calls back with z'Py of each level and Z_j'V⁻¹Z_j, in the units of the engine.
     *
     * @param randomOnly with which V⁻¹ = B − BA·randomOnly·A'B
     */
    void visitLevels(double[] v, double[] randomOnly, int q, LevelVisitor visitor) {
        invert();
        for (int b = 0; b < a.length; b++) {
            double[] e = residual(b, v);
            int c = present[b].length - 1;
            double[] k = gather(present[b], c, randomOnly, q);
            for (BlockClass.Inner inner : blocks.inner()) {
                int levels = java.util.Arrays.stream(inner.level()).max().orElse(-1) + 1;
                for (int level = 0; level < levels; level++) {
                    visitLevel(b, inner, level, e, k, visitor);
                }
            }
        }
    }

    private void visitLevel(
            int b, BlockClass.Inner inner, int level, double[] e, double[] k, LevelVisitor visitor) {
        int w = inner.width();
        int c = present[b].length - 1;
        double[] z = new double[n * w];
        int row = -1;
        for (int i = 0; i < n; i++) {
            if (inner.level()[i] == level) {
                row = blocks.rows()[b][i];
                for (int h = 0; h < w; h++) {
                    z[h * n + i] = inner.z()[h * n + i];
                }
            }
        }
        double[] score = SmallMatrices.multiplyTransposed(w, n, 1, z, e);
        double[] form = SmallMatrices.multiplyTransposed(w, n, w, z, SmallMatrices.multiply(n, n, w, inverse, z));
        double[] uz = SmallMatrices.multiplyTransposed(c, n, w, u[b], z);
        double[] correction = SmallMatrices.multiplyTransposed(w, c, w, uz, SmallMatrices.multiply(c, c, w, k, uz));
        for (int i = 0; i < form.length; i++) {
            form[i] -= correction[i];
        }
        visitor.level(inner.term(), row, score, form);
    }

    /** Receives z'Py (w) and Z'V⁻¹Z (w×w) of the level of a term that a row has. */
    interface LevelVisitor {
        void level(int term, int row, double[] score, double[] form);
    }

    private static void scatter(int[] present, int c, double[] m, double[] into, int ld) {
        for (int j = 0; j < c; j++) {
            int at = present[j] * ld;
            for (int i = 0; i < c; i++) {
                into[at + present[i]] += m[j * c + i];
            }
        }
    }

    void addDerivatives(Point point, Kernel.Multipliers by, Kernel.Derivatives out) {
        invert();
        moments(by);
        int[] active = covariance.active();
        f = new double[active.length][];
        double[][] turned = new double[active.length][];
        double[][] vPi = new double[active.length][];
        double[][] vS = new double[active.length][];
        double[][][] e = new double[active.length][a.length][];
        double[] score = score();
        double[] v = new double[n * n];
        for (int k = 0; k < active.length; k++) {
            covariance.derivative(point, active[k], v);
            out.gradient[active[k]] += SmallMatrices.dot(n * n, v, score);
            f[k] = product(inverse, v);
            turned[k] = SmallMatrices.transpose(n, n, f[k]);
            if (byClass) {
                vPi[k] = product(v, pi);
                vS[k] = product(v, s);
            }
            for (int b = 0; b < a.length; b++) {
                e[k][b] = addSlope(b, v, out.m[active[k]]);
            }
            for (int l = 0; l <= k; l++) {
                int at = active[l] * out.k + active[k];
                out.t[at] += blocks.blocks() * SmallMatrices.dot(n * n, f[k], turned[l]);
                if (byClass) {
                    out.kq[at] += SmallMatrices.dot(n * n, f[k], vPi[l]);
                    out.vq[at] += SmallMatrices.dot(n * n, f[k], vS[l]);
                }
            }
        }
        for (int b = 0; !byClass && b < a.length; b++) {
            double[][] of = new double[active.length][];
            for (int k = 0; k < active.length; k++) {
                of[k] = e[k][b];
            }
            QuadraticSums.add(n, present[b], of, active, by, out);
        }
        addBends(point, score, out);
    }

    private void invert() {
        inverse = factor.clone();
        kernels.potri(n, inverse, 0, n);
        SmallMatrices.mirror(n, inverse);
        for (int b = 0; b < a.length; b++) {
            u[b] = half[b].clone();
            kernels.trsmLeftLowerTransposed(n, present[b].length, factor, 0, n, u[b], 0, n);
        }
    }

    /** Π and S. */
    private void moments(Kernel.Multipliers by) {
        pi = new double[n * n];
        s = new double[n * n];
        for (int b = 0; b < a.length; b++) {
            int c = present[b].length - 1;
            double[] k = gather(present[b], c, by.traces(), by.c() - 1);
            double[] uk = new double[n * c];
            kernels.gemm(n, c, c, 1, u[b], 0, n, k, 0, c, uk, 0, n);
            double[] transposed = SmallMatrices.transpose(n, c, u[b]);
            kernels.gemm(n, n, c, 1, uk, 0, n, transposed, 0, c, pi, 0, n);
            double[] e = residual(b, by.v());
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    s[j * n + i] += e[i] * e[j];
                }
            }
        }
    }

    static double[] gather(int[] present, int c, double[] from, int ld) {
        double[] out = new double[c * c];
        for (int j = 0; j < c; j++) {
            for (int i = 0; i < c; i++) {
                out[j * c + i] = from[present[j] * ld + present[i]];
            }
        }
        return out;
    }

    /** e = BAv of a block: its part of Py. */
    private double[] residual(int b, double[] v) {
        double[] e = new double[n];
        for (int j = 0; j < present[b].length; j++) {
            double x = v[present[b][j]];
            for (int i = 0; i < n; i++) {
                e[i] += u[b][j * n + i] * x;
            }
        }
        return e;
    }

    /** N·B − Π − S: what the trace with V_k is the gradient. */
    private double[] score() {
        double[] score = new double[n * n];
        for (int i = 0; i < score.length; i++) {
            score[i] = blocks.blocks() * inverse[i] - pi[i] - s[i];
        }
        return score;
    }

    private double[] product(double[] x, double[] y) {
        double[] out = new double[n * n];
        kernels.gemm(n, n, n, 1, x, 0, n, y, 0, n, out, 0, n);
        return out;
    }

    /** Adds −U'V_kU to M_k; returns L⁻¹V_kU if that is used. */
    private double[] addSlope(int b, double[] v, double[] m) {
        int c = present[b].length;
        double[] d = new double[n * c];
        kernels.gemm(n, c, n, 1, v, 0, n, u[b], 0, n, d, 0, n);
        double[] product = new double[c * c];
        kernels.gemm(c, c, n, -1, SmallMatrices.transpose(n, c, u[b]), 0, c, d, 0, n, product, 0, c);
        scatter(present[b], c, product, m, allColumns);
        if (byClass) {
            return new double[0];
        }
        kernels.trsmLeftLower(n, c, factor, 0, n, d, 0, n);
        return d;
    }

    private void addBends(Point point, double[] score, Kernel.Derivatives out) {
        int[] active = covariance.active();
        double[] v = new double[n * n];
        for (int k = 0; k < active.length; k++) {
            for (int l = 0; l <= k; l++) {
                if (covariance.second(point, active[l], active[k], v)) {
                    out.bend[active[l] * out.k + active[k]] += SmallMatrices.dot(n * n, v, score);
                }
            }
        }
    }

    /** Adds the contraction with weights w of all parameters of Ṽ; after {@link #addDerivatives}. */
    void addContraction(Point point, Kernel.Multipliers by, double[] project, double[] w, Kernel.Contracted sum) {
        int[] active = covariance.active();
        int all = sum.traces().length;
        double[][] v = new double[active.length][n * n];
        for (int k = 0; k < active.length; k++) {
            covariance.derivative(point, active[k], v[k]);
        }
        double[] z = new double[n * n];
        double[] mixed = new double[n * n];
        for (int k = 0; k < active.length; k++) {
            java.util.Arrays.fill(mixed, 0);
            for (int l = 0; l < active.length; l++) {
                double x = w[active[l] * all + active[k]];
                for (int i = 0; i < mixed.length; i++) {
                    mixed[i] += x * v[l][i];
                }
            }
            double[] turned = SmallMatrices.transpose(n, n, f[k]);
            kernels.gemm(n, n, n, 1, turned, 0, n, mixed, 0, n, z, 0, n);
        }
        double[] y = second(point, w, all);
        for (int b = 0; b < a.length; b++) {
            addForms(b, project, z, y, by, sum);
        }
        if (y.length > 0) {
            double[] by1 = product(inverse, y);
            double[] turned = SmallMatrices.transpose(n, n, by1);
            for (int k = 0; k < active.length; k++) {
                sum.traces()[active[k]] += blocks.blocks() * SmallMatrices.dot(n * n, f[k], turned)
                        - 2 * SmallMatrices.dot(n * n, by1, product(v[k], pi));
            }
        }
    }

    /** Y = Σ w_kl V_kl; empty if all are zero. */
    private double[] second(Point point, double[] w, int all) {
        int[] active = covariance.active();
        double[] y = new double[0];
        double[] v = new double[n * n];
        for (int k = 0; k < active.length; k++) {
            for (int l = 0; l <= k; l++) {
                if (covariance.second(point, active[l], active[k], v)) {
                    y = y.length == 0 ? new double[n * n] : y;
                    double x = w[active[l] * all + active[k]] * (l == k ? 1 : 2);
                    for (int i = 0; i < y.length; i++) {
                        y[i] += x * v[i];
                    }
                }
            }
        }
        return y;
    }

    private void addForms(
            int b, double[] project, double[] z, double[] y, Kernel.Multipliers by, Kernel.Contracted sum) {
        int c = present[b].length - 1;
        int p = project.length / (by.c() - 1);
        double[] local = new double[c * p];
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < c; i++) {
                local[j * c + i] = project[j * (by.c() - 1) + present[b][i]];
            }
        }
        double[] ux = SmallMatrices.multiply(n, c, p, u[b], local);
        double[] zux = SmallMatrices.multiply(n, n, p, z, ux);
        double[] form = SmallMatrices.multiplyTransposed(p, n, p, ux, zux);
        for (int i = 0; i < form.length; i++) {
            sum.curvature()[i] += form[i];
        }
        if (y.length > 0) {
            double[] yu = SmallMatrices.multiply(n, n, c, y, u[b]);
            double[] second = SmallMatrices.multiplyTransposed(c, n, c, u[b], yu);
            for (int i = 0; i < second.length; i++) {
                second[i] = -second[i];
            }
            scatter(present[b], c, second, sum.second(), by.c() - 1);
        }
    }
}
