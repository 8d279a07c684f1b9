package dev.echelon.internal.intervals;

import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.ProfileCurve;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.hipparchus.analysis.interpolation.SplineInterpolator;
import org.hipparchus.analysis.polynomials.PolynomialSplineFunction;

/**
 * The signed root ζ(ψ) = ±√(d(ψ) − d_min) from ψ̂ outwards, and the density that it implies: if ζ is standard normal, ψ has
 * the density φ(ζ(ψ))·ζ'(ψ). The derivative is that of a natural cubic spline through the values.
 */
public final class ProfileCurves {
    /** Steps from ψ̂ to z on each side where ζ is a line. */
    private static final int STEPS = 12;

    private static final int MOST_STEPS = 40;
    private static final int LEAST_POINTS = 5;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final double z;

    private ProfileCurves(double z) {
        this.z = z;
    }

    /**
     * Curves in the order of {@link ProfileIntervals}; none for a correlation with an effect that does not vary.
     *
     * @param coverage of the interval at whose bounds the curves end, unless the parameter's range ends before
     */
    public static List<ProfileCurve> of(
            FittedModel model, double coverage, boolean restricted, Predicate<String> wanted) {
        double z = NORMAL.inverseCumulativeProbability(0.5 + coverage / 2);
        return Profiles.each(model, restricted, wanted, new ProfileCurves(z)::curve).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<ProfileCurve> curve(String name, Optimised optimum, Profile profile) {
        double estimate = profile.estimate();
        if (Double.isNaN(estimate)) {
            return Optional.empty();
        }
        TreeMap<Double, Double> points = new TreeMap<>();
        points.put(estimate, 0.0);
        walk(profile, optimum.deviance(), -1, profile.lowest(), points);
        walk(profile, optimum.deviance(), 1, profile.upper(), points);
        if (points.size() < LEAST_POINTS) {
            return Optional.empty();
        }
        List<Double> values = List.copyOf(points.keySet());
        List<Double> zeta = List.copyOf(points.values());
        return Optional.of(new ProfileCurve(name, estimate, values, zeta, density(values, zeta)));
    }

    /** Steps that follow the slope of ζ, until ζ has reached z or ψ the end of its range. */
    private void walk(Profile profile, double minimum, int sign, double limit, TreeMap<Double, Double> points) {
        if (sign * (limit - profile.estimate()) <= 0) {
            return;
        }
        profile.restart();
        double rise = z / STEPS;
        double step = 2 * profile.reach() / STEPS;
        double psi = profile.estimate();
        double reached = 0;
        for (int k = 0; k < MOST_STEPS && reached < z && psi != limit; k++) {
            double next = sign > 0 ? Math.min(limit, psi + step) : Math.max(limit, psi - step);
            double zeta = Math.sqrt(Math.max(0, profile.deviance(next) - minimum));
            if (!Double.isFinite(zeta) || zeta <= reached) {
                return;
            }
            points.put(next, sign * zeta);
            double fitting = Math.abs(next - psi) * rise / (zeta - reached);
            step = Math.max(step / 4, Math.min(2 * step, fitting));
            psi = next;
            reached = zeta;
        }
    }

    private static List<Double> density(List<Double> values, List<Double> zeta) {
        double[] x = values.stream().mapToDouble(Double::doubleValue).toArray();
        double[] y = zeta.stream().mapToDouble(Double::doubleValue).toArray();
        PolynomialSplineFunction slope =
                new SplineInterpolator().interpolate(x, y).polynomialSplineDerivative();
        return values.stream()
                .map(value -> NORMAL.density(y[values.indexOf(value)]) * Math.max(0, slope.value(value)))
                .toList();
    }
}
