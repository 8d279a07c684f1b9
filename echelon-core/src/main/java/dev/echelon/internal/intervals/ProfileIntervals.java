package dev.echelon.internal.intervals;

import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.Interval;
import dev.echelon.result.ParameterInterval;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Intervals that contain the values a likelihood ratio test does not reject: {ψ : d(ψ) − d_min ≤ z²}. Bounds are solved
 * for, not interpolated.
 */
public final class ProfileIntervals {
    private final double coverage;
    private final double z;

    private ProfileIntervals(double coverage) {
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
        return Profiles.each(model, restricted, wanted, new ProfileIntervals(coverage)::interval);
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
