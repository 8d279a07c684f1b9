package dev.echelon.internal.likelihood;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.linalg.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * −2 log-likelihood (ML) or the REML criterion of a linear mixed model with independent residuals, as a function of θ
 * with β and σ profiled out, in the conditioned scale:
 *
 * <pre>
 *   d(θ) = log|Λ'Z'ZΛ + I| + ν(1 + log(2πr²/ν))  [+ log|X'V⁻¹X|]  − Σ log w,   ν = n or n − p,   σ̂² = r²/ν
 * </pre>
 *
 * Its gradient is tr(H_b ∂Σ_b), its Hessian model is exact for one grouping factor and average information plus the
 * second derivatives of Σ otherwise. A workspace: one per thread.
 *
 * <p><b>Source</b> docs/math/likelihood.md
 */
public final class ProfiledLikelihood implements CovarianceObjective {
    private final CrossProducts data;
    private final boolean reml;
    private final ProfiledObjective profiled;
    private final ThetaMap map;
    private final EliminationPlan plan;
    private final int threads;
    private @Nullable Elimination elimination;
    private double[][] score;
    private final double[][] lambda;
    private final double[] theta;
    private final double[][] derivatives;
    private double objective = Double.POSITIVE_INFINITY;
    private boolean evaluated;
    private boolean solved;

    /** A workspace for one thread, allocated when it is first used. */
    public ProfiledLikelihood(CrossProducts data, List<GroupingFactor> factors, boolean reml) {
        this(data, factors, reml, 1);
    }

    /** The workspace; {@code threads} may work on one evaluation, which does not change its result. */
    public ProfiledLikelihood(CrossProducts data, List<GroupingFactor> factors, boolean reml, int threads) {
        this(data, factors, reml, threads, Factorisation.chosen());
    }

    ProfiledLikelihood(
            CrossProducts data, List<GroupingFactor> factors, boolean reml, int threads, Factorisation method) {
        this.data = data;
        this.reml = reml;
        this.profiled = new ProfiledObjective(data, reml);
        this.map = new ThetaMap(factors);
        this.plan = EliminationPlan.of(data, factors, map.dimension(), method);
        this.threads = threads;
        this.score = map.matrices();
        this.lambda = map.matrices();
        this.theta = new double[map.dimension()];
        this.derivatives = new double[map.dimension()][];
        for (ThetaMap.Slot slot : map.slots()) {
            for (int k = 0; k < slot.parameters(); k++) {
                derivatives[slot.theta() + k] = new double[slot.width() * slot.width()];
            }
        }
    }

    @Override
    public int dimension() {
        return map.dimension();
    }

    /** Where to start: moment estimates of the variances, no correlations. */
    public double[] start() {
        return StartingValues.of(data, map, Kernels.java());
    }

    @Override
    public double value(double[] x) {
        if (evaluated && Arrays.equals(x, theta)) {
            return objective; // the certificate and the estimates ask again for the optimum
        }
        System.arraycopy(x, 0, theta, 0, theta.length);
        evaluated = true;
        solved = false;
        objective = Double.POSITIVE_INFINITY;
        if (!map.factors(theta, lambda) || !elimination().factor(lambda)) {
            return objective;
        }
        objective = profiled.value(
                elimination().logDeterminant(), k -> elimination().fixedFactor(k, k));
        return objective;
    }

    /** ν: n for ML, n − p for REML. */
    double degrees() {
        return profiled.degrees();
    }

    /** Allocated when it is first needed: a model that is only explained needs none. */
    private Elimination elimination() {
        Elimination known = elimination;
        if (known == null) {
            known = plan.eliminate(data, map, threads, reml);
            elimination = known;
        }
        return known;
    }

    /** r, the root of the penalised residual sum of squares. */
    private double lastPivot() {
        return elimination().fixedFactor(data.fixedColumns(), data.fixedColumns());
    }

    /** σ̂² at the last point. */
    double profiledVariance() {
        return profiled.variance(lastPivot());
    }

    /** σ̂² at the last point, in the conditioned scale. */
    public double residualVariance() {
        return profiledVariance();
    }

    /** The last point; not to be written. */
    double[] point() {
        return theta;
    }

    /** Solves for β̂ and b̂ and the score matrices at the last point. */
    private void solve() {
        if (!solved) {
            elimination().solve(lambda);
            score = elimination().scores(lambda, reml, profiledVariance());
            solved = true;
        }
    }

    @Override
    public void derivatives(double[] gradient, double[] hessian) {
        solve();
        int n = dimension();
        for (ThetaMap.Slot slot : map.slots()) {
            for (int k = 0; k < slot.parameters(); k++) {
                slot.covariance().derivative(slot.width(), theta, slot.theta(), k, derivatives[slot.theta() + k]);
                gradient[slot.theta() + k] = contract(slot, derivatives[slot.theta() + k]);
            }
        }
        double r2 = lastPivot() * lastPivot();
        double sigma2 = profiledVariance();
        double[] a = residualForms();
        if (elimination().oneFactor().isPresent()) {
            elimination().oneFactor().get().hessian(widened(), a, sigma2, r2, hessian);
        } else {
            double[] q = elimination().variateProducts(lambda, derivatives);
            for (int k = 0; k < n; k++) {
                for (int l = 0; l < n; l++) {
                    hessian[k * n + l] = (q[k * n + l] - a[k] * a[l] / r2) / sigma2;
                }
            }
        }
        addSecondDerivatives(hessian);
    }

    /** The derivatives as matrices over all effects of the factor, for models with one factor. */
    private double[][] widened() {
        int q = map.effects(0);
        if (map.slots().size() == 1) {
            return derivatives;
        }
        double[][] wide = new double[derivatives.length][q * q];
        for (ThetaMap.Slot slot : map.slots()) {
            int w = slot.width();
            for (int k = slot.theta(); k < slot.theta() + slot.parameters(); k++) {
                for (int b = 0; b < w; b++) {
                    System.arraycopy(derivatives[k], b * w, wide[k], (slot.offset() + b) * q + slot.offset(), w);
                }
            }
        }
        return wide;
    }

    /** a_k = y'PV_kPy = Σ_j g_j'(∂Σ/∂θ_k)g_j. */
    double[] residualForms() {
        double[] a = new double[dimension()];
        for (ThetaMap.Slot slot : map.slots()) {
            for (int k = 0; k < slot.parameters(); k++) {
                a[slot.theta() + k] = contract(slot, derivatives[slot.theta() + k], gramOfGradient(slot));
            }
        }
        return a;
    }

    private double[] gramOfGradient(ThetaMap.Slot slot) {
        int q = map.effects(slot.factor());
        int w = slot.width();
        double[] gram = new double[w * w];
        double[] g = elimination().gradient(slot.factor());
        int from = elimination().start(slot.factor());
        int levels = data.block(slot.factor()).levels();
        for (int j = 0; j < levels; j++) {
            int at = from + j * q + slot.offset();
            for (int b = 0; b < w; b++) {
                for (int i = 0; i < w; i++) {
                    gram[b * w + i] += g[at + i] * g[at + b];
                }
            }
        }
        return gram;
    }

    private static double contract(ThetaMap.Slot slot, double[] derivative, double[] matrix) {
        double sum = 0;
        for (int i = 0; i < slot.width() * slot.width(); i++) {
            sum += derivative[i] * matrix[i];
        }
        return sum;
    }

    /** tr(H ∂Σ) over the effects of a term. */
    private double contract(ThetaMap.Slot slot, double[] derivative) {
        int q = map.effects(slot.factor());
        int w = slot.width();
        double[] h = score[slot.factor()];
        double sum = 0;
        for (int b = 0; b < w; b++) {
            for (int a = 0; a < w; a++) {
                sum += h[(slot.offset() + b) * q + slot.offset() + a] * derivative[b * w + a];
            }
        }
        return sum;
    }

    private void addSecondDerivatives(double[] hessian) {
        int n = dimension();
        for (ThetaMap.Slot slot : map.slots()) {
            Covariance covariance = slot.covariance();
            double[] second = new double[slot.width() * slot.width()];
            for (int k = 0; k < slot.parameters(); k++) {
                for (int l = 0; l <= k; l++) {
                    covariance.secondDerivative(slot.width(), theta, slot.theta(), k, l, second);
                    double c = contract(slot, second);
                    hessian[(slot.theta() + k) * n + slot.theta() + l] += c;
                    if (k != l) {
                        hessian[(slot.theta() + l) * n + slot.theta() + k] += c;
                    }
                }
            }
        }
    }

    /**
     * The estimates at {@code x} on the scale of the data.
     *
     * @param kept columns of the full X that the cross-products have
     */
    public Estimates estimates(double[] x, Conditioning conditioning, List<GroupingFactor> factors, int[] kept) {
        double d = value(x);
        solve();
        elimination().invert(lambda);
        Extraction extraction = new Extraction(elimination(), conditioning, factors, profiledVariance());
        List<double[]> relative = new ArrayList<>();
        for (ThetaMap.Slot slot : map.slots()) {
            double[] sigma = new double[slot.width() * slot.width()];
            slot.covariance().covariance(slot.width(), theta, slot.theta(), sigma);
            relative.add(sigma);
        }
        List<Estimates.TermEstimates> terms = extraction.terms(map.slots(), relative);
        double[] original = new double[theta.length];
        for (int i = 0; i < terms.size(); i++) {
            ThetaMap.Slot slot = map.slots().get(i);
            slot.covariance().parameters(slot.width(), terms.get(i).relative(), original, slot.theta());
        }
        return new Estimates(
                d + conditioning.objectiveShift(degrees(), kept, reml),
                conditioning.responseScale() * Math.sqrt(profiledVariance()),
                conditioning.fixedEffects(elimination().fixedEffects(), kept),
                conditioning.fixedCovariance(extraction.fixedCovariance(data.fixedColumns()), kept),
                original,
                terms);
    }

    /**
     * The covariance of all random and fixed effects at {@code x}, relative to σ²; valid until the next evaluation.
     */
    public JointCovariance jointCovariance(double[] x) {
        evaluated = false; // the factor may have been overwritten since
        value(x);
        return elimination().joint(lambda);
    }

    @Override
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (ThetaMap.Slot slot : map.slots()) {
            places.add(new Place(places.size(), slot.width(), slot.covariance(), slot.theta()));
        }
        return places;
    }

    @Override
    public double[] score(Place place) {
        solve();
        ThetaMap.Slot slot = map.slots().get(place.index());
        int q = map.effects(slot.factor());
        double[] h = new double[slot.width() * slot.width()];
        for (int b = 0; b < slot.width(); b++) {
            System.arraycopy(
                    score[slot.factor()], (slot.offset() + b) * q + slot.offset(), h, b * slot.width(), slot.width());
        }
        return h;
    }

    ThetaMap map() {
        return map;
    }

    /** How the likelihood is computed. */
    public EliminationPlan plan() {
        return plan;
    }

    /** Name of the dense kernels in use. */
    public String kernels() {
        return elimination().kernels();
    }
}
