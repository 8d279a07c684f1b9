package dev.echelon.report.figure;

import dev.echelon.result.SimulatedResiduals;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** The distribution of the places of observed values among simulated ones (PIT): flat if the model holds. */
final class SimulatedRanksPlot {
    private static final int BINS = 20;

    private SimulatedRanksPlot() {}

    static Figure of(SimulatedResiduals simulated) {
        int n = simulated.values().size();
        int bins = Math.max(5, Math.min(BINS, n / 5));
        double[] density = new double[bins];
        for (double value : simulated.values()) {
            density[Math.min(bins - 1, (int) (value * bins))] += (double) bins / n;
        }
        double[] middle =
                IntStream.range(0, bins).mapToDouble(b -> (b + 0.5) / bins).toArray();
        double half = 1.96 * Math.sqrt((bins - 1.0) / n);
        Data data = Data.of().numbers("place", middle).numbers("density", density);
        Plot plot = Plot.of(data, "place among simulated values", "density")
                .layer(Layer.of("bar")
                        .map("x", "place")
                        .map("y", "density")
                        .set("stat", "identity")
                        .set("width", 0.95)
                        .set("size", 0.0)
                        .fill(Palette.SKY))
                .layer(Layer.of("hline").set("yintercept", 1.0).colour(Palette.VERMILLION))
                .layer(Layer.horizontal(1 + half))
                .layer(Layer.horizontal(Math.max(0, 1 - half)));
        String of = simulated.per().equals("row") ? "rows" : "means of levels of " + simulated.per();
        String description = String.format(
                Locale.ROOT,
                "Histogram of the places of %d %s among %d simulated data sets, in %d bins from %.2f to %.2f times what is"
                        + " expected.",
                n,
                of,
                simulated.replicates(),
                bins,
                Arrays.stream(density).min().orElse(0),
                Arrays.stream(density).max().orElse(0));
        String note = "Flat if the model holds; the dashed lines hold 95 % of the bars then."
                + (simulated.every() > 1
                        ? " Every " + Thinning.ordinal(simulated.every()) + " row was looked at."
                        : "");
        return Pictures.figure(
                "simulated-" + simulated.per(),
                "Simulated residuals: " + of,
                description,
                note,
                Hover.along(
                        Hover.bars(
                                plot.svg(560, 300),
                                Palette.SKY,
                                IntStream.range(0, bins)
                                        .filter(b -> density[b] > 0)
                                        .mapToObj(b -> String.format(
                                                Locale.ROOT,
                                                "%.2f to %.2f: %.2f times what is expected",
                                                (double) b / bins,
                                                (b + 1.0) / bins,
                                                density[b]))
                                        .toList()),
                        'x'),
                data);
    }
}
