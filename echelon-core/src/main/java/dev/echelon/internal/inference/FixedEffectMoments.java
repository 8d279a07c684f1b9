package dev.echelon.internal.inference;

/**
 * A fitted model y ~ N(Xβ, V(φ)) as tests of fixed effects see it: the covariance Φ of β̂, how it moves with the
 * covariance parameters φ, and the information about φ. Matrices are column-major.
 *
 * <p><b>Source</b> docs/math/inference.md#information
 */
public interface FixedEffectMoments {

    /** Whether the parameters were estimated by REML. */
    boolean reml();

    /** Whether V is linear in some parametrisation, so that its second derivatives do not matter. */
    boolean linear();

    /** Number of columns of X. */
    int columns();

    /** Number of covariance parameters. */
    int parameters();

    /** Φ = (X'V⁻¹X)⁻¹, p×p, on the internal scale. */
    double[] phi();

    /** The hypothesis on the internal scale: l* with l*'β* = l'β up to a constant. */
    double[] conditioned(double[] l);

    /** The covariance on the scale of the data of one on the internal scale. */
    double[] unconditioned(double[] relative);

    /** X'V⁻¹V_iV⁻¹X, p×p. */
    double[] slope(int i);

    /** The Hessian of −2 log-likelihood or of the REML criterion. */
    double[] observed();

    /** The expectation of {@link #observed}: tr(PV_iPV_k), with V⁻¹ for P if by maximum likelihood. */
    double[] expected();

    /** y'PV_iPV_kPy. */
    double[] average();

    /**
     * The sums over pairs of parameters that Kenward and Roger's adjustment needs.
     *
     * @param information one of {@link #observed}, {@link #expected} and {@link #average}, W twice its inverse
     */
    Contraction contraction(double[] information);

    /**
     * Sums over all i, k.
     *
     * @param curvature Σ W_ik X'V⁻¹V_iV⁻¹V_kV⁻¹X
     * @param second Σ W_ik X'V⁻¹V_ikV⁻¹X; empty if {@link #linear}
     * @param traces for each h: Σ W_ik tr(PV_ikPV_h); empty if {@link #linear}
     */
    record Contraction(double[] curvature, double[] second, double[] traces) {}
}
