package dev.echelon.internal.linalg;

/**
 * The dense kernels in Java alone: no flags, no native code, the same bits on every run and thread. One instance serves
 * all threads; scratch belongs to the thread.
 *
 * <p>Cost: products and factors of a few hundred rows and more run at the speed of the processor's vector unit as far as
 * the compiler's own vectorisation reaches; see {@link RankUpdate}. Processors without fused multiply-add still get the
 * same results, slowly.
 */
final class JavaKernels implements DenseKernels {
    static final JavaKernels INSTANCE = new JavaKernels();

    /** Fewer right-hand sides than this are substituted one by one. */
    private static final int FEW = 4;

    private JavaKernels() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public int potrf(int n, double[] a, int offset, int ld) {
        return Cholesky.factor(Workspace.ofThread(), n, a, offset, ld);
    }

    @Override
    public void potri(int n, double[] a, int offset, int ld) {
        Cholesky.invertFromFactor(Workspace.ofThread(), n, a, offset, ld);
    }

    @Override
    public void syrk(int n, int k, double alpha, double[] a, int aOff, int lda, double[] c, int cOff, int ldc) {
        Products.lower(Workspace.ofThread(), n, k, alpha, a, aOff, 1, lda, c, cOff, ldc);
    }

    @Override
    public void syrkTransposed(
            int n, int k, double alpha, double[] a, int aOff, int lda, double[] c, int cOff, int ldc) {
        Products.lower(Workspace.ofThread(), n, k, alpha, a, aOff, lda, 1, c, cOff, ldc);
    }

    @Override
    public void gemm(
            int m,
            int n,
            int k,
            double alpha,
            double[] a,
            int aOff,
            int lda,
            double[] b,
            int bOff,
            int ldb,
            double[] c,
            int cOff,
            int ldc) {
        Products.full(Workspace.ofThread(), m, n, k, alpha, a, aOff, 1, lda, b, bOff, 1, ldb, c, cOff, ldc);
    }

    @Override
    public void trsmLeftLower(int n, int m, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        if (m >= FEW) {
            Triangles.solveTransposed(Workspace.ofThread(), m, n, l, lOff, ldl, b, bOff, ldb, 1);
            return;
        }
        for (int j = 0; j < m; j++) {
            substitute(n, l, lOff, ldl, b, bOff + j * ldb);
        }
    }

    @Override
    public void trsmLeftLowerTransposed(int n, int m, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        if (m >= FEW) {
            Triangles.solve(Workspace.ofThread(), m, n, l, lOff, ldl, b, bOff, ldb, 1);
            return;
        }
        for (int j = 0; j < m; j++) {
            substituteTransposed(n, l, lOff, ldl, b, bOff + j * ldb);
        }
    }

    @Override
    public void trsmRightLowerTransposed(int m, int n, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        Triangles.solveTransposed(Workspace.ofThread(), m, n, l, lOff, ldl, b, bOff, 1, ldb);
    }

    private static void substitute(int n, double[] l, int lOff, int ldl, double[] b, int off) {
        for (int j = 0; j < n; j++) {
            int column = lOff + j * ldl;
            double x = b[off + j] / l[column + j];
            b[off + j] = x;
            for (int i = j + 1; i < n; i++) {
                b[off + i] = Math.fma(-x, l[column + i], b[off + i]);
            }
        }
    }

    private static void substituteTransposed(int n, double[] l, int lOff, int ldl, double[] b, int off) {
        for (int j = n - 1; j >= 0; j--) {
            int column = lOff + j * ldl;
            double sum = b[off + j];
            for (int i = j + 1; i < n; i++) {
                sum = Math.fma(-l[column + i], b[off + i], sum);
            }
            b[off + j] = sum / l[column + j];
        }
    }
}
