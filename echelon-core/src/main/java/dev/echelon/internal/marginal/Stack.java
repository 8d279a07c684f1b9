package dev.echelon.internal.marginal;

import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;

/**
 * Rows of a that blocks of one class have in the same columns, blocks one below the other: (N·n)×c column-major, which in
 * the same memory is n×(c·N) with the blocks side by side within each column of a. So one call solves for all blocks, and
 * one product sums over them.
 */
final class Stack {
    final int[][] blocks;
    final int n;
    final int[] present;
    final int c;
    /** N·n. */
    final int rows;

    final double[] a;
    /** L⁻¹a. */
    double[] half = new double[0];
    /** Ba. */
    double[] u = new double[0];

    double[] turned = new double[0]; // u'

    Stack(int[][] blocks, Columns columns) {
        this.blocks = blocks;
        n = blocks[0].length;
        rows = n * blocks.length;
        int[] all = new int[rows];
        for (int b = 0; b < blocks.length; b++) {
            System.arraycopy(blocks[b], 0, all, b * n, n);
        }
        present = columns.present(all);
        c = present.length;
        a = columns.gather(all, present);
    }

    void solve(double[] factor, DenseKernels kernels) {
        half = a.clone();
        kernels.trsmLeftLower(n, blocks.length * c, factor, 0, n, half, 0, n);
    }

    /** half'half, c×c. */
    double[] gram(DenseKernels kernels) {
        double[] m = new double[c * c];
        kernels.syrkTransposed(c, rows, 1, half, 0, rows, m, 0, c);
        SmallMatrices.mirror(c, m);
        return m;
    }

    void solveAgain(double[] factor, DenseKernels kernels) {
        u = half.clone();
        kernels.trsmLeftLowerTransposed(n, blocks.length * c, factor, 0, n, u, 0, n);
        turned = new double[0];
    }

    /** Adds Σ U_A K U_A', n×n. */
    void addMoments(double[] k, DenseKernels kernels, double[] pi) {
        int q = c - 1;
        double[] uk = new double[rows * q];
        kernels.gemm(rows, q, q, 1, u, 0, rows, k, 0, q, uk, 0, rows);
        double[] sideways = SmallMatrices.transpose(n, blocks.length * q, u);
        int wide = blocks.length * q;
        kernels.gemm(n, n, wide, 1, uk, 0, n, sideways, 0, wide, pi, 0, n);
    }

    /** e = Uv, block after block. */
    double[] residual(double[] v) {
        double[] e = new double[rows];
        for (int j = 0; j < c; j++) {
            double x = v[present[j]];
            for (int i = 0; i < rows; i++) {
                e[i] += u[j * rows + i] * x;
            }
        }
        return e;
    }

    /** V·U with V the same for every block. */
    double[] times(double[] v, DenseKernels kernels) {
        double[] d = new double[rows * c];
        kernels.gemm(n, blocks.length * c, n, 1, v, 0, n, u, 0, n, d, 0, n);
        return d;
    }

    /** −U'D, c×c. */
    double[] minusForm(double[] d, DenseKernels kernels) {
        if (turned.length == 0) {
            turned = SmallMatrices.transpose(rows, c, u);
        }
        double[] m = new double[c * c];
        kernels.gemm(c, c, rows, -1, turned, 0, c, d, 0, rows, m, 0, c);
        return m;
    }

    /** U of one block, n×c. */
    double[] ofBlock(int b) {
        double[] out = new double[n * c];
        for (int j = 0; j < c; j++) {
            System.arraycopy(u, j * rows + b * n, out, j * n, n);
        }
        return out;
    }

    /** The part of a matrix over the columns of a that belongs to the present ones but the response. */
    double[] gather(double[] from, int ld) {
        return gather(Arrays.copyOf(present, c - 1), from, ld);
    }

    static double[] gather(int[] present, double[] from, int ld) {
        int c = present.length;
        double[] out = new double[c * c];
        for (int j = 0; j < c; j++) {
            for (int i = 0; i < c; i++) {
                out[j * c + i] = from[present[j] * ld + present[i]];
            }
        }
        return out;
    }

    /** Adds a matrix over the first {@code size} present columns to one over all. */
    void scatter(int size, double[] m, double[] into, int ld) {
        for (int j = 0; j < size; j++) {
            int at = present[j] * ld;
            for (int i = 0; i < size; i++) {
                into[at + present[i]] += m[j * size + i];
            }
        }
    }
}
