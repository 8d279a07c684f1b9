package dev.echelon.internal.inference;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.linalg.Kernels;
import java.util.List;

/**
 * A fitted model as y ~ N(Xβ, σ²V(φ)): the covariance Φ of β̂, how it moves with the covariance parameters φ, and the
 * information about φ. Parameter 0 is the residual variance; all are relative to σ̂². On the scale of the cross-products;
 * a hypothesis l'β of the data's scale becomes {@link #conditioned} here.
 *
 * <p><b>Source</b> docs/math/inference.md#information
 */
public final class MarginalModel implements FixedEffectMoments {
    /** The most connected random effects for which the model is cheap. */
    public static final int CHEAP_ORDER = 2000;

    private final boolean reml;
    private final int p;
    private final int parameters;
    private final MarginalMoments moments;
    private final VarianceParameters structure;
    private final double[] phi;
    private final double[] residual;
    private final double variance;
    private final double[] map;

    private MarginalModel(
            boolean reml,
            int p,
            MarginalMoments moments,
            VarianceParameters structure,
            double[] phi,
            double[] residual,
            double variance,
            double[] map) {
        this.reml = reml;
        this.p = p;
        this.parameters = structure.first() + 1;
        this.moments = moments;
        this.structure = structure;
        this.phi = phi;
        this.residual = residual;
        this.variance = variance;
        this.map = map;
    }

    /**
     * The model of an estimate.
     *
     * <p><b>Cost</b> see {@link MarginalMoments}.
     *
     * @param relative Σ/σ² of every term in the order of the formula, on the scale of the data
     * @param sigma residual standard deviation on the scale of the data
     * @param kept the columns of X that the cross-products have
     * @throws dev.echelon.error.EchelonException if memory does not suffice
     */
    public static MarginalModel of(
            CrossProducts data,
            Conditioning conditioning,
            List<GroupingFactor> factors,
            List<double[]> relative,
            double sigma,
            int[] kept,
            boolean reml) {
        VarianceParameters structure = VarianceParameters.of(factors, relative, conditioning);
        MarginalMoments moments = MarginalMoments.of(data, structure);
        int p = data.fixedColumns();
        int r = p + 1;
        double[] total = moments.total();
        double[] phi = new double[p * p];
        for (int k = 0; k < p; k++) {
            System.arraycopy(total, k * r, phi, k * p, p);
        }
        if (Kernels.java().potrf(p, phi, 0, p) != 0) {
            throw new IllegalStateException("X'V⁻¹X is not positive definite");
        }
        Kernels.java().potri(p, phi, 0, p);
        Small.mirror(p, phi);
        double[] residual = new double[r]; // U·residual = y − Xβ̂
        residual[p] = 1;
        for (int i = 0; i < p; i++) {
            for (int k = 0; k < p; k++) {
                residual[i] -= phi[k * p + i] * total[p * r + k];
            }
        }
        double scaled = sigma / conditioning.responseScale();
        return new MarginalModel(
                reml, p, moments, structure, phi, residual, scaled * scaled, conditioning.fixedMap(kept));
    }

    /** Whether {@link #of} takes less than about a second. */
    public static boolean isCheap(CrossProducts data) {
        return connectedEffects(data) <= CHEAP_ORDER;
    }

    /** How many random effects the levels of crossed factors connect at most; {@link #of} is cubic in it. */
    public static int connectedEffects(CrossProducts data) {
        return data.factors() == 1
                ? data.block(0).effects()
                : Components.of(data).largest(data);
    }

    /** Whether the parameters were estimated by REML. */
    @Override
    public boolean reml() {
        return reml;
    }

    /** Whether V is linear in some parametrisation, so that its second derivatives do not matter. */
    @Override
    public boolean linear() {
        return structure.linear();
    }

    /** Number of columns of X. */
    @Override
    public int columns() {
        return p;
    }

    /** Number of covariance parameters, the residual variance being the first. */
    @Override
    public int parameters() {
        return parameters;
    }

    /**
     * The parameter that is the variance of one effect of a factor.
     *
     * @throws IllegalArgumentException if there is none
     */
    public int variance(int factor, int effect) {
        return structure.variance(factor, effect);
    }

    /** Φ = (X'V⁻¹X)⁻¹, p×p; the covariance of β̂ on the scale of the data is {@link #unconditioned} of it. */
    @Override
    public double[] phi() {
        return phi;
    }

    /** l* with l*'β* = l'β up to a constant. */
    @Override
    public double[] conditioned(double[] l) {
        double[] out = new double[p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                out[k] += map[k * p + i] * l[i];
            }
        }
        return out;
    }

    /** The covariance on the scale of the data, times σ̂², of a covariance relative to it here. */
    @Override
    public double[] unconditioned(double[] relative) {
        double[] out = dev.echelon.internal.crossproducts.Congruence.apply(p, map, relative);
        for (int e = 0; e < out.length; e++) {
            out[e] *= variance;
        }
        return out;
    }

    /** X'V⁻¹V_iV⁻¹X, p×p. */
    @Override
    public double[] slope(int i) {
        return inner(moments.p(i));
    }

    /** X'V⁻¹V_iV⁻¹V_kV⁻¹X, p×p. */
    double[] curvature(int i, int k) {
        return inner(moments.q(i, k));
    }

    private double[] inner(double[] m) {
        double[] out = new double[p * p];
        for (int k = 0; k < p; k++) {
            System.arraycopy(m, k * (p + 1), out, k * p, p);
        }
        return out;
    }

    /** The second derivatives of V that are not zero: parameters i ≤ k. */
    List<VarianceParameters.Pair> second() {
        return structure.second();
    }

    /** X'V⁻¹V_ikV⁻¹X of the s-th second derivative. */
    double[] secondSlope(int s) {
        return slope(parameters + s);
    }

    /** tr(PV_aPV_b), P = V⁻¹ − V⁻¹XΦX'V⁻¹; directions at and after {@link #parameters} are second derivatives. */
    double expected(int a, int b) {
        return moments.s(a, b)
                - 2 * Small.trace(p, phi, curvature(a, b))
                + Small.trace(p, Small.multiply(p, phi, slope(a)), Small.multiply(p, phi, slope(b)));
    }

    /**
     * The Hessian of −2 log-likelihood (profiled over β) or of the REML criterion: −tr(TV_iTV_k) + 2y'PV_iPV_kPy +
     * tr(TV_ik) − y'PV_ikPy with T = P for REML and V⁻¹ for ML.
     */
    @Override
    public double[] observed() {
        int m = parameters;
        double[] h = new double[m * m];
        for (int k = 0; k < m; k++) {
            for (int i = 0; i < m; i++) {
                double trace = reml ? expected(i, k) : moments.s(i, k);
                h[k * m + i] = 2 * quadratic(i, k) / variance - trace;
            }
        }
        for (int s = 0; s < second().size(); s++) {
            int i = second().get(s).i();
            int k = second().get(s).k();
            double[] d = moments.p(parameters + s);
            double trace = moments.t(parameters + s) - (reml ? Small.trace(p, phi, inner(d)) : 0);
            double x = trace - Small.quadratic(p + 1, residual, d) / variance;
            h[k * m + i] += x;
            h[i * m + k] += i == k ? 0 : x;
        }
        return h;
    }

    /** y'PV_iPV_kPy. */
    private double quadratic(int i, int k) {
        double[] a = Small.apply(p + 1, moments.p(i), residual);
        double[] b = Small.apply(p + 1, moments.p(k), residual);
        double sum = 0;
        for (int c = 0; c < p; c++) {
            for (int d = 0; d < p; d++) {
                sum += a[d] * phi[c * p + d] * b[c];
            }
        }
        return Small.quadratic(p + 1, residual, moments.q(i, k)) - sum;
    }

    /** Expectation of {@link #observed}: tr(TV_iTV_k). */
    @Override
    public double[] expected() {
        int m = parameters;
        double[] e = new double[m * m];
        for (int k = 0; k < m; k++) {
            for (int i = 0; i <= k; i++) {
                e[k * m + i] = reml ? expected(i, k) : moments.s(i, k);
                e[i * m + k] = e[k * m + i];
            }
        }
        return e;
    }

    /** y'PV_iPV_kPy/σ̂², which needs no traces. */
    @Override
    public double[] average() {
        int m = parameters;
        double[] a = new double[m * m];
        for (int k = 0; k < m; k++) {
            for (int i = 0; i <= k; i++) {
                a[k * m + i] = quadratic(i, k) / variance;
                a[i * m + k] = a[k * m + i];
            }
        }
        return a;
    }

    @Override
    public Contraction contraction(double[] information) {
        int m = parameters;
        double[] uncertainty = Small.twiceInverse(m, information);
        double[] curvature = new double[p * p];
        for (int k = 0; k < m; k++) {
            for (int i = 0; i < m; i++) {
                add(curvature, uncertainty[k * m + i], curvature(i, k));
            }
        }
        if (linear()) {
            return new Contraction(curvature, new double[0], new double[0]);
        }
        double[] secondSum = new double[p * p];
        double[] traces = new double[m];
        for (int s = 0; s < second().size(); s++) {
            VarianceParameters.Pair pair = second().get(s);
            double w = uncertainty[pair.k() * m + pair.i()] * (pair.i() == pair.k() ? 1 : 2);
            add(secondSum, w, secondSlope(s));
            for (int i = 0; i < m; i++) {
                traces[i] += w * expected(m + s, i);
            }
        }
        return new Contraction(curvature, secondSum, traces);
    }

    private static void add(double[] sum, double factor, double[] term) {
        for (int e = 0; e < sum.length; e++) {
            sum[e] += factor * term[e];
        }
    }
}
