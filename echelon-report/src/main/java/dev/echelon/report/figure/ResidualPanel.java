package dev.echelon.report.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Four views of the residuals: against fitted values, their quantiles, their spread, their distribution. */
final class ResidualPanel {
    /** More points than this only make ink. */
    static final int MOST_POINTS = 1500;

    private static final int CURVE = 60;

    private ResidualPanel() {}

    /**
     * The panel.
     *
     * @param fitted conditional fitted values
     * @param scaled residuals over their standard deviation, in the same order
     */
    static Figure of(double[] fitted, double[] scaled) {
        int[] shown = sample(fitted.length);
        double[] x = Arrays.stream(shown).mapToDouble(i -> fitted[i]).toArray();
        double[] r = Arrays.stream(shown).mapToDouble(i -> scaled[i]).toArray();
        double[] root =
                Arrays.stream(r).map(value -> Math.sqrt(Math.abs(value))).toArray();
        Data data = Data.of().numbers("fitted", x).numbers("residual", r).numbers("root", root);
        Plot against = points(data, "fitted value", "scaled residual", "residual")
                .layer(Layer.horizontal(0))
                .layer(smooth(fitted, scaled))
                .title("Against fitted values");
        Plot spread = points(data, "fitted value", "√|scaled residual|", "root")
                .layer(smooth(
                        fitted,
                        Arrays.stream(scaled).map(v -> Math.sqrt(Math.abs(v))).toArray()))
                .title("Spread");
        String svg = Plot.grid(List.of(against, quantiles(scaled), spread, histogram(scaled)), 2, 760, 620);
        String note = shown.length == fitted.length
                ? ""
                : "Points are a random sample of " + shown.length + " of " + fitted.length
                        + " rows; curves and the histogram are of all.";
        String description = String.format(
                Locale.ROOT,
                "Residuals of %d rows: against fitted values, their quantiles against normal ones, their spread against"
                        + " fitted values, their histogram. The largest scaled residual is %.2f, the smallest %.2f.",
                fitted.length,
                Arrays.stream(scaled).max().orElse(0),
                Arrays.stream(scaled).min().orElse(0));
        return Pictures.figure(
                "residuals", "Residuals", description, note, Hover.circles(svg, texts(shown, fitted, scaled)), data);
    }

    /** Of the dots of three panels: each is a row. */
    private static List<String> texts(int[] shown, double[] fitted, double[] scaled) {
        List<String> rows = Arrays.stream(shown)
                .mapToObj(i -> text(i, fitted[i], scaled[i]))
                .toList();
        int[] order = order(scaled);
        List<String> texts = new ArrayList<>(rows);
        Arrays.stream(shown).map(i -> order[i]).forEach(i -> texts.add(text(i, fitted[i], scaled[i])));
        texts.addAll(rows);
        return texts;
    }

    private static String text(int row, double fitted, double scaled) {
        return "row " + (row + 1) + ": " + Hover.number(fitted) + ", " + String.format(Locale.ROOT, "%.2f", scaled);
    }

    private static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Plot points(Data data, String xTitle, String yTitle, String column) {
        double opacity = data.rows() > 400 ? 0.35 : 0.7;
        return Plot.of(data, xTitle, yTitle)
                .layer(Layer.points("fitted", column, Palette.BLUE)
                        .set("alpha", opacity)
                        .set("size", 2.0));
    }

    /** Sorted rows of a sample that is the same every time. */
    static int[] sample(int rows) {
        if (rows <= MOST_POINTS) {
            return IntStream.range(0, rows).toArray();
        }
        Random random = new Random(rows);
        int[] chosen = new int[MOST_POINTS];
        for (int k = 0, row = 0; k < MOST_POINTS; row++) {
            if (random.nextInt(rows - row) < MOST_POINTS - k) {
                chosen[k++] = row;
            }
        }
        return chosen;
    }

    /** Means of neighbours, a tenth of the rows each. */
    private static Layer smooth(double[] x, double[] y) {
        Integer[] order = IntStream.range(0, x.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, java.util.Comparator.comparingDouble(i -> x[i]));
        int points = Math.min(CURVE, x.length);
        int half = Math.max(2, x.length / 20);
        double[] cx = new double[points];
        double[] cy = new double[points];
        for (int k = 0; k < points; k++) {
            int centre = points == 1 ? 0 : (int) ((long) k * (x.length - 1) / (points - 1));
            int from = Math.max(0, centre - half);
            int to = Math.min(x.length, centre + half + 1);
            for (int i = from; i < to; i++) {
                cx[k] += x[order[i]] / (to - from);
                cy[k] += y[order[i]] / (to - from);
            }
        }
        return Layer.line("x", "y", Palette.VERMILLION)
                .data(Data.of().numbers("x", cx).numbers("y", cy));
    }

    private static Plot quantiles(double[] scaled) {
        double[] sorted = scaled.clone();
        Arrays.sort(sorted);
        int[] shown = sample(sorted.length);
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double[] theory = Arrays.stream(shown)
                .mapToDouble(i -> normal.inverseCumulativeProbability((i + 0.5) / sorted.length))
                .toArray();
        double[] values = Arrays.stream(shown).mapToDouble(i -> sorted[i]).toArray();
        Data data = Data.of().numbers("fitted", theory).numbers("residual", values);
        return Plot.of(data, "normal quantile", "scaled residual")
                .layer(Layer.of("abline")
                        .set("slope", 1.0)
                        .set("intercept", 0.0)
                        .colour(Palette.VERMILLION))
                .layer(Layer.points("fitted", "residual", Palette.BLUE)
                        .set("size", 2.0)
                        .set("alpha", 0.6))
                .title("Quantiles");
    }

    private static Plot histogram(double[] scaled) {
        double low = Arrays.stream(scaled).min().orElse(-1);
        double high = Arrays.stream(scaled).max().orElse(1);
        int bins = Math.max(8, Math.min(40, (int) Math.sqrt(scaled.length)));
        double width = Math.max((high - low) / bins, Double.MIN_NORMAL);
        double[] density = new double[bins];
        double[] middle = new double[bins];
        for (double value : scaled) {
            density[Math.min(bins - 1, (int) ((value - low) / width))] += 1 / (scaled.length * width);
        }
        for (int b = 0; b < bins; b++) {
            middle[b] = low + (b + 0.5) * width;
        }
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double[] x = IntStream.range(0, CURVE)
                .mapToDouble(i -> low + i * (high - low) / (CURVE - 1))
                .toArray();
        double[] bell = Arrays.stream(x).map(normal::density).toArray();
        return Plot.of(Data.of().numbers("x", middle).numbers("y", density), "scaled residual", "density")
                .layer(Layer.of("bar")
                        .map("x", "x")
                        .map("y", "y")
                        .set("stat", "identity")
                        .set("width", 1.0)
                        .set("size", 0.3)
                        .fill(Palette.SKY)
                        .colour(Palette.PAPER))
                .layer(Layer.line("x", "y", Palette.VERMILLION)
                        .data(Data.of().numbers("x", x).numbers("y", bell)))
                .title("Distribution");
    }
}
