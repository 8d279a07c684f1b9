package dev.echelon.report.figure;

import dev.echelon.result.ProfileCurve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The profiles of a few parameters: ζ, which is a straight line where Wald's intervals are right, and densities. */
final class ProfilePlot {
    private static final double Z = 1.959963984540054;
    private static final int COLUMNS = 2;
    private static final int ROW_HEIGHT = 160;

    private ProfilePlot() {}

    static List<Figure> of(List<ProfileCurve> curves) {
        return curves.isEmpty() ? List.of() : List.of(zeta(curves), density(curves));
    }

    private static Figure zeta(List<ProfileCurve> curves) {
        Plot plot = Plot.of(data(curves), "value of the parameter", "ζ")
                .layer(Layer.horizontal(-Z))
                .layer(Layer.horizontal(Z))
                .layer(Layer.line("value", "zeta", Palette.BLUE))
                .facets("parameter", COLUMNS, "free_x");
        ProfileCurve bent = curves.stream()
                .max(Comparator.comparingDouble(ProfilePlot::asymmetry))
                .orElseThrow();
        int last = bent.values().size() - 1;
        String description = String.format(
                Locale.ROOT,
                "The signed root ζ of the rise of the criterion when a parameter is held at a value, for %s. The least"
                        + " symmetric is that of %s: ζ is %.2f at %.4g and %.2f at %.4g, around the estimate %.4g.",
                count(curves),
                bent.parameter(),
                bent.zeta().get(0),
                bent.values().get(0),
                bent.zeta().get(last),
                bent.values().get(last),
                bent.estimate());
        return Pictures.figure(
                "profile-zeta",
                "Profiles of the likelihood",
                description,
                "Dashed lines are at ±1.96: between them is the 95 % profile interval. The straighter a curve, the better is"
                        + " Wald's interval.",
                plot.svg(Plot.WIDTH, height(curves)),
                data(curves));
    }

    private static Figure density(List<ProfileCurve> curves) {
        Plot plot = Plot.of(data(curves), "value of the parameter", "density")
                .layer(Layer.of("area")
                        .map("x", "value")
                        .map("y", "density")
                        .fill(Palette.SKY)
                        .set("alpha", 0.4)
                        .set("size", 0.0))
                .layer(Layer.line("value", "density", Palette.BLUE))
                .facets("parameter", COLUMNS, "free");
        StringBuilder modes = new StringBuilder();
        for (ProfileCurve curve : curves) {
            int highest = curve.density().indexOf(java.util.Collections.max(curve.density()));
            modes.append(modes.length() == 0 ? "" : "; ")
                    .append(String.format(
                            Locale.ROOT,
                            "%s near %.4g",
                            curve.parameter(),
                            curve.values().get(highest)));
        }
        return Pictures.figure(
                "profile-density",
                "Densities that the profiles imply",
                "What the data say about " + count(curves) + ", as densities. The highest points are: " + modes + ".",
                "If ζ is standard normal, a parameter has the density φ(ζ)·dζ/dψ. Curves end at the bounds of the 99 %"
                        + " interval or of the parameter's range.",
                plot.svg(Plot.WIDTH, height(curves)),
                data(curves));
    }

    private static String count(List<ProfileCurve> curves) {
        return curves.size() == 1 ? "one parameter" : curves.size() + " parameters";
    }

    /** How much farther a curve goes to one side than to the other. */
    private static double asymmetry(ProfileCurve curve) {
        double below = curve.estimate() - curve.values().get(0);
        double above = curve.values().get(curve.values().size() - 1) - curve.estimate();
        return Math.abs(above - below) / (above + below);
    }

    private static int height(List<ProfileCurve> curves) {
        return 50 + ROW_HEIGHT * ((curves.size() + COLUMNS - 1) / COLUMNS);
    }

    private static Data data(List<ProfileCurve> curves) {
        List<String> names = new ArrayList<>();
        for (ProfileCurve curve : curves) {
            curve.values().forEach(value -> names.add(curve.parameter()));
        }
        return Data.of()
                .texts("parameter", names)
                .numbers("value", all(curves, ProfileCurve::values))
                .numbers("zeta", all(curves, ProfileCurve::zeta))
                .numbers("density", all(curves, ProfileCurve::density));
    }

    private static double[] all(
            List<ProfileCurve> curves, java.util.function.Function<ProfileCurve, List<Double>> column) {
        return curves.stream()
                .flatMap(curve -> column.apply(curve).stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
