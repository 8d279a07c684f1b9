package dev.echelon.internal.simulation;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.inference.FixedDegrees;
import dev.echelon.internal.inference.KenwardRoger;
import dev.echelon.internal.inference.MarginalModel;
import dev.echelon.internal.inference.Satterthwaite;
import dev.echelon.internal.inference.TestMethod;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.predict.FittedModel;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** The test of Lβ = 0 that each simulated data set is put to. */
public final class ReplicateTest {
    /** How p values are found. */
    public enum Kind {
        /** F with Satterthwaite's degrees of freedom. */
        SATTERTHWAITE,
        /** F of Kenward and Roger (1997). */
        KENWARD_ROGER,
        /** F of Kenward and Roger, linear. */
        KENWARD_ROGER_LINEAR,
        /** F of Kenward and Roger (2009). */
        KENWARD_ROGER_2009,
        /** F with n − p degrees of freedom. */
        RESIDUAL,
        /** χ² of Wald. */
        NORMAL,
        /** χ² of twice the difference of log-likelihoods, by ML. */
        LIKELIHOOD_RATIO
    }

    private final FittedModel truth;
    private final Kind kind;
    private final double[][] l;
    private final NullHypothesis hypothesis;

    /**
     * A test.
     *
     * @param truth whose structure is fitted
     * @param l L by rows, one number for each fixed effect
     */
    public ReplicateTest(FittedModel truth, Kind kind, double[][] l) {
        this.truth = truth;
        this.kind = kind;
        this.l = l;
        this.hypothesis = new NullHypothesis(truth, l);
    }

    /** Whether the model is fitted by REML. */
    boolean reml(boolean asked) {
        return asked && kind != Kind.LIKELIHOOD_RATIO;
    }

    /** The p value; NaN if there is none, because the null model cannot be fitted. */
    double pValue(CrossProducts data, Refit fit, boolean reml) {
        return kind == Kind.LIKELIHOOD_RATIO ? likelihoodRatio(data, fit) : wald(data, fit, reml);
    }

    private double likelihoodRatio(CrossProducts data, Refit fit) {
        Refit reduced = Refit.of(
                hypothesis.impose(data), truth.factors(), false, fit.optimum().point());
        if (!reduced.fitted()) {
            reduced = Refit.of(hypothesis.impose(data), truth.factors(), false, Refit.start(truth));
        }
        double statistic = Math.max(0, reduced.optimum().value() - fit.optimum().value());
        return reduced.fitted()
                ? ChiSquaredDistribution.of(hypothesis.degrees()).survivalProbability(statistic)
                : Double.NaN;
    }

    private double wald(CrossProducts data, Refit fit, boolean reml) {
        Estimates estimates = fit.estimates(truth);
        return method(data, estimates, reml).test(l, estimates.beta()).pValue();
    }

    private TestMethod method(CrossProducts data, Estimates estimates, boolean reml) {
        return switch (kind) {
            case SATTERTHWAITE -> {
                MarginalModel model = model(data, estimates, reml);
                yield new Satterthwaite(model, model.observed());
            }
            case KENWARD_ROGER -> kenwardRoger(model(data, estimates, reml), KenwardRoger.Variant.ORIGINAL);
            case KENWARD_ROGER_LINEAR -> kenwardRoger(model(data, estimates, reml), KenwardRoger.Variant.LINEAR);
            case KENWARD_ROGER_2009 -> kenwardRoger(model(data, estimates, reml), KenwardRoger.Variant.BIAS_CORRECTED);
            case RESIDUAL -> constant(estimates, data.rows() - estimates.beta().length);
            case NORMAL, LIKELIHOOD_RATIO -> constant(estimates, Double.POSITIVE_INFINITY);
        };
    }

    private static TestMethod kenwardRoger(MarginalModel model, KenwardRoger.Variant variant) {
        return new KenwardRoger(model, variant, model.expected());
    }

    private static TestMethod constant(Estimates estimates, double degrees) {
        double[] each = new double[estimates.beta().length];
        Arrays.fill(each, degrees);
        return new FixedDegrees(estimates.covariance(), each);
    }

    private MarginalModel model(CrossProducts data, Estimates estimates, boolean reml) {
        return MarginalModel.of(
                data,
                truth.conditioning(),
                truth.factors(),
                estimates.terms().stream()
                        .map(Estimates.TermEstimates::relative)
                        .toList(),
                estimates.sigma(),
                truth.kept(),
                reml);
    }
}
