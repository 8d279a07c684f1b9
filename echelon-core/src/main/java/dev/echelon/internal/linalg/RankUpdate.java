package dev.echelon.internal.linalg;

/**
 * The innermost loops of {@link JavaKernels}: columns c and d receive combinations of packed columns a₀ … a₍k₋₁₎.
 *
 * <p>The shape is chosen for the server compiler, which turns a loop into vector instructions only if its body is small
 * enough to be unrolled to the vector width and if no two streams share one array at different offsets. Three packed
 * columns into two target columns, all separate array objects, is the largest such body: six fused multiply-adds for
 * five loads and two stores. Each element sees the same operations in the same order whether the loop runs interpreted,
 * scalar or in vectors, so results never depend on compilation.
 */
final class RankUpdate {
    private RankUpdate() {}

    /** c := c + Σ s_p·a_p and d := d + Σ t_p·a_p on rows [lo, hi), p in [from, to). */
    static void two(int lo, int hi, double[] c, double[] d, double[][] a, int from, int to, double[] s, double[] t) {
        int p = from;
        for (; p + 3 <= to; p += 3) {
            threeIntoTwo(lo, hi, c, d, a[p], a[p + 1], a[p + 2], s[p], s[p + 1], s[p + 2], t[p], t[p + 1], t[p + 2]);
        }
        for (; p < to; p++) {
            oneIntoTwo(lo, hi, c, d, a[p], s[p], t[p]);
        }
    }

    /** c := c + Σ s_p·a_p on rows [lo, hi), p in [from, to). */
    static void one(int lo, int hi, double[] c, double[][] a, int from, int to, double[] s) {
        int p = from;
        for (; p + 3 <= to; p += 3) {
            threeIntoOne(lo, hi, c, a[p], a[p + 1], a[p + 2], s[p], s[p + 1], s[p + 2]);
        }
        for (; p < to; p++) {
            oneIntoOne(lo, hi, c, a[p], s[p]);
        }
    }

    private static void threeIntoTwo(
            int lo,
            int hi,
            double[] c,
            double[] d,
            double[] a0,
            double[] a1,
            double[] a2,
            double s0,
            double s1,
            double s2,
            double t0,
            double t1,
            double t2) {
        for (int i = lo; i < hi; i++) {
            double x = a0[i];
            double y = a1[i];
            double z = a2[i];
            c[i] = Math.fma(z, s2, Math.fma(y, s1, Math.fma(x, s0, c[i])));
            d[i] = Math.fma(z, t2, Math.fma(y, t1, Math.fma(x, t0, d[i])));
        }
    }

    private static void oneIntoTwo(int lo, int hi, double[] c, double[] d, double[] a, double s, double t) {
        for (int i = lo; i < hi; i++) {
            double x = a[i];
            c[i] = Math.fma(x, s, c[i]);
            d[i] = Math.fma(x, t, d[i]);
        }
    }

    private static void threeIntoOne(
            int lo, int hi, double[] c, double[] a0, double[] a1, double[] a2, double s0, double s1, double s2) {
        for (int i = lo; i < hi; i++) {
            c[i] = Math.fma(a2[i], s2, Math.fma(a1[i], s1, Math.fma(a0[i], s0, c[i])));
        }
    }

    private static void oneIntoOne(int lo, int hi, double[] c, double[] a, double s) {
        for (int i = lo; i < hi; i++) {
            c[i] = Math.fma(a[i], s, c[i]);
        }
    }
}
