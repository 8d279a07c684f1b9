package dev.echelon;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.iterative.IterativeCost;
import dev.echelon.internal.iterative.IterativeOptions;
import dev.echelon.internal.likelihood.ComputationCost;
import dev.echelon.internal.likelihood.EliminationPlan;
import dev.echelon.internal.likelihood.PlanText;
import dev.echelon.result.ComputationForecast;
import java.util.ArrayList;
import java.util.List;

/** Forecasts of the ways in which a prepared model could be computed. */
final class Forecasts {
    /** Moment estimates of variances are close to the optimum of large data; there are none of correlations. */
    private static final int WITH_CORRELATIONS = 8;

    private static final int FROM_NEAR = 3;

    private static final double WORTH_SAYING = 3; // seconds

    private Forecasts() {}

    /** The exact way first; none if residuals have a structure. */
    static List<ComputationForecast> of(Lmm model, Prepared prepared) {
        if (prepared.design().residual().isPresent()) {
            return List.of();
        }
        List<ComputationForecast> forecasts = new ArrayList<>();
        boolean iterative = IterativeFitting.applies(prepared) && model.optimizer() == Optimizer.TRUST_REGION;
        boolean chosen = iterative && Fitting.isIterative(model, prepared);
        if (!iterative) {
            return List.of(exact(model, prepared, 0, true));
        }
        IterativeCost cost = IterativeCost.of(prepared.data(), IterativeOptions.DEFAULTS, parameters(prepared));
        double before = Fitting.startsIteratively(model, prepared) ? cost.seconds() : 0;
        forecasts.add(exact(model, prepared, before, !chosen));
        forecasts.add(iterative(model, prepared, cost, chosen));
        return List.copyOf(forecasts);
    }

    private static ComputationForecast exact(Lmm model, Prepared prepared, double before, boolean chosen) {
        EliminationPlan plan = prepared.likelihood().plan();
        ComputationCost cost = plan.cost(prepared.data(), prepared.factors());
        boolean scalar = prepared.design().random().stream()
                .allMatch(block -> block.effects().names().size() == 1);
        int evaluations = before > 0 || scalar ? FROM_NEAR : WITH_CORRELATIONS;
        return new ComputationForecast(
                plan.isSparse() ? "sparse" : "blocked",
                plan.order(),
                chosen,
                plan.forecast().fits(),
                cost.flops(),
                evaluations,
                cost.valueSeconds(),
                cost.evaluationSeconds(),
                before + cost.setupSeconds() + evaluations * cost.evaluationSeconds(),
                before / model.threads() + cost.setupSeconds() + evaluations * cost.elapsedSeconds(model.threads()),
                cost.valueBytes(),
                cost.bytes() + bytes(prepared.data()),
                cost.measured());
    }

    private static ComputationForecast iterative(Lmm model, Prepared prepared, IterativeCost cost, boolean chosen) {
        ComputationCost evaluation = cost.evaluation();
        return new ComputationForecast(
                "iterative",
                "",
                chosen,
                evaluation.fits(),
                evaluation.flops(),
                IterativeCost.EVALUATIONS,
                evaluation.valueSeconds(),
                evaluation.evaluationSeconds(),
                cost.seconds(),
                cost.seconds() / model.threads(),
                evaluation.valueBytes(),
                evaluation.bytes() + bytes(prepared.data()),
                evaluation.measured());
    }

    private static int parameters(Prepared prepared) {
        return prepared.design().random().stream()
                .mapToInt(block -> block.covariance()
                        .parameterNames(block.effects().names())
                        .size())
                .sum();
    }

    /** Of the arrays of cross-products. */
    static double bytes(CrossProducts data) {
        double sum = 0;
        for (int f = 0; f < data.factors(); f++) {
            CrossProducts.Block block = data.block(f);
            sum += 8.0 * (block.own().length + block.withFixed().length + block.counts().length);
            for (int g = f + 1; g < data.factors(); g++) {
                CrossProducts.Coupling coupling = data.coupling(f, g);
                sum += 4.0 * (coupling.start().length + coupling.level().length) + 8.0 * coupling.values().length;
            }
        }
        return sum;
    }

    /** Lines for people, if a fit takes long. */
    static List<String> lines(List<ComputationForecast> forecasts, int threads) {
        List<String> lines = new ArrayList<>();
        for (ComputationForecast forecast : forecasts) {
            if (forecasts.get(0).cpuSeconds() >= WORTH_SAYING) {
                lines.add(PlanText.forecast(
                        forecast.way() + (forecast.chosen() ? " (taken)" : ""),
                        new double[] {
                            forecast.cpuSecondsPerValue(), forecast.cpuSecondsPerEvaluation(), forecast.cpuSeconds()
                        },
                        forecast.evaluations(),
                        threads,
                        forecast.seconds(),
                        forecast.totalBytes()));
            }
        }
        return lines;
    }
}
