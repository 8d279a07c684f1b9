package dev.echelon.report.figure;

import dev.echelon.result.RandomEffects;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Quantiles of conditional modes against normal ones. */
final class EffectQuantiles {
    private EffectQuantiles() {}

    static Figure of(RandomEffects effects, int column) {
        int m = effects.levels().size();
        List<Integer> order = IntStream.range(0, m)
                .boxed()
                .sorted(Comparator.comparingDouble(level -> effects.mode(level, column)))
                .toList();
        double[] sorted =
                order.stream().mapToDouble(level -> effects.mode(level, column)).toArray();
        NormalDistribution normal = NormalDistribution.of(0, 1);
        int[] shown = Shrinkage.every(IntStream.range(0, m).toArray(), ResidualPanel.MOST_POINTS);
        double[] theory = Arrays.stream(shown)
                .mapToDouble(i -> normal.inverseCumulativeProbability((i + 0.5) / m))
                .toArray();
        double[] values = Arrays.stream(shown).mapToDouble(i -> sorted[i]).toArray();
        double mean = Arrays.stream(sorted).average().orElse(0);
        double sd = Math.sqrt(
                Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum() / Math.max(1, m - 1));
        Data data = Data.of().numbers("normal", theory).numbers("mode", values);
        String effect = effects.columns().get(column);
        Plot plot = Plot.of(data, "normal quantile", "conditional mode of " + effect)
                .layer(Layer.of("abline")
                        .set("slope", sd)
                        .set("intercept", mean)
                        .colour(Palette.VERMILLION))
                .layer(Layer.points("normal", "mode", Palette.BLUE)
                        .set("size", 2.4)
                        .set("alpha", 0.7));
        String description = String.format(
                Locale.ROOT,
                "Quantiles of the conditional modes of %s for %d levels of %s against normal quantiles; the line has their"
                        + " mean and their standard deviation, %.4g.",
                effect,
                m,
                effects.name(),
                sd);
        String note = shown.length == m
                ? ""
                : "Every " + Thinning.ordinal((m + shown.length - 1) / shown.length) + " of " + m + " levels is drawn.";
        return Pictures.figure(
                "normal-" + effects.name() + "-" + effect,
                "Quantiles of " + effects.name() + ": " + effect,
                description,
                note,
                Hover.circles(
                        plot.svg(480, 380),
                        Arrays.stream(shown)
                                .mapToObj(i -> effects.levels().get(order.get(i)) + ": " + Hover.number(sorted[i]))
                                .toList()),
                data);
    }
}
