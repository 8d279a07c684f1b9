package dev.echelon.report.figure;

import dev.echelon.result.Exploration;
import dev.echelon.result.ModelRows;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** The slope within groups through each group's mean, and the slope between the means. */
final class WithinBetween {
    private static final int MOST_LINES = 60;

    private WithinBetween() {}

    static Figure of(Exploration exploration, Exploration.Contextual contextual, ModelRows rows, String name) {
        ModelRows.Grouping grouping = rows.grouping(exploration.group());
        int column = rows.columns().indexOf(contextual.predictor());
        int[] counts = grouping.counts();
        int m = counts.length;
        double[] x = new double[m];
        double[] y = new double[m];
        double[] square = new double[m];
        double[] low = new double[m];
        double[] high = new double[m];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < rows.size(); i++) {
            int j = grouping.code(i);
            x[j] += rows.fixed(i, column) / counts[j];
            square[j] += rows.fixed(i, column) * rows.fixed(i, column) / counts[j];
            y[j] += rows.response(i) / counts[j];
            low[j] = Math.min(low[j], rows.fixed(i, column));
            high[j] = Math.max(high[j], rows.fixed(i, column));
        }
        int[] shown = Shrinkage.every(IntStream.range(0, m).toArray(), MOST_LINES);
        double within = contextual.within().estimate();
        double between = contextual.between().estimate();
        double[][] at = new double[6][shown.length];
        for (int k = 0; k < shown.length; k++) {
            int j = shown[k];
            double half = Math.sqrt(Math.max(0, square[j] - x[j] * x[j]));
            at[0][k] = x[j];
            at[1][k] = y[j];
            at[2][k] = Math.max(low[j], x[j] - half);
            at[3][k] = Math.min(high[j], x[j] + half);
            at[4][k] = y[j] + within * (at[2][k] - x[j]);
            at[5][k] = y[j] + within * (at[3][k] - x[j]);
        }
        Data data = Data.of()
                .texts(
                        "level",
                        Arrays.stream(shown).mapToObj(grouping.levels()::get).toList())
                .numbers("meanX", at[0])
                .numbers("meanY", at[1])
                .numbers("from", at[2])
                .numbers("to", at[3])
                .numbers("lower", at[4])
                .numbers("upper", at[5]);
        double middleX = Arrays.stream(x).average().orElse(0);
        double middleY = Arrays.stream(y).average().orElse(0);
        Plot plot = Plot.of(data, contextual.predictor(), name)
                .layer(Layer.of("segment")
                        .map("x", "from")
                        .map("xend", "to")
                        .map("y", "lower")
                        .map("yend", "upper")
                        .colour(Palette.BLUE)
                        .set("size", 0.8))
                .layer(Layer.points("meanX", "meanY", Palette.VERMILLION).set("size", 2.4))
                .layer(Layer.of("abline")
                        .set("slope", between)
                        .set("intercept", middleY - between * middleX)
                        .colour(Palette.VERMILLION)
                        .set("size", 1.2));
        String description = String.format(
                Locale.ROOT,
                "%s within and between levels of %s: the slope within is %.4g (short lines through each level's mean, one"
                        + " standard deviation to both sides), the slope between the means is %.4g (long line); they differ"
                        + " by %.4g.",
                contextual.predictor(),
                exploration.group(),
                within,
                between,
                contextual.difference().estimate());
        String note = shown.length == m ? "" : shown.length + " of " + m + " levels are drawn.";
        return Pictures.figure(
                "within-between-" + contextual.predictor(),
                "Within and between: " + contextual.predictor(),
                description,
                note,
                Hover.circles(
                        plot.svg(Plot.WIDTH, 400),
                        IntStream.range(0, shown.length)
                                .mapToObj(k -> grouping.levels().get(shown[k]) + ": mean " + Hover.number(at[0][k])
                                        + ", " + Hover.number(at[1][k]))
                                .toList()),
                data);
    }
}
