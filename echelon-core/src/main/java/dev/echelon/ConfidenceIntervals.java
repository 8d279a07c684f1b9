package dev.echelon;

import dev.echelon.internal.intervals.ProfileIntervals;
import dev.echelon.internal.simulation.Bootstrap;
import dev.echelon.result.Interval;
import dev.echelon.result.Intervals;
import dev.echelon.result.ParameterInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Chooses the method of confidence intervals. */
final class ConfidenceIntervals {
    private ConfidenceIntervals() {}

    static Intervals of(FitState state, Confint request) {
        String name = request.method().name().toLowerCase(Locale.ROOT);
        return switch (request.method()) {
            case WALD -> new Intervals(name, wald(state, request.coverage()), 0, Map.of());
            case PROFILE ->
                new Intervals(name, ProfileIntervals.of(state.model("profile intervals"), request.coverage(), request.restricted()), 0, Map.of());
            case BOOTSTRAP -> bootstrap(state, request, Bootstrap.Kind.PERCENTILE);
            case BOOTSTRAP_BASIC -> bootstrap(state, request, Bootstrap.Kind.BASIC);
            case BOOTSTRAP_NORMAL -> bootstrap(state, request, Bootstrap.Kind.NORMAL);
        };
    }

    private static List<ParameterInterval> wald(FitState state, double coverage) {
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + coverage / 2);
        int p = state.beta().length;
        List<ParameterInterval> intervals = new ArrayList<>();
        for (int k = 0; k < p; k++) {
            double estimate = state.beta()[k];
            double half = z * Math.sqrt(state.covariance()[k * p + k]);
            intervals.add(new ParameterInterval(
                    state.columns().get(k), estimate, new Interval(estimate - half, estimate + half, coverage)));
        }
        return intervals;
    }

    private static Intervals bootstrap(FitState state, Confint request, Bootstrap.Kind kind) {
        Bootstrap bootstrap =
                Bootstrap.of(state.model("a bootstrap"), state.criterion() == Criterion.REML, request.replicates(), request.seed());
        return new Intervals(
                request.method().name().toLowerCase(Locale.ROOT),
                bootstrap.intervals(kind, request.coverage()),
                bootstrap.replicates(),
                bootstrap.failures());
    }
}
