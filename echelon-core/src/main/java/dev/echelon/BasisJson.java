package dev.echelon;

import dev.echelon.internal.design.Basis;

/** The state of one basis function in a saved fit. */
final class BasisJson {
    private static final String ORTHOGONAL = "orthogonal-polynomial";
    private static final String POWERS = "powers";
    private static final String NATURAL_SPLINE = "natural-spline";
    private static final String B_SPLINE = "b-spline";
    private static final String SCALING = "scaling";
    private static final String GROUP_MEANS = "group-means";
    private static final String INTERVALS = "intervals";

    private BasisJson() {}

    static void write(JsonOut out, Basis basis) {
        if (basis instanceof Basis.OrthogonalPolynomial poly) {
            out.text("kind", ORTHOGONAL);
            out.doubles("alpha", poly.alpha());
            out.doubles("norm2", poly.norm2());
        } else if (basis instanceof Basis.Powers powers) {
            out.text("kind", POWERS);
            out.integer("degree", powers.degree());
        } else if (basis instanceof Basis.NaturalSpline spline) {
            out.text("kind", NATURAL_SPLINE);
            spline(out, spline.knots(), spline.boundary(), spline.intercept());
        } else if (basis instanceof Basis.BSpline spline) {
            out.text("kind", B_SPLINE);
            out.integer("degree", spline.degree());
            spline(out, spline.knots(), spline.boundary(), spline.intercept());
        } else if (basis instanceof Basis.Scaling scaling) {
            out.text("kind", SCALING);
            out.number("center", scaling.center());
            out.number("scale", scaling.scale());
        } else if (basis instanceof Basis.GroupMeans means) {
            out.text("kind", GROUP_MEANS);
            out.texts("groups", means.groups());
            out.doubles("means", means.means());
        } else if (basis instanceof Basis.Intervals intervals) {
            out.text("kind", INTERVALS);
            out.doubles("breaks", intervals.breaks());
            out.texts("labels", intervals.labels());
            out.flag("right", intervals.right());
            out.flag("lowest", intervals.lowest());
        } else {
            throw new IllegalArgumentException("no format for " + basis);
        }
    }

    private static void spline(JsonOut out, double[] knots, double[] boundary, boolean intercept) {
        out.doubles("knots", knots);
        out.doubles("boundary", boundary);
        out.flag("intercept", intercept);
    }

    static Basis read(JsonIn in) {
        String kind = in.text("kind");
        return switch (kind) {
            case ORTHOGONAL -> polynomial(in);
            case POWERS -> new Basis.Powers(in.integer("degree", 0));
            case NATURAL_SPLINE ->
                new Basis.NaturalSpline(in.doubles("knots"), in.doubles("boundary", 2), in.flag("intercept"));
            case B_SPLINE ->
                new Basis.BSpline(
                        in.integer("degree", 0), in.doubles("knots"), in.doubles("boundary", 2), in.flag("intercept"));
            case SCALING -> new Basis.Scaling(in.number("center"), in.number("scale"));
            case GROUP_MEANS -> {
                var groups = in.texts("groups");
                yield new Basis.GroupMeans(groups, in.doubles("means", groups.size()));
            }
            case INTERVALS -> intervals(in);
            default -> throw in.unknown("kind", kind);
        };
    }

    private static Basis polynomial(JsonIn in) {
        double[] alpha = in.doubles("alpha");
        return new Basis.OrthogonalPolynomial(alpha, in.doubles("norm2", alpha.length + 2L));
    }

    private static Basis intervals(JsonIn in) {
        double[] breaks = in.doubles("breaks");
        var labels = in.texts("labels");
        in.requireLength("labels", breaks.length - 1L, labels.size());
        return new Basis.Intervals(breaks, labels, in.flag("right"), in.flag("lowest"));
    }
}
