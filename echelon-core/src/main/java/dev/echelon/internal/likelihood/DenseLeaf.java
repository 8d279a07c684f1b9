package dev.echelon.internal.likelihood;

import dev.echelon.internal.linalg.DenseKernels;

/**
 * The leaf of the chain as one dense matrix R, (m·q)×N, for designs in which most levels of the leaf meet most of the
 * root (every subject saw every item): one rank-update by the dense kernels then beats a scatter per level.
 */
final class DenseLeaf {
    /** Share of non-zeros from which the dense product is expected to be faster; see docs/decisions/0004. */
    private static final double DENSITY = 0.3;

    private static final int SMALLEST_TAIL = 16;
    private static final long LARGEST = 1L << 27;

    private final int levels;
    private final int q;
    private final DenseKernels kernels;
    private final int rows;
    private final int order;
    private final double[] matrix;
    private final double[] scaled;
    private final int tail;
    private final double[] transposed; // the tail's columns of R, as rows

    private DenseLeaf(int levels, int q, DenseKernels kernels, int rows, int order, int tail, double[] matrix) {
        this.tail = tail;
        this.levels = levels;
        this.q = q;
        this.kernels = kernels;
        this.rows = rows;
        this.order = order;
        this.matrix = matrix;
        this.scaled = new double[matrix.length];
        this.transposed = new double[rows * Math.max(0, tail)];
        for (int column = 0; column < tail; column++) {
            for (int i = 0; i < rows; i++) {
                transposed[i * tail + column] = matrix[column * rows + i];
            }
        }
    }

    static DenseLeaf of(BlockedCholesky cholesky) {
        ChainBlock[] chain = cholesky.chain;
        int tail = cholesky.layout.tailColumns();
        if (chain.length != 1 || tail < SMALLEST_TAIL) {
            return new DenseLeaf(0, 1, cholesky.kernels, 0, 0, 0, new double[0]);
        }
        ChainBlock leaf = chain[0];
        long size = (long) leaf.levels * leaf.q * cholesky.order;
        double density = leaf.index.length / ((double) leaf.levels * tail);
        if (density < DENSITY || size > LARGEST) {
            return new DenseLeaf(leaf.levels, leaf.q, cholesky.kernels, 0, 0, 0, new double[0]);
        }
        int rows = leaf.levels * leaf.q;
        double[] matrix = new double[(int) size];
        for (int j = 0; j < leaf.levels; j++) {
            for (int k = 0; k < leaf.restWidth(j); k++) {
                int e = leaf.indexStart[j] + k;
                int column = k < leaf.tailCount(j) ? leaf.index[e] : tail + k - leaf.tailCount(j);
                System.arraycopy(leaf.rest, leaf.restStart[j] + k * leaf.q, matrix, column * rows + j * leaf.q, leaf.q);
            }
        }
        return new DenseLeaf(leaf.levels, leaf.q, cholesky.kernels, rows, cholesky.order, tail, matrix);
    }

    boolean isActive() {
        return rows > 0;
    }

    /** schur −= Σ_j (B_jR_j)'(B_jR_j). */
    void subtract(double[] half, double[] schur) {
        multiplyBlocks(half);
        kernels.syrkTransposed(order, rows, -1, scaled, 0, rows, schur, 0, order);
    }

    private void multiplyBlocks(double[] half) {
        for (int column = 0; column < order; column++) {
            for (int j = 0; j < levels; j++) {
                int at = column * rows + j * q;
                for (int a = 0; a < q; a++) {
                    double sum = 0;
                    for (int h = 0; h < q; h++) {
                        sum += half[j * q * q + h * q + a] * matrix[at + h];
                    }
                    scaled[at + a] = sum;
                }
            }
        }
    }

    /**
     * Writes R_jCR_j' (q×q) for every level, where C = SL⁻ᵀL⁻¹S' over the first {@code columns} columns of the root and S
     * scales the tail by Λ.
     *
     * @param scale multiplies the tail's columns of an m·q-row matrix by Λ from the right
     */
    void quadratic(int columns, double[] factor, java.util.function.Consumer<double[]> scale, double[] out) {
        System.arraycopy(matrix, 0, scaled, 0, columns * rows);
        scale.accept(scaled);
        kernels.trsmRightLowerTransposed(rows, columns, factor, 0, order, scaled, 0, rows);
        java.util.Arrays.fill(out, 0);
        for (int column = 0; column < columns; column++) {
            for (int j = 0; j < levels; j++) {
                int at = column * rows + j * q;
                for (int b = 0; b < q; b++) {
                    for (int a = 0; a < q; a++) {
                        out[(j * q + b) * q + a] += scaled[at + a] * scaled[at + b];
                    }
                }
            }
        }
    }

    /** out += alpha·V·R for V count×(m·q) and out count×columns, column-major. */
    void addProduct(int count, int columns, double alpha, double[] v, double[] out) {
        kernels.gemm(count, columns, rows, alpha, v, 0, count, matrix, 0, rows, out, 0, count);
    }

    /** out += V·R_tail' for V count×tail and out count×(m·q), column-major. */
    void addTailProduct(int count, double[] v, double[] out) {
        kernels.gemm(count, rows, tail, 1, v, 0, count, transposed, 0, tail, out, 0, count);
    }

    /** Number of rows m·q. */
    int rows() {
        return rows;
    }
}
