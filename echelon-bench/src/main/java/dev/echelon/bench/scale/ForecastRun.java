package dev.echelon.bench.scale;

import dev.echelon.Computation;
import dev.echelon.DataSummary;
import dev.echelon.Explanation;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.bench.Pairs;
import dev.echelon.data.DataSources;
import dev.echelon.result.ComputationForecast;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The forecast of a fit beside the fit: {@code ForecastRun exact|iterative FORMULA FILE ANSWER}, where FILE has rows or, if
 * its name ends in {@code .sums.gz}, cross-products. Rows are summed up, the forecast is asked for, and the sums are
 * fitted on one thread. Both time and memory are of the fit, not of the reading: processor time of the process, and live
 * memory after collections that are forced a few times on the way.
 */
final class ForecastRun {
    private ForecastRun() {}

    public static void main(String[] args) {
        boolean iterative = args[0].equals("iterative");
        Lmm model = Lmm.of(args[1])
                .computation(iterative ? Computation.ITERATIVE : Computation.EXACT)
                .threads(1);
        Path target = Path.of(args[3]);
        Map<String, String> answer = new LinkedHashMap<>();
        double before = LiveMemory.now();
        long start = System.nanoTime();
        DataSummary sums = args[2].endsWith(".sums.gz")
                ? DataSummary.load(Path.of(args[2]))
                : model.summarise(DataSources.open(args[2]));
        answer.put("sum_seconds", Double.toString((System.nanoTime() - start) / 1e9));
        Explanation explanation = model.explain(sums);
        answer.put("plan", String.join(" | ", explanation.plan()));
        Optional<ComputationForecast> forecast = explanation.forecasts().stream()
                .filter(way -> way.way().equals("iterative") == iterative)
                .findFirst();
        forecast.ifPresent(known -> put(known, answer));
        Pairs.of(answer).write(target); // kept if the fit is stopped or refused
        double every = forecast.map(ComputationForecast::cpuSeconds).orElse(10.0) / 12;
        try (LiveMemory memory = LiveMemory.watch(every)) {
            start = System.nanoTime();
            double cpu = LiveMemory.cpuSeconds();
            LmmFit fit = model.fit(sums);
            answer.put("fit_cpu_seconds", Double.toString(LiveMemory.cpuSeconds() - cpu - memory.collectionSeconds()));
            answer.put("seconds", Double.toString((System.nanoTime() - start) / 1e9));
            answer.put("fit_bytes", Double.toString(memory.most() - before));
            put(fit, answer);
        }
        Pairs.of(answer).write(target);
    }

    private static void put(ComputationForecast forecast, Map<String, String> answer) {
        answer.put("forecast_way", forecast.way());
        answer.put("forecast_flops_per_value", Double.toString(forecast.flopsPerValue()));
        answer.put("forecast_value_cpu_seconds", Double.toString(forecast.cpuSecondsPerValue()));
        answer.put("forecast_evaluation_cpu_seconds", Double.toString(forecast.cpuSecondsPerEvaluation()));
        answer.put("forecast_evaluations", Integer.toString(forecast.evaluations()));
        answer.put("forecast_cpu_seconds", Double.toString(forecast.cpuSeconds()));
        answer.put("forecast_bytes", Double.toString(forecast.totalBytes()));
    }

    private static void put(LmmFit fit, Map<String, String> answer) {
        answer.put("evaluations", Integer.toString(fit.convergence().evaluations()));
        answer.put("objective", Double.toString(fit.objective()));
        fit.monteCarlo().ifPresent(errors -> {
            answer.put("monteCarlo.objectiveError", Double.toString(errors.objectiveError()));
            answer.put("monteCarlo.ratio", Double.toString(errors.ratio()));
        });
        answer.put("sigma", Double.toString(fit.sigma()));
        fit.coefficients().forEach(c -> answer.put("b:" + c.term(), Double.toString(c.estimate())));
        fit.covarianceEstimates()
                .forEach(term -> answer.put(
                        "sd:" + term.name() + ":(Intercept)",
                        Double.toString(term.standardDeviations().get(0))));
    }
}
