package dev.echelon.report.figure;

import dev.echelon.result.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far the objective was above its minimum at each evaluation. */
final class ConvergenceTrace {
    /** Differences below this are rounding. */
    private static final double LEAST = 1e-12;

    private ConvergenceTrace() {}

    static Figure of(List<TraceStep> trace) {
        double best = trace.stream().mapToDouble(TraceStep::objective).min().orElse(0);
        List<TraceStep> finite =
                trace.stream().filter(step -> Double.isFinite(step.objective())).toList();
        double[] evaluation = finite.stream().mapToDouble(TraceStep::evaluation).toArray();
        double[] objective =
                finite.stream().mapToDouble(step -> step.objective() - best).toArray();
        double[] above = finite.stream()
                .mapToDouble(step -> Math.log10(Math.max(LEAST, step.objective() - best)))
                .toArray();
        Data data = Data.of()
                .numbers("evaluation", evaluation)
                .numbers("above minimum", objective)
                .numbers("log10 above minimum", above);
        Plot plot = Plot.of(data, "evaluation", "log₁₀ of the distance to the minimum")
                .layer(Layer.line("evaluation", "log10 above minimum", Palette.BLUE))
                .layer(Layer.points("evaluation", "log10 above minimum", Palette.BLUE)
                        .set("size", 3.0));
        plot.scale("x", "breaks", ticks(trace.size())).scale("x", "format", "d");
        String description = String.format(
                Locale.ROOT,
                "The criterion fell by %.6g in %d evaluations.",
                trace.get(0).objective() - best,
                trace.size());
        return Pictures.figure(
                "convergence",
                "The way to the optimum",
                description,
                "Distances below 1e-12 are drawn there.",
                Hover.circles(
                        plot.svg(560, 320),
                        finite.stream()
                                .map(step -> "evaluation " + step.evaluation() + ": criterion "
                                        + String.format(Locale.ROOT, "%.6f", step.objective()))
                                .toList()),
                data);
    }

    private static List<Object> ticks(int evaluations) {
        List<Object> ticks = new ArrayList<>();
        int step = (evaluations + 19) / 20;
        for (int k = 1; k <= evaluations; k += step) {
            ticks.add((double) k);
        }
        return ticks;
    }
}
