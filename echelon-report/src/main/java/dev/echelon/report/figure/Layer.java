package dev.echelon.report.figure;

import java.util.LinkedHashMap;
import java.util.Map;

/** One layer of a plot in the grammar of graphics: a geometry, what it shows, and how it looks. */
final class Layer {
    private final Map<String, Object> spec = new LinkedHashMap<>();
    private final Map<String, Object> mapping = new LinkedHashMap<>();

    private Layer(String geometry) {
        spec.put("geom", geometry);
        spec.put("mapping", mapping);
    }

    static Layer of(String geometry) {
        return new Layer(geometry);
    }

    static Layer points(String x, String y, Palette colour) {
        return of("point").map("x", x).map("y", y).colour(colour);
    }

    static Layer line(String x, String y, Palette colour) {
        return of("line").map("x", x).map("y", y).colour(colour).set("size", 1.0);
    }

    static Layer horizontal(double y) {
        return of("hline").set("yintercept", y).colour(Palette.QUIET).set("linetype", "dashed");
    }

    static Layer vertical(double x) {
        return of("vline").set("xintercept", x).colour(Palette.QUIET).set("linetype", "dashed");
    }

    /** Which column an aesthetic shows. */
    Layer map(String aesthetic, String column) {
        mapping.put(aesthetic, column);
        return this;
    }

    Layer set(String property, Object value) {
        spec.put(property, value);
        return this;
    }

    Layer colour(Palette colour) {
        return set("color", colour.hex());
    }

    Layer fill(Palette colour) {
        return set("fill", colour.hex());
    }

    /** With data of its own. */
    Layer data(Data data) {
        return set("data", Plot.columns(data));
    }

    Map<String, Object> spec() {
        return spec;
    }
}
