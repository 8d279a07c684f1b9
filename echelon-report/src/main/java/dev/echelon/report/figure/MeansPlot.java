package dev.echelon.report.figure;

import dev.echelon.MarginalMeans;
import dev.echelon.result.MarginalMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Marginal means of one factor, or of one factor for each level of another, with their intervals. */
final class MeansPlot {
    private MeansPlot() {}

    static Figure of(MarginalMeans means) {
        List<MarginalMean> shown =
                means.means().stream().filter(MarginalMean::estimable).toList();
        boolean two = means.factors().size() > 1;
        String first = means.factors().get(0);
        String name = String.join(" by ", means.factors());
        Data data = Data.of()
                .texts("level", shown.stream().map(mean -> mean.levels().get(0)).toList())
                .texts(
                        "series",
                        shown.stream()
                                .map(mean -> two ? mean.levels().get(1) : "")
                                .toList())
                .numbers(
                        "mean",
                        shown.stream().mapToDouble(MarginalMean::estimate).toArray())
                .numbers(
                        "lower",
                        shown.stream()
                                .mapToDouble(mean -> mean.interval().lower())
                                .toArray())
                .numbers(
                        "upper",
                        shown.stream()
                                .mapToDouble(mean -> mean.interval().upper())
                                .toArray());
        List<String> levels =
                shown.stream().map(mean -> mean.levels().get(0)).distinct().toList();
        Plot plot = Plot.of(data, first, "marginal mean").categories("x", levels);
        Layer bars = Layer.of("errorbar").map("x", "level").map("ymin", "lower").map("ymax", "upper");
        bars.set("width", 0.12).set("size", 0.7);
        Layer points = Layer.of("point").map("x", "level").map("y", "mean").set("size", 3.2);
        if (two) {
            Object dodge = Plot.map("name", "dodge", "width", 0.2);
            plot.layer(Layer.of("line")
                    .map("x", "level")
                    .map("y", "mean")
                    .map("color", "series")
                    .map("group", "series")
                    .set("position", dodge));
            plot.layer(bars.map("color", "series").map("group", "series").set("position", dodge));
            plot.layer(points.map("color", "series").map("group", "series").set("position", dodge));
            plot.scale("color", "discrete", true)
                    .scale("color", "name", means.factors().get(1))
                    .scale("color", "values", colours());
        } else {
            plot.layer(bars.colour(Palette.BLUE)).layer(points.colour(Palette.BLUE));
        }
        MarginalMean low = shown.stream()
                .min(java.util.Comparator.comparingDouble(MarginalMean::estimate))
                .orElseThrow();
        MarginalMean high = shown.stream()
                .max(java.util.Comparator.comparingDouble(MarginalMean::estimate))
                .orElseThrow();
        String description = String.format(
                Locale.ROOT,
                "Estimated marginal means of %s with %.0f %% intervals: the smallest is %.4g (%s), the largest %.4g (%s).",
                name,
                100 * means.level(),
                low.estimate(),
                String.join(", ", low.levels()),
                high.estimate(),
                String.join(", ", high.levels()));
        return Pictures.figure(
                "means-" + String.join("-", means.factors()),
                "Marginal means of " + name,
                description,
                shown.size() == means.means().size() ? "" : "Means that the data do not determine are left out.",
                Hover.circles(plot.svg(Plot.WIDTH, 360), texts(shown, two)),
                data);
    }

    /** Series after series, as a layer with colours is drawn; the dots of the legend say nothing. */
    private static List<String> texts(List<MarginalMean> shown, boolean two) {
        List<String> series = shown.stream()
                .map(mean -> two ? mean.levels().get(1) : "")
                .distinct()
                .toList();
        List<String> texts = new ArrayList<>();
        series.stream()
                .flatMap(each -> shown.stream()
                        .filter(mean -> !two || mean.levels().get(1).equals(each)))
                .map(mean -> Hover.estimate(
                        String.join(", ", mean.levels()),
                        mean.estimate(),
                        mean.interval().lower(),
                        mean.interval().upper()))
                .forEach(texts::add);
        texts.addAll(Hover.none(two ? series.size() : 0));
        return texts;
    }

    private static List<Object> colours() {
        List<Object> colours = Plot.list();
        Palette.SERIES.forEach(colour -> colours.add(colour.hex()));
        return colours;
    }
}
