package dev.echelon.internal.linalg;

/**
 * The few dense operations that large blocks need, on column-major {@code double[]} with offset and leading dimension.
 * No checks, no allocation visible to the caller, no logging. Lower triangles only; upper triangles are never read or
 * written except by {@link #potri}, which fills the lower triangle.
 */
public interface DenseKernels {

    /** A short name for reports: {@code java}, {@code openblas}. */
    String name();

    /**
     * Cholesky A = LL' in place on the lower triangle of the n×n matrix.
     *
     * @return 0, or 1 + the index of the first pivot that is not positive
     */
    int potrf(int n, double[] a, int offset, int ld);

    /** From the factor L in the lower triangle of {@code a}: writes the lower triangle of (LL')⁻¹ in place. */
    void potri(int n, double[] a, int offset, int ld);

    /** C := C + alpha·A·A' on the lower triangle; C is n×n, A is n×k. */
    void syrk(int n, int k, double alpha, double[] a, int aOff, int lda, double[] c, int cOff, int ldc);

    /** C := C + alpha·A'·A on the lower triangle; C is n×n, A is k×n. */
    void syrkTransposed(int n, int k, double alpha, double[] a, int aOff, int lda, double[] c, int cOff, int ldc);

    /** C := C + alpha·A·B; C is m×n, A is m×k, B is k×n. */
    void gemm(
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
            int ldc);

    /** B := L⁻¹B; L lower n×n, B is n×m. */
    void trsmLeftLower(int n, int m, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb);

    /** B := L⁻ᵀB; L lower n×n, B is n×m. */
    void trsmLeftLowerTransposed(int n, int m, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb);

    /** B := B·L⁻ᵀ; L lower n×n, B is m×n. */
    void trsmRightLowerTransposed(int m, int n, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb);
}
