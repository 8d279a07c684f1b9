package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import java.util.Arrays;

/**
 * P = FF', an approximation of A = I + Λ'SΛ whose factor is known: exact in the block of the most frequent levels of the
 * tail (the <em>head</em>) and in the block of every other level, zero between them. With a chain of several factors only
 * the leaf is eliminated in P, which then is a little larger than A.
 */
final class Preconditioner {
    private final Gram gram;
    private final HeadProducts head;
    private final DenseKernels kernels;
    /** Per tail factor: S_jj per level. */
    private final double[][] schur;
    /** Per tail factor: lower Cholesky factors of I + λ'S_jjλ per level; identities for levels of the head. */
    private final double[][] factors;
    /** S of the head, h×h. */
    private final double[] headSchur;
    /** Cholesky factor of the head, h×h. */
    private final double[] dense;

    private double logDeterminant;

    Preconditioner(Gram gram, HeadProducts head) {
        this.gram = gram;
        this.head = head;
        int[] tail = gram.split.tail();
        this.schur = new double[tail.length][];
        this.factors = new double[tail.length][];
        for (int t = 0; t < tail.length; t++) {
            schur[t] = new double[gram.data.block(tail[t]).own().length];
            factors[t] = new double[schur[t].length];
        }
        this.headSchur = new double[Math.multiplyExact(head.columns(), head.columns())];
        this.dense = new double[Math.multiplyExact(head.columns(), head.columns())];
        this.kernels = Kernels.forWork(head.columns(), 8 * Math.pow(head.columns(), 3));
    }

    /** Factors P for these λ and W of the leaf; false if a pivot is not positive. */
    boolean factor(double[][] lambda, double[] leafInverse) {
        logDeterminant = 0;
        int[] tail = gram.split.tail();
        for (int t = 0; t < tail.length; t++) {
            int position = t;
            SparseRows pair = gram.pair(tail[t], gram.split.chain()[0]);
            int[] bounds = pair.ranges(gram.threads);
            dev.echelon.internal.linalg.Parallel.run(bounds.length - 1, p -> {
                for (int j = bounds[p]; j < bounds[p + 1]; j++) {
                    eliminateLeaf(position, pair, j, leafInverse);
                }
            });
            factorLevels(t, lambda[tail[t]]);
        }
        head.accumulate(lambda, leafInverse, headSchur, dense);
        int h = head.columns();
        if (h > 0 && kernels.potrf(h, dense, 0, h) != 0) {
            return false;
        }
        for (int k = 0; k < h; k++) {
            logDeterminant += 2 * Math.log(dense[k * h + k]);
        }
        return !Double.isNaN(logDeterminant);
    }

    /** S_jj = Z_j'Z_j − Σ_l R_l'W_lR_l. */
    private void eliminateLeaf(int t, SparseRows pair, int j, double[] w) {
        int q = pair.q;
        int g = pair.g;
        double[] own = gram.data.block(gram.split.tail()[t]).own();
        double[] s = schur[t];
        int at = j * q * q;
        System.arraycopy(own, at, s, at, q * q);
        if (q == 1 && g == 1) {
            double sum = 0;
            boolean ones = pair.values.length == 0;
            for (int e = pair.start[j]; e < pair.start[j + 1]; e++) {
                double x = ones ? 1 : pair.values[e];
                sum += x * x * w[pair.level[e]];
            }
            s[at] -= sum;
            return;
        }
        for (int e = pair.start[j]; e < pair.start[j + 1]; e++) {
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    double sum = 0;
                    for (int k = 0; k < g; k++) {
                        for (int i = 0; i < g; i++) {
                            sum += pair.values[(e * g + i) * q + a]
                                    * w[(pair.level[e] * g + k) * g + i]
                                    * pair.values[(e * g + k) * q + b];
                        }
                    }
                    s[at + b * q + a] -= sum;
                }
            }
        }
    }

    private void factorLevels(int t, double[] lambda) {
        CrossProducts.Block block = gram.data.block(gram.split.tail()[t]);
        int q = block.effects();
        double[] product = new double[q * q];
        for (int j = 0; j < block.levels(); j++) {
            int at = j * q * q;
            Arrays.fill(product, 0);
            if (!head.contains(t, j)) {
                SmallMatrix.sandwich(q, q, q, lambda, 0, schur[t], at, lambda, 0, product);
            }
            for (int k = 0; k < q; k++) {
                product[k * q + k] += 1;
            }
            logDeterminant += SmallMatrix.cholesky(q, product, 0);
            System.arraycopy(product, 0, factors[t], at, q * q);
        }
    }

    /** log|P|. */
    double logDeterminant() {
        return logDeterminant;
    }

    /** out := S_P·x, where P = I + Λ'S_PΛ. */
    void schurProduct(double[] x, double[] out) {
        Arrays.fill(out, 0);
        int[] tail = gram.split.tail();
        for (int t = 0; t < tail.length; t++) {
            CrossProducts.Block block = gram.data.block(tail[t]);
            int row = gram.split.first()[tail[t]];
            Blocks.addProduct(block.levels(), block.effects(), 1, schur[t], x, row, out, row, gram.threads);
        }
        int h = head.columns();
        if (h > 0) {
            double[] product = new double[h * Lanes.WIDTH];
            kernels.gemm(h, Lanes.WIDTH, h, 1, headSchur, 0, h, head.take(x), 0, h, product, 0, h);
            head.put(product, out);
        }
    }

    /** Σ_j of the blocks of S_P − S_PΛP⁻¹Λ'S_P of tail factor t, q×q: what Z_j'V⁻¹Z_j would be if A were P. */
    double[] sumOfProjected(int t, double[][] lambda) {
        int q = gram.data.block(gram.split.tail()[t]).effects();
        double[] sum = new double[q * q];
        double[] half = new double[q * q]; // F⁻¹λ'S_jj
        double[] identity = new double[q * q];
        for (int k = 0; k < q; k++) {
            identity[k * q + k] = 1;
        }
        for (int j = 0; j < schur[t].length / (q * q); j++) {
            if (!head.contains(t, j)) {
                int at = j * q * q;
                SmallMatrix.sandwich(q, q, q, lambda[gram.split.tail()[t]], 0, schur[t], at, identity, 0, half);
                SmallMatrix.solveLower(q, factors[t], at, half, q);
                subtractGram(q, q, 0, half, schur[t], at, sum);
            }
        }
        int h = head.columns();
        if (h > 0) {
            double[] solved = head.transposedLambda(lambda, headSchur);
            kernels.trsmLeftLower(h, h, dense, 0, h, solved, 0, h);
            for (int j = 0; j < schur[t].length / (q * q); j++) {
                if (head.contains(t, j)) {
                    double[] own = new double[q * q];
                    head.block(t, j, headSchur, own, 0);
                    subtractGram(h, q, head.place(t, j), solved, own, 0, sum);
                }
            }
        }
        return sum;
    }

    /** sum += own − X'X, where X is q columns of length n from a column on. */
    private static void subtractGram(int n, int q, int column, double[] x, double[] own, int at, double[] sum) {
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                double product = own[at + b * q + a];
                for (int i = 0; i < n; i++) {
                    product -= x[(column + a) * n + i] * x[(column + b) * n + i];
                }
                sum[b * q + a] += product;
            }
        }
    }

    /** x := F⁻¹x. */
    void solve(double[] x) {
        blocks(false, x);
        int h = head.columns();
        if (h > 0) {
            double[] panel = head.take(x);
            kernels.trsmLeftLower(h, Lanes.WIDTH, dense, 0, h, panel, 0, h);
            head.put(panel, x);
        }
    }

    /** x := F⁻ᵀx. */
    void solveTransposed(double[] x) {
        blocks(true, x);
        int h = head.columns();
        if (h > 0) {
            double[] panel = head.take(x);
            kernels.trsmLeftLowerTransposed(h, Lanes.WIDTH, dense, 0, h, panel, 0, h);
            head.put(panel, x);
        }
    }

    private void blocks(boolean transposed, double[] x) {
        int[] tail = gram.split.tail();
        for (int t = 0; t < tail.length; t++) {
            CrossProducts.Block block = gram.data.block(tail[t]);
            Blocks.solve(
                    block.levels(),
                    block.effects(),
                    factors[t],
                    transposed,
                    x,
                    gram.split.first()[tail[t]],
                    gram.threads);
        }
    }

    /** The head's block of P⁻¹, lower triangle. */
    double[] headInverse() {
        int h = head.columns();
        double[] inverse = dense.clone();
        if (h > 0) {
            kernels.potri(h, inverse, 0, h);
        }
        return inverse;
    }

    /** Name of the dense kernels. */
    String kernels() {
        return kernels.name();
    }

    HeadProducts head() {
        return head;
    }

    /** The blocks (P⁻¹)_jj of every tail factor, q×q per level. */
    double[][] inverseBlocks(double[] inverse) {
        int[] tail = gram.split.tail();
        double[][] blocks = new double[tail.length][];
        for (int t = 0; t < tail.length; t++) {
            int q = gram.data.block(tail[t]).effects();
            blocks[t] = new double[factors[t].length];
            for (int j = 0; j < blocks[t].length / (q * q); j++) {
                if (head.contains(t, j)) {
                    head.block(t, j, inverse, blocks[t], j * q * q);
                } else {
                    invertLevel(q, t, j, blocks[t]);
                }
            }
        }
        return blocks;
    }

    private void invertLevel(int q, int t, int j, double[] out) {
        double[] half = new double[q * q]; // L⁻¹
        for (int k = 0; k < q; k++) {
            half[k * q + k] = 1;
        }
        SmallMatrix.solveLower(q, factors[t], j * q * q, half, q);
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                double sum = 0;
                for (int r = 0; r < q; r++) {
                    sum += half[i * q + r] * half[k * q + r];
                }
                out[(j * q + k) * q + i] = sum;
            }
        }
    }
}
