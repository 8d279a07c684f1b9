package dev.echelon.report.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/** A plot in the grammar of graphics, drawn by Lets-Plot. */
final class Plot {
    static final int WIDTH = 640;
    static final int HEIGHT = 420;

    private final Map<String, Object> spec = new LinkedHashMap<>();
    private final List<Object> layers = new ArrayList<>();
    private final List<Object> scales = new ArrayList<>();

    private Plot(Data data) {
        spec.put("kind", "plot");
        spec.put("data", columns(data));
        spec.put("mapping", new LinkedHashMap<>());
        spec.put(
                "theme",
                map(
                        "name",
                        "minimal",
                        "plot_margin",
                        map("r", 14.0),
                        // Without ticks the labels of both axes meet in the corner.
                        "axis_ticks",
                        map("name", "line", "blank", false, "color", Palette.GRID.hex(), "size", 1.0),
                        "axis_ticks_length",
                        5.0));
        spec.put("scales", scales);
        spec.put("layers", layers);
    }

    /** A plot of columns of {@code data} with the titles of its axes. */
    static Plot of(Data data, String x, String y) {
        return new Plot(data).scale("x", "name", x).scale("y", "name", y);
    }

    static Map<String, Object> columns(Data data) {
        Map<String, Object> columns = new LinkedHashMap<>();
        data.columns().forEach((name, column) -> columns.put(name, new ArrayList<>(column)));
        return columns;
    }

    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static List<Object> list(Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    Plot title(String text) {
        spec.put("ggtitle", map("text", text));
        return this;
    }

    Plot layer(Layer layer) {
        layers.add(layer.spec());
        return this;
    }

    /** A property of the scale of an aesthetic. */
    @SuppressWarnings("unchecked")
    Plot scale(String aesthetic, String property, Object value) {
        for (Object known : scales) {
            Map<String, Object> scale = (Map<String, Object>) known;
            if (aesthetic.equals(scale.get("aesthetic"))) {
                scale.put(property, value);
                return this;
            }
        }
        scales.add(map("aesthetic", aesthetic, property, value));
        return this;
    }

    /** The categories of an axis in this order, each with its label. */
    Plot categories(String axis, List<String> order) {
        return scale(axis, "discrete", true)
                .scale(axis, "limits", new ArrayList<>(order))
                .scale(axis, "expand", list(0.0, 0.6)); // half a mark of the first and the last would be cut off
    }

    /** Equal units on both axes. */
    Plot equalUnits() {
        spec.put("coord", map("name", "fixed"));
        return this;
    }

    /**
     * A panel for each value, in alphabetical order.
     *
     * @param scales {@code fixed} if all share their axes, {@code free_x} or {@code free} if each has its own
     */
    Plot facets(String column, int columns, String scales) {
        spec.put(
                "facet",
                map("name", "wrap", "facets", list(column), "ncol", columns, "order", list(1), "scales", scales));
        return this;
    }

    Plot theme(String element, Object value) {
        @SuppressWarnings("unchecked")
        Map<String, Object> theme = (Map<String, Object>) spec.get("theme");
        if (theme != null) {
            theme.put(element, value);
        }
        return this;
    }

    /** Draws the plot; equal plots give equal text. */
    String svg(int width, int height) {
        spec.put("ggsize", map("width", (double) width, "height", (double) height));
        return draw(spec);
    }

    /** Several plots in one picture. */
    static String grid(List<Plot> plots, int columns, int width, int height) {
        List<Object> figures = new ArrayList<>();
        plots.forEach(plot -> figures.add(plot.spec));
        int rows = (plots.size() + columns - 1) / columns;
        return draw(map(
                "kind",
                "subplots",
                "figures",
                figures,
                "layout",
                map("name", "grid", "ncol", columns, "nrow", rows, "hspace", 8.0, "vspace", 8.0),
                "ggsize",
                map("width", (double) width, "height", (double) height)));
    }

    private static String draw(Map<String, Object> spec) {
        return SvgText.finish(
                PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(spec, null, Raster::dataUrl, false));
    }
}
