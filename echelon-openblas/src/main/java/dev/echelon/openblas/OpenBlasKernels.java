package dev.echelon.openblas;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRight;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotri_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_dtrsm;

import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The dense kernels by OpenBLAS on native copies of the blocks. Blocks too small to repay the copies, and blocks too
 * long for one buffer, go to the kernels in Java; the choice depends on the dimensions only.
 */
final class OpenBlasKernels implements DenseKernels {
    /** With fewer multiplications per copied element the copies cost more than native speed saves. */
    private static final double REPAYS = 24;

    private static final byte LOWER = 'L';

    private final DenseKernels java = Kernels.java();
    private final double repays;
    private final ThreadLocal<NativeMatrix> first = ThreadLocal.withInitial(NativeMatrix::new);
    private final ThreadLocal<NativeMatrix> second = ThreadLocal.withInitial(NativeMatrix::new);
    private final ThreadLocal<NativeMatrix> third = ThreadLocal.withInitial(NativeMatrix::new);

    private OpenBlasKernels(double repays) {
        this.repays = repays;
    }

    /** @throws LinkageError if the library is not there for this platform */
    static OpenBlasKernels load(int threads) {
        return load(threads, REPAYS);
    }

    /** With another threshold, so that tests reach the native code with small blocks. */
    static OpenBlasKernels load(int threads, double repays) {
        Loader.load(openblas.class);
        openblas.blas_set_num_threads(threads);
        return new OpenBlasKernels(repays);
    }

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public int potrf(int n, double[] a, int offset, int ld) {
        if (staysInJava(product(n, n, n) / 6, product(n, n, 1))) {
            return java.potrf(n, a, offset, ld);
        }
        NativeMatrix m = first.get();
        m.loadLower(n, a, offset, ld);
        int info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, LOWER, n, m.pointer(), n);
        m.storeLower(n, a, offset, ld);
        return info == 0 ? notANumber(n, a, offset, ld) : info;
    }

    /** The library lets not-a-number pass as a pivot: 1 + the first such, or 0. */
    private static int notANumber(int n, double[] a, int offset, int ld) {
        for (int j = 0; j < n; j++) {
            if (!(a[offset + j * ld + j] > 0)) {
                return j + 1;
            }
        }
        return 0;
    }

    @Override
    public void potri(int n, double[] a, int offset, int ld) {
        if (staysInJava(product(n, n, n) / 3, product(n, n, 1))) {
            java.potri(n, a, offset, ld);
            return;
        }
        NativeMatrix m = first.get();
        m.loadLower(n, a, offset, ld);
        LAPACKE_dpotri_work(LAPACK_COL_MAJOR, LOWER, n, m.pointer(), n);
        m.storeLower(n, a, offset, ld);
    }

    @Override
    public void syrk(int n, int k, double alpha, double[] a, int aOff, int lda, double[] c, int cOff, int ldc) {
        if (staysInJava(product(n, n, k) / 2, product(n, n + k, 1))) {
            java.syrk(n, k, alpha, a, aOff, lda, c, cOff, ldc);
            return;
        }
        NativeMatrix from = first.get();
        NativeMatrix into = second.get();
        from.load(n, k, a, aOff, lda);
        into.loadLower(n, c, cOff, ldc);
        cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, n, k, alpha, from.pointer(), n, 1, into.pointer(), n);
        into.storeLower(n, c, cOff, ldc);
    }

    @Override
    public void syrkTransposed(
            int n, int k, double alpha, double[] a, int aOff, int lda, double[] c, int cOff, int ldc) {
        if (staysInJava(product(n, n, k) / 2, product(n, n + k, 1))) {
            java.syrkTransposed(n, k, alpha, a, aOff, lda, c, cOff, ldc);
            return;
        }
        NativeMatrix from = first.get();
        NativeMatrix into = second.get();
        from.load(k, n, a, aOff, lda);
        into.loadLower(n, c, cOff, ldc);
        cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, n, k, alpha, from.pointer(), k, 1, into.pointer(), n);
        into.storeLower(n, c, cOff, ldc);
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
        if (staysInJava(product(m, n, k), product(m, k, 1) + product(k, n, 1) + 2 * product(m, n, 1))) {
            java.gemm(m, n, k, alpha, a, aOff, lda, b, bOff, ldb, c, cOff, ldc);
            return;
        }
        NativeMatrix left = first.get();
        NativeMatrix right = second.get();
        NativeMatrix into = third.get();
        left.load(m, k, a, aOff, lda);
        right.load(k, n, b, bOff, ldb);
        into.load(m, n, c, cOff, ldc);
        cblas_dgemm(
                CblasColMajor,
                CblasNoTrans,
                CblasNoTrans,
                m,
                n,
                k,
                alpha,
                left.pointer(),
                m,
                right.pointer(),
                k,
                1,
                into.pointer(),
                m);
        into.store(m, n, c, cOff, ldc);
    }

    @Override
    public void trsmLeftLower(int n, int m, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        if (staysInJava(product(n, n, m) / 2, product(n, n, 1) / 2 + 2 * product(n, m, 1))) {
            java.trsmLeftLower(n, m, l, lOff, ldl, b, bOff, ldb);
            return;
        }
        solve(CblasLeft, CblasNoTrans, n, n, m, l, lOff, ldl, b, bOff, ldb);
    }

    @Override
    public void trsmLeftLowerTransposed(int n, int m, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        if (staysInJava(product(n, n, m) / 2, product(n, n, 1) / 2 + 2 * product(n, m, 1))) {
            java.trsmLeftLowerTransposed(n, m, l, lOff, ldl, b, bOff, ldb);
            return;
        }
        solve(CblasLeft, CblasTrans, n, n, m, l, lOff, ldl, b, bOff, ldb);
    }

    @Override
    public void trsmRightLowerTransposed(int m, int n, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        if (staysInJava(product(n, n, m) / 2, product(n, n, 1) / 2 + 2 * product(n, m, 1))) {
            java.trsmRightLowerTransposed(m, n, l, lOff, ldl, b, bOff, ldb);
            return;
        }
        solve(CblasRight, CblasTrans, n, m, n, l, lOff, ldl, b, bOff, ldb);
    }

    /** Solves with the triangle of the given order; B is rows×columns. */
    private void solve(
            int side,
            int transposed,
            int order,
            int rows,
            int columns,
            double[] l,
            int lOff,
            int ldl,
            double[] b,
            int bOff,
            int ldb) {
        NativeMatrix triangle = first.get();
        NativeMatrix into = second.get();
        triangle.loadLower(order, l, lOff, ldl);
        into.load(rows, columns, b, bOff, ldb);
        cblas_dtrsm(
                CblasColMajor,
                side,
                CblasLower,
                transposed,
                CblasNonUnit,
                rows,
                columns,
                1,
                triangle.pointer(),
                order,
                into.pointer(),
                rows);
        into.store(rows, columns, b, bOff, ldb);
    }

    /** Whether Java should do the work: nothing to do, too few operations per copied element, or too long a matrix. */
    private boolean staysInJava(double multiplications, double copied) {
        return multiplications == 0 || multiplications < repays * copied || copied > NativeMatrix.LIMIT;
    }

    private static double product(int m, int n, int k) {
        return (double) m * n * k;
    }
}
