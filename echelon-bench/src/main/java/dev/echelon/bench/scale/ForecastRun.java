package dev.echelon.bench.scale;

import dev.echelon.Computation;
import dev.echelon.DataSummary;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.bench.Pairs;
import dev.echelon.data.DataSources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forecast of an exact fit beside the fit: {@code ForecastRun FORMULA FILE ANSWER}. The rows are summed up, the plan
 * is asked for, and the sums are fitted exactly on one thread, which is what the forecast is for; the time of the fit is
 * apart from that of the sums. The plan's lines, with the operations of each order, are part of the answer.
 */
final class ForecastRun {
    /** A line of a plan; its times are written by {@code echelon explain} with two digits. */
    private static final Pattern FORECAST =
            Pattern.compile("forecast on one thread: ([0-9.]+) (s|min|h) per value, about ([0-9.]+) (s|min|h) in all");

    private ForecastRun() {}

    public static void main(String[] args) {
        Lmm model = Lmm.of(args[0]).computation(Computation.EXACT).threads(1);
        Map<String, String> answer = new LinkedHashMap<>();
        long start = System.nanoTime();
        DataSummary sums = model.summarise(DataSources.open(args[1]));
        answer.put("sum_seconds", Double.toString((System.nanoTime() - start) / 1e9));
        List<String> plan = model.explain(DataSources.open(args[1])).plan();
        answer.put("plan", String.join(" | ", plan));
        forecast(plan, answer);
        Pairs.of(answer).write(Path.of(args[2])); // kept if the fit is stopped or refused
        start = System.nanoTime();
        LmmFit fit = model.fit(sums);
        double seconds = (System.nanoTime() - start) / 1e9;
        answer.put("seconds", Double.toString(seconds));
        answer.put("evaluations", Integer.toString(fit.convergence().evaluations()));
        answer.put("objective", Double.toString(fit.objective()));
        answer.put("sigma", Double.toString(fit.sigma()));
        fit.coefficients().forEach(c -> answer.put("b:" + c.term(), Double.toString(c.estimate())));
        fit.covarianceEstimates()
                .forEach(term -> answer.put(
                        "sd:" + term.name() + ":(Intercept)",
                        Double.toString(term.standardDeviations().get(0))));
        Pairs.of(answer).write(Path.of(args[2]));
    }

    /** Puts the forecast of a plan, in seconds; nothing if the plan has none because it is cheap. */
    static void forecast(List<String> plan, Map<String, String> answer) {
        for (String line : plan) {
            Matcher matcher = FORECAST.matcher(line);
            if (matcher.find()) {
                answer.put("forecast_value_seconds", seconds(matcher.group(1), matcher.group(2)));
                answer.put("forecast_seconds", seconds(matcher.group(3), matcher.group(4)));
            }
        }
    }

    private static String seconds(String amount, String unit) {
        double factor = unit.equals("h") ? 3600 : unit.equals("min") ? 60 : 1;
        return Double.toString(Double.parseDouble(amount) * factor);
    }
}
