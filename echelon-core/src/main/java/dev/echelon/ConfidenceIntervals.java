package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.intervals.ProfileCurves;
import dev.echelon.internal.intervals.ProfileIntervals;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.simulation.Bootstrap;
import dev.echelon.internal.simulation.BootstrapIntervals;
import dev.echelon.internal.simulation.Jackknife;
import dev.echelon.internal.simulation.Parameters;
import dev.echelon.result.Interval;
import dev.echelon.result.Intervals;
import dev.echelon.result.ParameterInterval;
import dev.echelon.result.ProfileCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Chooses the method of confidence intervals. */
final class ConfidenceIntervals {
    private final FitState state;
    private final FittedModel model;
    private final Confint request;
    private final Predicate<String> wanted;

    private ConfidenceIntervals(FitState state, Confint request) {
        this.state = state;
        this.model = state.modelOfFixedEffects();
        this.request = request;
        this.wanted = selection();
    }

    /** @param rows those that were fitted, if they are there */
    static Intervals of(FitState state, Confint request, Optional<Design> rows) {
        if (request.needsRows() && rows.isEmpty()) {
            throw new EchelonException("resampling "
                    + (request.resampling() == Confint.Resampling.PARAMETRIC
                            ? "for BCa intervals leaves out the rows of one group after the other"
                            : "draws from the rows of the data")
                    + ", and a fit read from a file holds none; give the data it was fitted to");
        }
        if (state.residual().isPresent() && request.method() != Confint.Method.WALD) {
            throw ResidualState.refusal("profile and bootstrap intervals");
        }
        if (request.method() != Confint.Method.WALD) {
            state.requireIndependentLevels("profile and bootstrap intervals");
        }
        return new ConfidenceIntervals(state, request).intervals(rows);
    }

    /** ζ of each wanted parameter. */
    static List<ProfileCurve> profiles(FitState state, Confint request) {
        if (state.residual().isPresent()) {
            throw ResidualState.refusal("profiles");
        }
        ConfidenceIntervals of = new ConfidenceIntervals(state, request);
        return ProfileCurves.of(of.model, request.coverage(), request.restricted(), of.wanted);
    }

    private Intervals intervals(Optional<Design> rows) {
        Intervals all =
                switch (request.method()) {
                    case WALD -> plain("wald", wald());
                    case PROFILE ->
                        plain("profile", ProfileIntervals.of(model, request.coverage(), request.restricted(), wanted));
                    default -> bootstrap(rows);
                };
        List<ParameterInterval> chosen = all.intervals().stream()
                .filter(interval -> wanted.test(interval.parameter()))
                .map(interval -> request.variances() ? squared(interval) : interval)
                .toList();
        return new Intervals(all.method(), chosen, all.replicates(), all.singular(), all.failures());
    }

    private static Intervals plain(String method, List<ParameterInterval> intervals) {
        return new Intervals(method, intervals, 0, 0, Map.of());
    }

    private Predicate<String> selection() {
        List<String> names = Parameters.names(model);
        List<String> fixed = model.columns();
        for (String name : request.parameters()) {
            if (!name.equals("fixed") && !name.equals("random") && !names.contains(name)) {
                throw new EchelonException("no parameter '" + name + "'" + Suggestions.hint(name, names)
                        + "; the parameters are " + String.join(", ", names) + ", or 'fixed' or 'random' for all of a"
                        + " kind");
            }
        }
        return name -> request.parameters().isEmpty()
                || request.parameters().contains(name)
                || request.parameters().contains(fixed.contains(name) ? "fixed" : "random");
    }

    /** A standard deviation becomes a variance; its interval is the square, because ψ² is a function of ψ ≥ 0. */
    private ParameterInterval squared(ParameterInterval of) {
        boolean residual = of.parameter().equals("sigma");
        if (model.columns().contains(of.parameter())
                || !(residual || of.parameter().startsWith("sd_"))) {
            return of;
        }
        String name = residual ? "sigma^2" : "var_" + of.parameter().substring(3);
        return new ParameterInterval(
                name,
                of.estimate() * of.estimate(),
                new Interval(
                        square(of.interval().lower()),
                        square(of.interval().upper()),
                        of.interval().level()));
    }

    /** The square of a bound; a bound below zero, which basic and normal intervals may have, keeps its sign. */
    private static double square(double bound) {
        return bound * Math.abs(bound);
    }

    private List<ParameterInterval> wald() {
        if (state.columns().stream().noneMatch(wanted)) {
            throw new EchelonException("intervals by Wald's method exist for fixed effects only"
                    + (state.columns().isEmpty() ? ", and this model has none" : "") + "; choose profile or bootstrap");
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + request.coverage() / 2);
        int p = state.beta().length;
        List<ParameterInterval> intervals = new ArrayList<>();
        for (int k = 0; k < p; k++) {
            double estimate = state.beta()[k];
            double half = z * Math.sqrt(state.covariance()[k * p + k]);
            intervals.add(new ParameterInterval(
                    state.columns().get(k),
                    estimate,
                    new Interval(estimate - half, estimate + half, request.coverage())));
        }
        return intervals;
    }

    private Intervals bootstrap(Optional<Design> rows) {
        boolean reml = state.criterion() == Criterion.REML;
        int n = request.replicates();
        long seed = request.seed();
        Bootstrap bootstrap =
                switch (request.resampling()) {
                    case PARAMETRIC -> Bootstrap.parametric(model, reml, n, seed);
                    case RESIDUAL -> Bootstrap.residual(model, reml, rows.orElseThrow(), n, seed);
                    case CASE -> Bootstrap.cases(model, reml, rows.orElseThrow(), false, n, seed);
                    case CASE_ROWS -> Bootstrap.cases(model, reml, rows.orElseThrow(), true, n, seed);
                };
        boolean accelerated = request.method() == Confint.Method.BOOTSTRAP_BCA;
        double[] accelerations = accelerated ? Jackknife.accelerations(model, reml, rows.orElseThrow()) : new double[0];
        return new Intervals(
                name(),
                BootstrapIntervals.of(bootstrap, kind(), request.coverage(), accelerations),
                bootstrap.replicates(),
                bootstrap.singular(),
                bootstrap.failures());
    }

    private String name() {
        String prefix = request.resampling() == Confint.Resampling.PARAMETRIC
                ? ""
                : request.resampling().name() + "_";
        return (prefix + request.method().name()).toLowerCase(Locale.ROOT);
    }

    private BootstrapIntervals.Kind kind() {
        return switch (request.method()) {
            case BOOTSTRAP_BASIC -> BootstrapIntervals.Kind.BASIC;
            case BOOTSTRAP_NORMAL -> BootstrapIntervals.Kind.NORMAL;
            case BOOTSTRAP_BCA -> BootstrapIntervals.Kind.BCA;
            default -> BootstrapIntervals.Kind.PERCENTILE;
        };
    }
}
