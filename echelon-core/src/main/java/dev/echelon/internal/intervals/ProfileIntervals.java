package dev.echelon.internal.intervals;

import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.Interval;
import dev.echelon.result.ParameterInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Intervals that contain the values a likelihood ratio test does not reject: {ψ : d(ψ) − d_min ≤ z²}. Bounds are solved
 * for, not interpolated.
 */
public final class ProfileIntervals {
    private static final Set<String> ONE_DEVIATION = Set.of("id", "homcs", "ar1", "homtoep", "ad");

    private final FittedModel model;
    private final double coverage;
    private final double z;
    private final Predicate<String> wanted;

    private ProfileIntervals(FittedModel model, double coverage, Predicate<String> wanted) {
        this.wanted = wanted;
        this.model = model;
        this.coverage = coverage;
        this.z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + coverage / 2);
    }

    /**
     * Intervals for every standard deviation and correlation, σ and β, in this order.
     *
     * @param restricted whether variances and correlations are judged by the REML criterion instead of the likelihood;
     *     fixed effects never are, because a restricted likelihood does not depend on them
     * @param wanted which parameters, by name
     */
    public static List<ParameterInterval> of(
            FittedModel model, double coverage, boolean restricted, Predicate<String> wanted) {
        ProfileIntervals intervals = new ProfileIntervals(model, coverage, wanted);
        Optimised full = Optimised.of(model, false);
        Optimised variances = restricted ? Optimised.of(model, true) : full;
        List<Supplier<ParameterInterval>> work = new ArrayList<>();
        for (int t = 0; t < model.terms().size(); t++) {
            intervals.addTerm(variances, t, work);
        }
        intervals.add("sigma", work, () -> intervals.interval("sigma", variances, ScaleProfile.residual(variances)));
        intervals.addCoefficients(full, work);
        return work.parallelStream().map(Supplier::get).toList();
    }

    private void addTerm(Optimised optimum, int t, List<Supplier<ParameterInterval>> work) {
        FittedModel.FittedTerm term = model.terms().get(t);
        List<String> columns = term.columns();
        int deviations = ONE_DEVIATION.contains(term.structure()) ? 1 : columns.size();
        for (int i = 0; i < deviations; i++) {
            int effect = i;
            String name = "sd_" + columns.get(effect) + "|" + term.group();
            add(name, work, () -> interval(name, optimum, ScaleProfile.effect(optimum, t, effect)));
            for (int j = i + 1; j < columns.size() && term.structure().equals("us"); j++) {
                int other = j;
                String pair = "cor_" + columns.get(other) + "." + columns.get(effect) + "|" + term.group();
                add(pair, work, () -> interval(pair, optimum, new CorrelationProfile(optimum, t, effect, other)));
            }
        }
    }

    private void addCoefficients(Optimised optimum, List<Supplier<ParameterInterval>> work) {
        ProfiledLikelihood likelihood = model.likelihood(false);
        Estimates estimates =
                likelihood.estimates(optimum.theta(), model.conditioning(), model.factors(), model.kept());
        int p = model.kept().length;
        for (int k = 0; k < p; k++) {
            int coefficient = k;
            double error = Math.sqrt(estimates.covariance()[k * p + k]);
            String name = model.columns().get(coefficient);
            double estimate = estimates.beta()[coefficient];
            add(
                    name,
                    work,
                    () -> interval(name, optimum, new CoefficientProfile(optimum, coefficient, estimate, error)));
        }
    }

    private void add(String name, List<Supplier<ParameterInterval>> work, Supplier<ParameterInterval> interval) {
        if (wanted.test(name)) {
            work.add(interval);
        }
    }

    private ParameterInterval interval(String name, Optimised optimum, Profile profile) {
        double estimate = profile.estimate();
        if (Double.isNaN(estimate)) {
            return new ParameterInterval(name, estimate, new Interval(profile.lower(), profile.upper(), coverage));
        }
        double lower = BoundSearch.lower(profile, optimum.deviance(), z);
        double upper = BoundSearch.upper(profile, optimum.deviance(), z);
        return new ParameterInterval(name, estimate, new Interval(lower, upper, coverage));
    }
}
