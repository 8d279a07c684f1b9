package dev.echelon.internal.marginal;

import dev.echelon.internal.linalg.DenseKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    /** Rows of a block from which a product saved repays looking for it. */
    private static final int LARGE = 64;

    private final BlockCovariance covariance;
    private final BlockClass blocks;
    private final DenseKernels kernels;
    private final int n;
    private final int allColumns;
    private final List<Stack> stacks = new ArrayList<>();
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
        if (columns.z == 0) {
            stacks.add(new Stack(blocks.rows(), columns));
        } else {
            for (int[] rows : blocks.rows()) {
                stacks.add(new Stack(new int[][] {rows}, columns));
            }
        }
        factor = new double[n * n];
        byClass = blocks.blocks() > 1 || n <= 2 * stacks.get(0).c;
    }

    /** L of Ṽ; false if the point is outside the domain or Ṽ not positive definite. */
    boolean factor(Point point) {
        return covariance.write(point, factor) && kernels.potrf(n, factor, 0, n) == 0;
    }

    /** The same for a Ṽ that is given. */
    boolean factorGiven(double[] v) {
        System.arraycopy(v, 0, factor, 0, n * n);
        return kernels.potrf(n, factor, 0, n) == 0;
    }

    /** Adds log|Ṽ| and M, both triangles. */
    void addValue(Kernel.Sums sums) {
        double log = 0;
        for (int i = 0; i < n; i++) {
            log += 2 * Math.log(factor[i * n + i]);
        }
        sums.logDeterminant += blocks.blocks() * log;
        for (Stack stack : stacks) {
            stack.solve(factor, kernels);
            stack.scatter(stack.c, stack.gram(kernels), sums.m, allColumns);
        }
    }

    BlockClass blocks() {
        return blocks;
    }

    List<Stack> stacks() {
        return stacks;
    }

    double[] inverse() {
        return inverse;
    }

    double[] pi() {
        return pi;
    }

    double[] s() {
        return s;
    }

    /**
     * For every block and inner term: calls back with z'Py of each level and Z_j'V⁻¹Z_j, in the units of the engine.
     *
     * @param randomOnly with which V⁻¹ = B − BA·randomOnly·A'B
     */
    void visitLevels(double[] v, double[] randomOnly, int q, LevelVisitor visitor) {
        invert();
        for (Stack stack : stacks) {
            double[] all = stack.residual(v);
            double[] k = stack.gather(randomOnly, q);
            for (int b = 0; b < stack.blocks.length; b++) {
                double[] e = Arrays.copyOfRange(all, b * n, (b + 1) * n);
                double[] u = stack.ofBlock(b);
                for (BlockClass.Inner inner : blocks.inner()) {
                    int levels = Arrays.stream(inner.level()).max().orElse(-1) + 1;
                    for (int level = 0; level < levels; level++) {
                        visitLevel(stack.blocks[b], u, inner, level, e, k, visitor);
                    }
                }
            }
        }
    }

    private void visitLevel(
            int[] rows, double[] u, BlockClass.Inner inner, int level, double[] e, double[] k, LevelVisitor visitor) {
        int w = inner.width();
        int c = u.length / n - 1;
        double[] z = new double[n * w];
        int row = -1;
        for (int i = 0; i < n; i++) {
            if (inner.level()[i] == level) {
                row = rows[i];
                for (int h = 0; h < w; h++) {
                    z[h * n + i] = inner.z()[h * n + i];
                }
            }
        }
        double[] score = SmallMatrices.multiplyTransposed(w, n, 1, z, e);
        double[] form = SmallMatrices.multiplyTransposed(w, n, w, z, SmallMatrices.multiply(n, n, w, inverse, z));
        double[] uz = SmallMatrices.multiplyTransposed(c, n, w, u, z);
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

    void addDerivatives(Point point, Kernel.Multipliers by, Kernel.Derivatives out) {
        prepare(by);
        int[] active = covariance.active();
        f = new double[active.length][];
        double[][] turned = new double[active.length][];
        double[][] vPi = new double[active.length][];
        double[][] vS = new double[active.length][];
        double[][][] e = new double[active.length][stacks.size()][];
        double[] score = score();
        double[] whole = whole(point);
        double[] v = new double[n * n];
        for (int k = 0; k < active.length; k++) {
            covariance.derivative(point, active[k], v);
            out.gradient[active[k]] += SmallMatrices.dot(n * n, v, score);
            f[k] = inverseTimes(v, whole);
            turned[k] = SmallMatrices.transpose(n, n, f[k]);
            if (byClass) {
                vPi[k] = product(v, pi);
                vS[k] = product(v, s);
            }
            for (int b = 0; b < stacks.size(); b++) {
                e[k][b] = addSlope(stacks.get(b), v, out.m[active[k]]);
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
        for (int b = 0; !byClass && b < stacks.size(); b++) {
            double[][] of = new double[active.length][];
            for (int k = 0; k < active.length; k++) {
                of[k] = e[k][b];
            }
            QuadraticSums.add(n, stacks.get(b).present, of, active, by, out);
        }
        addBends(point, score, out);
    }

    /** B, U, Π and S. */
    void prepare(Kernel.Multipliers by) {
        invert();
        pi = new double[n * n];
        s = new double[n * n];
        for (Stack stack : stacks) {
            stack.addMoments(stack.gather(by.traces(), by.c() - 1), kernels, pi);
            kernels.syrk(n, stack.blocks.length, 1, stack.residual(by.v()), 0, n, s, 0, n);
        }
        SmallMatrices.mirror(n, s);
    }

    private void invert() {
        inverse = factor.clone();
        kernels.potri(n, inverse, 0, n);
        SmallMatrices.mirror(n, inverse);
        for (Stack stack : stacks) {
            stack.solveAgain(factor, kernels);
        }
    }

    /** N·B − Π − S: what the trace with V_k is the gradient. */
    private double[] score() {
        double[] score = new double[n * n];
        for (int i = 0; i < score.length; i++) {
            score[i] = blocks.blocks() * inverse[i] - pi[i] - s[i];
        }
        return score;
    }

    /** Ṽ of a large block; empty of others. */
    private double[] whole(Point point) {
        double[] v = new double[n < LARGE ? 0 : n * n];
        if (n >= LARGE) {
            covariance.write(point, v);
        }
        return v;
    }

    /** BV_k; if V_k = αṼ + diag(β), as of a variance or a nugget, it is αI + B·diag(β) without a product. */
    private double[] inverseTimes(double[] v, double[] whole) {
        if (whole.length == 0) {
            return product(inverse, v);
        }
        double alpha = whole[1] == 0 ? 0 : v[1] / whole[1];
        for (int j = 0; j < n; j++) {
            for (int i = j + 1; i < n; i++) {
                double x = v[j * n + i];
                if (Math.abs(x - alpha * whole[j * n + i]) > 1e-14 * Math.abs(x)) {
                    return product(inverse, v);
                }
            }
        }
        double[] out = new double[n * n];
        for (int j = 0; j < n; j++) {
            double beta = v[j * n + j] - alpha * whole[j * n + j];
            for (int i = 0; i < n; i++) {
                out[j * n + i] = beta * inverse[j * n + i];
            }
            out[j * n + j] += alpha;
        }
        return out;
    }

    private double[] product(double[] x, double[] y) {
        double[] out = new double[n * n];
        kernels.gemm(n, n, n, 1, x, 0, n, y, 0, n, out, 0, n);
        return out;
    }

    /** Adds −U'V_kU to M_k; returns L⁻¹V_kU if that is used. */
    private double[] addSlope(Stack stack, double[] v, double[] m) {
        double[] d = stack.times(v, kernels);
        stack.scatter(stack.c, stack.minusForm(d, kernels), m, allColumns);
        if (byClass) {
            return new double[0];
        }
        kernels.trsmLeftLower(n, stack.c, factor, 0, n, d, 0, n);
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
            Arrays.fill(mixed, 0);
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
        for (Stack stack : stacks) {
            addForms(stack, project, z, y, by, sum);
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

    /** Adds F'U'ZUF and −U_A'YU_A. */
    void addForms(Stack stack, double[] project, double[] z, double[] y, Kernel.Multipliers by, Kernel.Contracted sum) {
        int q = by.c() - 1;
        int c = stack.c - 1;
        int p = project.length / q;
        double[] local = new double[c * p];
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < c; i++) {
                local[j * c + i] = project[j * q + stack.present[i]];
            }
        }
        int rows = stack.rows;
        double[] ux = new double[rows * p];
        kernels.gemm(rows, p, c, 1, stack.u, 0, rows, local, 0, c, ux, 0, rows);
        double[] zux = new double[rows * p];
        kernels.gemm(n, stack.blocks.length * p, n, 1, z, 0, n, ux, 0, n, zux, 0, n);
        double[] turned = SmallMatrices.transpose(rows, p, ux);
        kernels.gemm(p, p, rows, 1, turned, 0, p, zux, 0, rows, sum.curvature(), 0, p);
        if (y.length > 0) {
            double[] form = stack.minusForm(stack.times(y, kernels), kernels);
            stack.scatter(c, SmallMatrices.part(stack.c, form, 0, c, 0, c), sum.second(), q);
        }
    }
}
