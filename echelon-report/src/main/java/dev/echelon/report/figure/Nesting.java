package dev.echelon.report.figure;

import dev.echelon.result.ModelRows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Rows within levels: the first levels with a dot for each of their rows, and the sizes of all levels. */
final class Nesting {
    private static final int SHOWN = 10;
    private static final int ACROSS = 5;
    private static final int MOST_DOTS = 60;
    private static final int BOX = 68;
    private static final int STEP = 11;
    private static final int MOST_BARS = 60;

    private Nesting() {}

    /** The first levels as boxes that hold their rows. */
    static Figure boxes(ModelRows.Grouping grouping) {
        int levels = Math.min(SHOWN, grouping.levels().size());
        int[] counts = grouping.counts();
        int deepest = Arrays.stream(counts).limit(levels).max().orElse(1);
        int lines = (Math.min(deepest, MOST_DOTS) + ACROSS - 1) / ACROSS;
        int height = 66 + lines * STEP;
        StringBuilder out = new StringBuilder();
        out.append("<svg width=\"")
                .append(levels * BOX + 20)
                .append("\" height=\"")
                .append(height)
                .append("\">");
        for (int j = 0; j < levels; j++) {
            box(out, 10 + j * BOX, grouping.levels().get(j), counts[j]);
        }
        out.append("</svg>");
        String[] levelNames = grouping.levels().subList(0, levels).toArray(String[]::new);
        double[] sizes = IntStream.range(0, levels).mapToDouble(j -> counts[j]).toArray();
        Data data = Data.of().texts("level", List.of(levelNames)).numbers("rows", sizes);
        String description = String.format(
                Locale.ROOT,
                "The first %d of %d levels of %s with a dot for each of their rows: %s.",
                levels,
                grouping.levels().size(),
                grouping.label(),
                String.join(
                        ", ",
                        IntStream.range(0, levels)
                                .mapToObj(j ->
                                        counts[j] + " in " + grouping.levels().get(j))
                                .toList()));
        String note = deepest > MOST_DOTS ? "At most " + MOST_DOTS + " dots are drawn per level." : "";
        return Pictures.figure(
                "nesting-" + grouping.label(),
                "Rows within " + grouping.label(),
                description,
                note,
                out.toString(),
                data);
    }

    private static void box(StringBuilder out, int x, String level, int count) {
        int dots = Math.min(count, MOST_DOTS);
        int lines = (dots + ACROSS - 1) / ACROSS;
        out.append("<rect x=\"")
                .append(x)
                .append("\" y=\"8\" rx=\"4\" width=\"")
                .append(BOX - 8);
        out.append("\" height=\"22\" fill=\"")
                .append(Palette.BLUE.themed())
                .append("\" fill-opacity=\"0.18\" stroke=\"");
        out.append(Palette.BLUE.themed()).append("\"/>");
        String name = level.codePointCount(0, level.length()) > 8
                ? level.substring(0, level.offsetByCodePoints(0, 7)) + "…"
                : level;
        MatrixPicture.text(out, x + (BOX - 8) / 2.0, 23, "middle", "", name);
        out.append("<path stroke=\"")
                .append(Palette.QUIET.themed())
                .append("\" d=\"M")
                .append(x + (BOX - 8) / 2);
        out.append(" 30v8\"/><g fill=\"").append(Palette.VERMILLION.themed()).append("\">");
        for (int d = 0; d < dots; d++) {
            out.append("<circle cx=\"").append(x + 8 + d % ACROSS * STEP).append("\" cy=\"");
            out.append(44 + d / ACROSS * STEP).append("\" r=\"4\"/>");
        }
        out.append("</g>");
        MatrixPicture.text(out, x + (BOX - 8) / 2.0, 54 + lines * STEP, "middle", "", "n = " + count);
    }

    /** How many rows the levels have: a bar for each if they are few, a histogram otherwise. */
    static Figure sizes(ModelRows.Grouping grouping) {
        int[] counts = grouping.counts();
        double mean = Arrays.stream(counts).average().orElse(0);
        int fewest = Arrays.stream(counts).min().orElse(0);
        int most = Arrays.stream(counts).max().orElse(0);
        String description = "The " + counts.length + " levels of " + grouping.label() + " have "
                + (fewest == most
                        ? most + " rows each."
                        : String.format(Locale.ROOT, "from %d to %d rows, %.1f on average.", fewest, most, mean));
        return counts.length <= MOST_BARS
                ? bars(grouping, counts, mean, description)
                : histogram(grouping, counts, mean, description);
    }

    private static Figure bars(ModelRows.Grouping grouping, int[] counts, double mean, String description) {
        Data data = Data.of()
                .texts("level", grouping.levels())
                .numbers("rows", Arrays.stream(counts).asDoubleStream().toArray());
        Plot plot = Plot.of(data, grouping.label(), "rows")
                .categories("x", grouping.levels())
                .layer(bar("level"))
                .layer(Layer.horizontal(mean));
        List<String> texts = IntStream.range(0, counts.length)
                .mapToObj(j -> grouping.levels().get(j) + ": " + counts[j] + (counts[j] == 1 ? " row" : " rows"))
                .toList();
        return figure(grouping, description, plot, data, texts);
    }

    private static Figure histogram(ModelRows.Grouping grouping, int[] counts, double mean, String description) {
        int low = Arrays.stream(counts).min().orElse(0);
        int high = Arrays.stream(counts).max().orElse(0);
        int step = Math.max(1, (high - low + 1 + 39) / 40);
        int bins = (high - low) / step + 1;
        double[] levels = new double[bins];
        for (int count : counts) {
            levels[(count - low) / step]++;
        }
        double[] middle = IntStream.range(0, bins)
                .mapToDouble(b -> low + b * step + (step - 1) / 2.0)
                .toArray();
        Data data = Data.of().numbers("rows", middle).numbers("levels", levels);
        Plot plot = Plot.of(data, "rows of a level", "levels of " + grouping.label())
                .layer(Layer.of("bar")
                        .map("x", "rows")
                        .map("y", "levels")
                        .set("stat", "identity")
                        .set("width", 0.9)
                        .fill(Palette.BLUE)
                        .set("size", 0.0))
                .layer(Layer.vertical(mean).colour(Palette.VERMILLION));
        List<String> texts = IntStream.range(0, bins)
                .filter(b -> levels[b] > 0)
                .mapToObj(b -> (int) levels[b] + " with " + (low + b * step)
                        + (step == 1 ? "" : " to " + (low + (b + 1) * step - 1)) + " rows")
                .toList();
        return figure(grouping, description, plot, data, texts);
    }

    private static Layer bar(String x) {
        return Layer.of("bar")
                .map("x", x)
                .map("y", "rows")
                .set("stat", "identity")
                .set("width", 0.8)
                .fill(Palette.BLUE)
                .set("size", 0.0);
    }

    private static Figure figure(
            ModelRows.Grouping grouping, String description, Plot plot, Data data, List<String> texts) {
        return Pictures.figure(
                "sizes-" + grouping.label(),
                "Sizes of the levels of " + grouping.label(),
                description,
                "The dashed line is their mean.",
                Hover.along(Hover.bars(plot.svg(Plot.WIDTH, 280), Palette.BLUE, texts), 'x'),
                data);
    }
}
