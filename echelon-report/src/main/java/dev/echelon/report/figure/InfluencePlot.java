package dev.echelon.report.figure;

import dev.echelon.result.GroupInfluence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cook's distance of the fixed effects for the levels that move them most. */
final class InfluencePlot {
    private static final int MOST = 30;

    private InfluencePlot() {}

    static Optional<Figure> of(GroupInfluence influence) {
        List<GroupInfluence.Deletion> known = new ArrayList<>(influence.deletions().stream()
                .filter(deletion -> Double.isFinite(deletion.cooks()))
                .sorted(Comparator.comparingDouble(deletion -> -deletion.cooks()))
                .limit(MOST)
                .toList());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        java.util.Collections.reverse(known);
        List<String> names = known.stream().map(GroupInfluence.Deletion::level).toList();
        double[] cooks =
                known.stream().mapToDouble(GroupInfluence.Deletion::cooks).toArray();
        Data data = Data.of().texts("level", names).numbers("cooks", cooks).numbers("zero", new double[cooks.length]);
        Plot plot = Plot.of(data, "Cook's distance", "")
                .categories("y", names)
                .layer(Layer.of("segment")
                        .map("x", "zero")
                        .map("xend", "cooks")
                        .map("y", "level")
                        .map("yend", "level")
                        .colour(Palette.BLUE)
                        .set("size", 0.8))
                .layer(Layer.points("cooks", "level", Palette.BLUE).set("size", 3.0));
        GroupInfluence.Deletion first = known.get(known.size() - 1);
        String description = String.format(
                Locale.ROOT,
                "Cook's distance of the fixed effects for the %d of %d levels of %s that move them most; without %s, the"
                        + " most influential, it is %.3g.",
                names.size(),
                influence.deletions().size(),
                influence.group(),
                first.level(),
                first.cooks());
        return Optional.of(Pictures.figure(
                "influence-" + influence.group(),
                "Influence of the levels of " + influence.group(),
                description,
                names.size() < influence.deletions().size() ? "The other levels move the fixed effects less." : "",
                Hover.along(
                        Hover.circles(
                                plot.svg(Plot.WIDTH, Math.max(200, 80 + 15 * names.size())),
                                known.stream()
                                        .map(deletion -> deletion.level() + ": " + Hover.number(deletion.cooks()))
                                        .toList()),
                        'y'),
                data));
    }
}
