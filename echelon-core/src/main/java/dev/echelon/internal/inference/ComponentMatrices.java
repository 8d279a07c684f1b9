package dev.echelon.internal.inference;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;

/**
 * Z'V⁻¹[Z X y] of one connected component after another, by Woodbury: with A = Z'WZ, E = Z'W[X y], K = I + Λ'AΛ = LL' and
 * H = L⁻¹Λ'[A E] it is [A E] − H_A'H, where nothing is divided by Λ, so that a singular one does no harm.
 */
final class ComponentMatrices {
    /** From this order on the inverse repays its overhead. */
    private static final int LARGE = 16;

    private final CrossProducts data;
    private final Components components;
    private final double[][] lambda;
    private final CrossProducts.Coupling[][] couplings;
    private final int r;
    private final int[] start;
    private int n;
    private int ld;
    private double[] joint = new double[0];
    private double[] half = new double[0];
    private double[] factor = new double[0];
    private double[] effects = new double[0];

    ComponentMatrices(CrossProducts data, Components components, double[][] lambda) {
        this.data = data;
        this.components = components;
        this.lambda = lambda;
        r = data.fixedColumns() + 1;
        int count = data.factors();
        start = new int[count + 1];
        couplings = new CrossProducts.Coupling[count][count];
        for (int f = 0; f < count; f++) {
            for (int g = f + 1; g < count; g++) {
                couplings[f][g] = data.coupling(f, g);
            }
        }
    }

    /** Computes the matrices of a component. */
    void load(int[][] levels) {
        products(levels);
        correct(levels);
        effects = new double[n * r];
        for (int k = 0; k < r; k++) {
            for (int i = 0; i < n; i++) {
                effects[k * n + i] = joint[i * ld + n + k];
            }
        }
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                joint[i * ld + k] = joint[k * ld + i];
            }
        }
    }

    /** Only puts Z'W[Z X y] of a component where {@link #marginal} is after {@link #load}. */
    void products(int[][] levels) {
        for (int f = 0; f < levels.length; f++) {
            start[f + 1] = start[f] + levels[f].length * data.block(f).effects();
        }
        n = start[levels.length];
        ld = n + r;
        joint = zeros(joint, ld * ld);
        for (int f = 0; f < levels.length; f++) {
            own(f, levels[f]);
            for (int g = f + 1; g < levels.length; g++) {
                coupled(f, g, levels[f]);
            }
        }
    }

    private static double[] zeros(double[] old, int size) {
        if (old.length != size) {
            return new double[size];
        }
        java.util.Arrays.fill(old, 0);
        return old;
    }

    private void own(int f, int[] levels) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        for (int place = 0; place < levels.length; place++) {
            int j = levels[place];
            int at = start[f] + place * q;
            for (int k = 0; k < q; k++) {
                for (int i = 0; i < q; i++) {
                    joint[(at + k) * ld + at + i] = block.own()[(j * q + Math.min(i, k)) * q + Math.max(i, k)];
                }
            }
            for (int k = 0; k < r; k++) {
                for (int i = 0; i < q; i++) {
                    double e = block.withFixed()[(j * r + k) * q + i];
                    joint[(at + i) * ld + n + k] = e;
                    joint[(n + k) * ld + at + i] = e;
                }
            }
        }
    }

    private void coupled(int f, int g, int[] levels) {
        CrossProducts.Coupling coupling = couplings[f][g];
        int qf = data.block(f).effects();
        int qg = data.block(g).effects();
        for (int place = 0; place < levels.length; place++) {
            int row = start[f] + place * qf;
            for (int e = coupling.start()[levels[place]]; e < coupling.start()[levels[place] + 1]; e++) {
                int column = start[g] + components.place()[g][coupling.level()[e]] * qg;
                for (int k = 0; k < qg; k++) {
                    for (int i = 0; i < qf; i++) {
                        double x = coupling.values()[(e * qg + k) * qf + i];
                        joint[(column + k) * ld + row + i] = x;
                        joint[(row + i) * ld + column + k] = x;
                    }
                }
            }
        }
    }

    private void correct(int[][] levels) {
        half = zeros(half, n * ld); // Λ'[A E]
        for (int c = 0; c < ld; c++) {
            for (int f = 0; f < levels.length; f++) {
                int q = data.block(f).effects();
                for (int at = start[f]; at < start[f + 1]; at += q) {
                    rows(q, lambda[f], c, at);
                }
            }
        }
        factor = zeros(factor, n * n); // K = Λ'AΛ + I
        for (int f = 0; f < levels.length; f++) {
            int q = data.block(f).effects();
            for (int at = start[f]; at < start[f + 1]; at += q) {
                columns(q, lambda[f], at);
            }
        }
        DenseKernels kernels = Kernels.forWork(n, 2.5 * n * (double) n * n);
        boolean away = n >= LARGE && isAwayFromZero();
        if (kernels.potrf(n, factor, 0, n) != 0) {
            throw new IllegalStateException("I + Λ'Z'WZΛ is not positive definite");
        }
        if (away) {
            byInverse(kernels, levels);
            return;
        }
        kernels.trsmLeftLower(n, ld, factor, 0, n, half, 0, n);
        kernels.syrkTransposed(ld, n, -1, half, 0, n, joint, 0, ld);
    }

    /** Whether no random effect's information is so small beside the residual's that I − K⁻¹ would lose digits. */
    private boolean isAwayFromZero() {
        for (int k = 0; k < n; k++) {
            if (!(factor[k * n + k] > 1 + 1e-4)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same for a Λ that can be inverted, with less than half of the work: Λ'Z'V⁻¹ZΛ = I − K⁻¹, Λ'Z'V⁻¹U = K⁻¹Λ'E and
     * U'V⁻¹U = U'WU − E'ΛK⁻¹Λ'E.
     */
    private void byInverse(DenseKernels kernels, int[][] levels) {
        double[] moved = java.util.Arrays.copyOfRange(half, n * n, n * ld); // Λ'E
        double[] solved = moved.clone();
        kernels.trsmLeftLower(n, r, factor, 0, n, solved, 0, n);
        kernels.syrkTransposed(r, n, -1, solved, 0, n, joint, n * ld + n, ld);
        kernels.trsmLeftLowerTransposed(n, r, factor, 0, n, solved, 0, n);
        kernels.potri(n, factor, 0, n);
        for (int k = 0; k < n; k++) {
            for (int i = k; i < n; i++) {
                joint[k * ld + i] = (i == k ? 1 : 0) - factor[k * n + i];
            }
            for (int c = 0; c < r; c++) {
                joint[k * ld + n + c] = solved[c * n + k];
            }
        }
        for (int f = 0; f < levels.length; f++) {
            int q = data.block(f).effects();
            for (int at = start[f]; at < start[f + 1]; at += q) {
                for (int k = 0; k < at + q; k++) {
                    solveRows(q, lambda[f], k, at);
                }
                solveColumns(q, lambda[f], at);
            }
        }
    }

    /** Rows at … at + q of the lower triangle's column: x := λ⁻ᵀx; within the diagonal block from the mirrored rows. */
    private void solveRows(int q, double[] l, int column, int at) {
        if (column == at) {
            mirrorBlock(q, at);
        }
        for (int i = q - 1; i >= 0; i--) {
            double x = joint[column * ld + at + i];
            for (int h = i + 1; h < q; h++) {
                x -= l[i * q + h] * joint[column * ld + at + h];
            }
            joint[column * ld + at + i] = x / l[i * q + i];
        }
    }

    private void mirrorBlock(int q, int at) {
        for (int k = 0; k < q; k++) {
            for (int i = k + 1; i < q; i++) {
                joint[(at + i) * ld + at + k] = joint[(at + k) * ld + at + i];
            }
        }
    }

    /** Columns at … at + q below their diagonal block, and that block: X := Xλ⁻¹. */
    private void solveColumns(int q, double[] l, int at) {
        for (int k = q - 1; k >= 0; k--) {
            for (int h = k + 1; h < q; h++) {
                double x = l[k * q + h];
                for (int i = at; i < ld && x != 0; i++) {
                    joint[(at + k) * ld + i] -= x * joint[(at + h) * ld + i];
                }
            }
            for (int i = at; i < ld; i++) {
                joint[(at + k) * ld + i] /= l[k * q + k];
            }
        }
    }

    private void rows(int q, double[] l, int column, int at) {
        for (int i = 0; i < q; i++) {
            double sum = 0;
            for (int h = i; h < q; h++) {
                sum += l[i * q + h] * joint[column * ld + at + h];
            }
            half[column * n + at + i] = sum;
        }
    }

    private void columns(int q, double[] l, int at) {
        for (int k = 0; k < q; k++) {
            int target = (at + k) * n;
            for (int h = k; h < q; h++) {
                double x = l[k * q + h];
                int source = (at + h) * n;
                for (int i = 0; i < n && x != 0; i++) {
                    factor[target + i] += x * half[source + i];
                }
            }
            factor[target + at + k] += 1;
        }
    }

    /** Number of random effects. */
    int size() {
        return n;
    }

    /** What the component adds to element (i, k) of U'V⁻¹U, i ≥ k. */
    double fixed(int i, int k) {
        return joint[(n + k) * ld + n + i];
    }

    /** Z'V⁻¹U, n×r. */
    double[] effects() {
        return effects;
    }

    /** Element (i, k) of Z'V⁻¹Z is at k·stride + i of this array. */
    double[] marginal() {
        return joint;
    }

    int stride() {
        return ld;
    }

    /** Where a factor's effects begin. */
    int start(int factor) {
        return start[factor];
    }

    /** D·Z'V⁻¹U. */
    double[] move(double[][] direction, int[][] levels) {
        double[] moved = new double[n * r];
        for (int f = 0; f < levels.length; f++) {
            int q = data.block(f).effects();
            for (int at = start[f]; direction[f].length > 0 && at < start[f + 1]; at += q) {
                for (int k = 0; k < r; k++) {
                    for (int i = 0; i < q; i++) {
                        double sum = 0;
                        for (int h = 0; h < q; h++) {
                            sum += direction[f][h * q + i] * effects[k * n + at + h];
                        }
                        moved[k * n + at + i] = sum;
                    }
                }
            }
        }
        return moved;
    }

    /** Z'V⁻¹Z times n×r. */
    double[] carry(double[] moved) {
        double[] carried = new double[n * r];
        Kernels.java().gemm(n, r, n, 1, joint, 0, ld, moved, 0, n, carried, 0, n);
        return carried;
    }
}
