package dev.echelon.report.figure;

import dev.echelon.result.RandomEffects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Conditional modes of one random effect in ascending order, with intervals. */
final class Caterpillar {
    /** More than this cannot be told apart: then every so manyth is drawn. */
    static final int MOST_LEVELS = 120;

    /** So many names can be read. */
    private static final int MOST_NAMES = 60;

    private static final double Z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);

    private Caterpillar() {}

    static Figure of(RandomEffects effects, int column) {
        int levels = effects.levels().size();
        List<Integer> order = new ArrayList<>(IntStream.range(0, levels).boxed().toList());
        order.sort(Comparator.comparingDouble(level -> effects.mode(level, column)));
        List<Integer> shown = thinned(order);
        double[] mode =
                shown.stream().mapToDouble(level -> effects.mode(level, column)).toArray();
        double[] half = shown.stream()
                .mapToDouble(level -> Z * Math.sqrt(effects.variance(level, column, column)))
                .toArray();
        List<String> names = shown.stream().map(effects.levels()::get).toList();
        Data data = Data.of()
                .texts("level", names)
                .numbers("mode", mode)
                .numbers("lower", combine(mode, half, -1))
                .numbers("upper", combine(mode, half, 1));
        String effect = effects.columns().get(column);
        String title = effects.name() + ": " + effect;
        int clear = (int) IntStream.range(0, levels)
                .filter(level ->
                        Math.abs(effects.mode(level, column)) > Z * Math.sqrt(effects.variance(level, column, column)))
                .count();
        String note = shown.size() == levels
                ? ""
                : "Every " + Thinning.ordinal(step(levels)) + " of " + levels + " levels is drawn.";
        String description = String.format(
                Locale.ROOT,
                "Conditional modes of %s for %d levels of %s in ascending order, from %.4g to %.4g, with 95 %% intervals"
                        + " given the estimated variances; %d exclude zero.",
                effect,
                levels,
                effects.name(),
                effects.mode(order.get(0), column),
                effects.mode(order.get(levels - 1), column),
                clear);
        return Pictures.figure(
                "caterpillar-" + effects.name() + "-" + effect,
                title,
                description,
                note,
                Hover.along(Hover.circles(svg(data, names), texts(names, mode, half)), 'y'),
                data);
    }

    private static List<String> texts(List<String> names, double[] mode, double[] half) {
        return IntStream.range(0, mode.length)
                .mapToObj(i -> Hover.estimate(names.get(i), mode[i], mode[i] - half[i], mode[i] + half[i]))
                .toList();
    }

    private static String svg(Data data, List<String> names) {
        boolean named = names.size() <= MOST_NAMES;
        Plot plot = Plot.of(data, "conditional mode and 95 % interval", "")
                .categories("y", names)
                .layer(Layer.vertical(0))
                .layer(Layer.of("segment")
                        .map("x", "lower")
                        .map("xend", "upper")
                        .map("y", "level")
                        .map("yend", "level")
                        .colour(Palette.BLUE)
                        .set("size", 0.8))
                .layer(Layer.points("mode", "level", Palette.BLUE).set("size", 2.5));
        if (!named) {
            plot.scale("y", "breaks", Plot.list()).theme("panel_grid_major_y", Plot.map("name", "blank"));
        }
        return plot.svg(Plot.WIDTH, Math.max(220, 90 + names.size() * (named ? 15 : 5)));
    }

    private static int step(int levels) {
        return (levels + MOST_LEVELS - 1) / MOST_LEVELS;
    }

    /** Both ends and every so manyth between them. */
    private static List<Integer> thinned(List<Integer> order) {
        int step = step(order.size());
        if (step == 1) {
            return order;
        }
        List<Integer> few = new ArrayList<>();
        for (int i = 0; i < order.size(); i += step) {
            few.add(order.get(i));
        }
        return few;
    }

    private static double[] combine(double[] centre, double[] half, int sign) {
        return IntStream.range(0, centre.length)
                .mapToDouble(i -> centre[i] + sign * half[i])
                .toArray();
    }
}
