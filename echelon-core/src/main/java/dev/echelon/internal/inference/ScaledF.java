package dev.echelon.internal.inference;

/**
 * The factor λ and the denominator degrees of freedom m with λF ~ F(q, m) that match Kenward and Roger's approximations
 * of the mean and the variance of F and are exact where F is.
 */
record ScaledF(double factor, double degrees) {
    /** Below this a quotient's terms cancel to rounding. */
    private static final double TINY = 1e-10;

    static ScaledF of(int q, double a1, double a2) {
        if (!(a2 > 0)) {
            return new ScaledF(1, Double.POSITIVE_INFINITY); // the covariance is known
        }
        double b = (a1 + 6 * a2) / (2 * q);
        double g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2);
        double d = 3 * q + 2 * (1 - g);
        double v0 = zeroIfTiny(1 + g / d * b);
        double v1 = 1 - (q - g) / d * b;
        double v2 = 1 - (q + 2 - g) / d * b;
        double share = 1 - a2 / q;
        double quotient = share / v1;
        if (Math.abs(share) < TINY && Math.abs(v1) < TINY) {
            quotient = 1;
        }
        double rho = quotient * quotient * v0 / v2 / q;
        double degrees = 4 + (q + 2) / (q * rho - 1);
        if (!(degrees > 0) || Double.isNaN(degrees)) {
            degrees = Double.POSITIVE_INFINITY;
        }
        double factor = Math.abs(degrees - 2) < 1e-2 ? 1 : degrees * share / (degrees - 2);
        return new ScaledF(Double.isInfinite(degrees) ? share : factor, degrees);
    }

    private static double zeroIfTiny(double x) {
        return Math.abs(x) < TINY ? 0 : x;
    }
}
