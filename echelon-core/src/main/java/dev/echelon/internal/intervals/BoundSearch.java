package dev.echelon.internal.intervals;

/**
 * Finds ψ with ζ(ψ) = √(d(ψ) − d_min) = z on one side of ψ̂, by a secant method that keeps a bracket. ζ is nearly linear,
 * so that four to six constrained optimisations are usual.
 */
final class BoundSearch {
    /** ζ may miss z by this much: less than a millionth of a standard error. */
    private static final double TOLERANCE = 1e-7;

    private static final int EVALUATIONS = 80;

    private final Profile profile;
    private final double minimum;
    private final double target;
    private final double limit;
    private final double reported;
    private double inside;
    private double insideValue;
    private double outside = Double.NaN;
    private double outsideValue = Double.NaN;
    private boolean lastInside;

    private BoundSearch(Profile profile, double minimum, double target, double limit, double reported) {
        this.profile = profile;
        this.minimum = minimum;
        this.target = target;
        this.limit = limit;
        this.reported = reported;
        this.inside = profile.estimate();
        this.insideValue = -target;
    }

    /** The bound below ψ̂; {@link Profile#lower} if ζ does not reach z above it. */
    static double lower(Profile profile, double minimum, double z) {
        return new BoundSearch(profile, minimum, z, profile.lowest(), profile.lower()).find(-profile.reach());
    }

    /** The bound above ψ̂. */
    static double upper(Profile profile, double minimum, double z) {
        return new BoundSearch(profile, minimum, z, profile.upper(), profile.upper()).find(profile.reach());
    }

    private double find(double step) {
        if (inside == limit || Math.abs(inside - reported) <= Math.abs(limit - reported)) {
            return reported; // the estimate is already at the end of the range
        }
        profile.restart();
        double psi = towards(inside + step);
        for (int evaluation = 0; evaluation < EVALUATIONS; evaluation++) {
            double excess = excess(psi);
            if (Math.abs(excess) <= TOLERANCE) {
                return psi;
            }
            if (excess < 0 && psi == limit) {
                return reported;
            }
            double next = next(psi, excess);
            if (Math.abs(next - psi) <= 1e-12 * Math.abs(psi)) {
                return next;
            }
            psi = next;
        }
        return Double.isNaN(outside) ? reported : psi;
    }

    private double excess(double psi) {
        return Math.sqrt(Math.max(0, profile.deviance(psi) - minimum)) - target;
    }

    /** Takes in the newest point and proposes another. */
    private double next(double psi, double excess) {
        if (excess < 0) {
            double previous = inside;
            double previousValue = insideValue;
            inside = psi;
            insideValue = excess;
            if (Double.isNaN(outside)) {
                return towards(beyond(psi - previous, excess - previousValue));
            }
            outsideValue *= lastInside ? 0.5 : 1; // Illinois: an end that stays loses weight
            lastInside = true;
            return chord();
        }
        insideValue *= !lastInside && !Double.isNaN(outside) ? 0.5 : 1;
        outside = psi;
        outsideValue = Double.isFinite(excess) ? excess : target;
        lastInside = false;
        return chord();
    }

    /** A little beyond where the secant reaches the target, at most three steps farther. */
    private double beyond(double step, double rise) {
        double farther = rise > 0 ? -1.1 * insideValue * step / rise : 3 * step;
        return inside + (Math.abs(farther) < 3 * Math.abs(step) ? farther : 3 * step);
    }

    private double chord() {
        return inside - insideValue * (outside - inside) / (outsideValue - insideValue);
    }

    /** No farther than the limit. */
    private double towards(double psi) {
        return limit < profile.estimate() ? Math.max(limit, psi) : Math.min(limit, psi);
    }
}
