package dev.echelon.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What all programs did with one set.
 *
 * @param set the set
 * @param measurements one per program, in the order of the set
 */
record ScaleResult(ScaleSet set, List<Measurement> measurements) {
    private static final double DUCKDB_RATIO = 1.5;
    private static final double ONE_FACTOR_MEGABYTES = 6000;
    private static final double CROSSED_SECONDS = 120;
    private static final double SPARK_DIFFERENCE = 1e-9;
    private static final double REFIT_MILLIS = 5;
    private static final double FORECAST_ERROR = 0.1;
    private static final double MONTE_CARLO_RATIO = 0.1;

    ScaleResult {
        measurements = List.copyOf(measurements);
    }

    /** What the program did, if it raced and has a result. */
    Optional<Measurement> done(String program) {
        return measurements.stream()
                .filter(m -> m.program().equals(program) && m.done())
                .findFirst();
    }

    /** The least time that DuckDB needed, with any function and number of threads. */
    Optional<Measurement> fastestDuckDb() {
        return measurements.stream()
                .filter(m -> m.done() && m.program().startsWith("duckdb"))
                .min((a, b) -> Double.compare(a.seconds(), b.seconds()));
    }

    /** The aims that can be judged. */
    List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        Optional<Measurement> echelon = done(ScaleSet.ECHELON);
        if (set.name().equals("one-1e8") && echelon.isPresent()) {
            oneFactor(goals, echelon.get());
        }
        if (set.name().equals("crossed-1e7") && echelon.isPresent()) {
            double seconds = echelon.get().seconds();
            goals.add(goal("a fit in less than 120 s", "%.1f s", seconds, seconds < CROSSED_SECONDS));
        }
        if (set.name().equals("power-1e7") && echelon.isPresent()) {
            String plan = echelon.get().facts().getOrDefault("provenance.plan", "");
            goals.add(new Goal(
                    set.name(), "an exact fit", plan, !echelon.get().facts().containsKey("monteCarlo.ratio")));
        }
        if (echelon.isPresent() && done(ScaleSet.SPARK).isPresent()) {
            double difference = done(ScaleSet.SPARK).get().relativeDifference(echelon.get());
            goals.add(goal(
                    "Spark's estimates, errors and objective to 1e-9",
                    "%.1e",
                    difference,
                    difference <= SPARK_DIFFERENCE));
        }
        done(ScaleSet.REFIT).ifPresent(refit -> refit(goals, refit));
        done(ScaleSet.FORECAST).ifPresent(exact -> forecast(goals, exact));
        done(ScaleSet.ITERATIVE).ifPresent(iterative -> iterative(goals, iterative));
        return goals;
    }

    private void oneFactor(List<Goal> goals, Measurement echelon) {
        fastestDuckDb().ifPresent(duckDb -> {
            double ratio = echelon.seconds() / duckDb.seconds();
            goals.add(goal("at most 1.5 times DuckDB's fastest sums", "%.2f times", ratio, ratio <= DUCKDB_RATIO));
        });
        double peak = echelon.peakMegabytes();
        goals.add(goal("less than 6 GB", "%.0f MB", peak, peak < ONE_FACTOR_MEGABYTES));
    }

    private void refit(List<Goal> goals, Measurement refit) {
        double millis = 1000 * refit.seconds();
        goals.add(goal("a refit of saved sums in less than 5 ms", "%.2f ms", millis, millis < REFIT_MILLIS));
        String differing = refit.facts().getOrDefault("differing", "");
        goals.add(new Goal(set.name(), "every number bit for bit", differing + " differ", differing.equals("0")));
    }

    private void forecast(List<Goal> goals, Measurement exact) {
        double forecast = Double.parseDouble(exact.facts().getOrDefault("forecast_seconds", "NaN"));
        double error = forecast / exact.seconds() - 1;
        if (!Double.isNaN(error)) {
            goals.add(goal(
                    "the forecast of an exact fit's time within 10 %",
                    "%+.0f %%", 100 * error, Math.abs(error) <= FORECAST_ERROR));
        }
    }

    private void iterative(List<Goal> goals, Measurement iterative) {
        String found = iterative.facts().getOrDefault("monteCarlo.ratio", "NaN");
        double ratio = Double.parseDouble(found);
        if (!Double.isNaN(ratio)) {
            goals.add(goal(
                    "Monte Carlo error of θ̂ below a tenth of its standard error",
                    "%.3f of it",
                    ratio,
                    ratio < MONTE_CARLO_RATIO));
        }
    }

    private Goal goal(String what, String format, double value, boolean met) {
        return new Goal(set.name(), what, String.format(Locale.ROOT, format, value), met);
    }
}
