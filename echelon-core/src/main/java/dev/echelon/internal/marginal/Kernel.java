package dev.echelon.internal.marginal;

/**
 * A way to compute what the likelihood needs of Ṽ, the block diagonal part of V, and of a = [Z₂ X y]. With B = Ṽ⁻¹ and
 * subscripts for derivatives by the parameters of Ṽ:
 *
 * <pre>
 *   M = a'Ba,  M_k = −a'BV_kBa,  Q_kl = a'BV_kBV_lBa,  R_kl = a'BV_klBa
 * </pre>
 *
 * <p><b>Source</b> docs/math/residual.md
 */
interface Kernel {

    /** The name in reports. */
    String name();

    /** Writes log|Ṽ| and M; false if Ṽ is not positive definite or the point outside the domain. */
    boolean value(Point point, Sums sums);

    /** At the last point of {@link #value}: adds to {@code out}. */
    void derivatives(Point point, Multipliers by, Derivatives out);

    /** At the last point of {@link #value}: the sums over pairs of parameters that Kenward and Roger need. */
    Contracted contract(Point point, Multipliers by, double[] project, double[] w);

    /** log|Ṽ| and M, c×c with both triangles. */
    final class Sums {
        final double[] m;
        double logDeterminant;

        Sums(int c) {
            m = new double[c * c];
        }
    }

    /**
     * What turns the sums into traces and quadratic forms: PV = … with P = B − BAKA'B and Py = Bav.
     *
     * @param c columns of a
     * @param traces the K of traces, (c−1)×(c−1): K for REML, its part of the random effects for maximum likelihood
     * @param v c values, the last is one
     */
    record Multipliers(int c, double[] traces, double[] v) {}

    /** Sums over blocks by parameters of Ṽ, of all parameters; those of other parameters stay zero. */
    final class Derivatives {
        final int k;
        /** tr(BV_k) + tr(KM_k) + v'M_kv. */
        final double[] gradient;
        /** M_k, c×c each. */
        final double[][] m;
        /** tr(BV_kBV_l). */
        final double[] t;
        /** tr(KQ_kl). */
        final double[] kq;
        /** v'Q_klv. */
        final double[] vq;
        /** tr(BV_kl) − tr(KR_kl) − v'R_klv. */
        final double[] bend;

        Derivatives(int k, int c) {
            this.k = k;
            gradient = new double[k];
            m = new double[k][c * c];
            t = new double[k * k];
            kq = new double[k * k];
            vq = new double[k * k];
            bend = new double[k * k];
        }
    }

    /**
     * Sums over pairs with weights w_kl, Y = Σ w_kl V_kl.
     *
     * @param curvature F'(Σ w_kl Q_kl)F, p×p
     * @param second M_Y = −A'BYBA, (c−1)×(c−1)
     * @param traces tr(BYBV_k) − 2tr(KQ_Yk) for each parameter; NaN if the kernel has none
     */
    record Contracted(double[] curvature, double[] second, double[] traces) {}
}
