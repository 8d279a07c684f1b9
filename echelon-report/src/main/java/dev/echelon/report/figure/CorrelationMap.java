package dev.echelon.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A correlation matrix as coloured squares with its numbers. */
final class CorrelationMap {
    private static final int MOST_NUMBERS = 12;

    private CorrelationMap() {}

    static Figure of(String name, String title, List<String> labels, double[][] correlation) {
        List<String> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        int q = labels.size();
        double[] values = new double[q * q];
        double strongest = 0;
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                rows.add(labels.get(i));
                columns.add(labels.get(j));
                values[i * q + j] = correlation[i][j];
                texts.add(String.format(Locale.ROOT, "%.2f", correlation[i][j]));
                strongest = i != j && Math.abs(correlation[i][j]) > Math.abs(strongest) ? correlation[i][j] : strongest;
            }
        }
        Data data = Data.of()
                .texts("row", rows)
                .texts("column", columns)
                .numbers("correlation", values)
                .texts("text", texts);
        String description = String.format(
                Locale.ROOT, "%s: a matrix of %d by %d correlations; the strongest is %.2f.", title, q, q, strongest);
        return Pictures.figure(name, title, description, "", Hover.tiles(svg(data, labels), texts(data)), data);
    }

    private static List<String> texts(Data data) {
        List<Object> rows = data.columns().getOrDefault("row", List.of());
        List<Object> columns = data.columns().getOrDefault("column", List.of());
        List<Object> values = data.columns().getOrDefault("text", List.of());
        return java.util.stream.IntStream.range(0, rows.size())
                .mapToObj(i -> rows.get(i) + ", " + columns.get(i) + ": " + values.get(i))
                .toList();
    }

    private static String svg(Data data, List<String> labels) {
        List<String> fromBelow = new ArrayList<>(labels);
        java.util.Collections.reverse(fromBelow);
        Plot plot = Plot.of(data, "", "")
                .categories("x", labels)
                .categories("y", fromBelow)
                .scale("x", "expand", Plot.list(0.0, 0.0))
                .scale("y", "expand", Plot.list(0.0, 0.0))
                .equalUnits()
                .scale("fill", "scale_mapper_kind", "color_gradient2")
                .scale("fill", "name", "r")
                .scale("fill", "low", Palette.BLUE.hex())
                .scale("fill", "mid", "#f7f7f7")
                .scale("fill", "high", Palette.VERMILLION.hex())
                .scale("fill", "midpoint", 0.0)
                .scale("fill", "limits", Plot.list(-1.0, 1.0))
                .layer(Layer.of("tile").map("x", "column").map("y", "row").map("fill", "correlation"))
                .theme("panel_grid", Plot.map("name", "blank"));
        if (labels.size() <= MOST_NUMBERS) {
            plot.layer(Layer.of("text")
                    .map("x", "column")
                    .map("y", "row")
                    .map("label", "text")
                    .set("color", "#1a1a1a"));
        }
        int side = Math.min(560, 90 + 56 * Math.max(2, labels.size()));
        return plot.svg(side + 140, side + 40);
    }
}
