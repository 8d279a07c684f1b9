package dev.echelon.report.figure;

import dev.echelon.result.ModelRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Residuals of each level: their range, quartiles and median. */
final class GroupResiduals {
    private static final int MOST = 40;

    private GroupResiduals() {}

    static Figure of(ModelRows.Grouping grouping, double[] scaled) {
        List<List<Double>> byLevel = new ArrayList<>();
        grouping.levels().forEach(level -> byLevel.add(new ArrayList<>()));
        for (int i = 0; i < scaled.length; i++) {
            byLevel.get(grouping.code(i)).add(scaled[i]);
        }
        int levels = grouping.levels().size();
        int[] shown = Shrinkage.every(IntStream.range(0, levels).toArray(), MOST);
        double[][] at = new double[5][shown.length];
        double widest = 0;
        for (int k = 0; k < shown.length; k++) {
            double[] sorted = byLevel.get(shown[k]).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            for (int q = 0; q < 5; q++) {
                at[q][k] = quantile(sorted, q / 4.0);
            }
            widest = Math.max(widest, at[4][k] - at[0][k]);
        }
        List<String> names =
                Arrays.stream(shown).mapToObj(grouping.levels()::get).toList();
        Data data = Data.of()
                .texts("level", names)
                .numbers("smallest", at[0])
                .numbers("lower", at[1])
                .numbers("median", at[2])
                .numbers("upper", at[3])
                .numbers("largest", at[4]);
        Plot plot = Plot.of(data, grouping.label(), "scaled residual")
                .categories("x", names)
                .theme("panel_grid_major_x", Plot.map("name", "blank"))
                .layer(Layer.horizontal(0))
                .layer(segment("smallest", "largest", 0.6))
                .layer(segment("lower", "upper", 3.0))
                .layer(Layer.points("level", "median", Palette.VERMILLION).set("size", 2.6));
        String description = String.format(
                Locale.ROOT,
                "Scaled residuals of %d levels of %s: range (thin), quartiles (thick) and median (dot). The widest range is"
                        + " %.2f, medians go from %.2f to %.2f.",
                shown.length,
                grouping.label(),
                widest,
                Arrays.stream(at[2]).min().orElse(0),
                Arrays.stream(at[2]).max().orElse(0));
        String note = shown.length == levels
                ? ""
                : "Every " + Thinning.ordinal((levels + MOST - 1) / MOST) + " of " + levels + " levels is drawn.";
        return Pictures.figure(
                "residuals-by-" + grouping.label(),
                "Residuals by " + grouping.label(),
                description,
                note,
                Hover.along(Hover.circles(plot.svg(Plot.WIDTH, 320), texts(names, at)), 'x'),
                data);
    }

    private static List<String> texts(List<String> names, double[][] at) {
        return IntStream.range(0, names.size())
                .mapToObj(k -> String.format(
                        Locale.ROOT,
                        "%s: median %.2f, quartiles %.2f to %.2f, range %.2f to %.2f",
                        names.get(k),
                        at[2][k],
                        at[1][k],
                        at[3][k],
                        at[0][k],
                        at[4][k]))
                .toList();
    }

    private static Layer segment(String from, String to, double size) {
        return Layer.of("segment")
                .map("x", "level")
                .map("xend", "level")
                .map("y", from)
                .map("yend", to)
                .colour(Palette.BLUE)
                .set("size", size);
    }

    /** Linear between order statistics, as R's default. */
    static double quantile(double[] sorted, double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = p * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
