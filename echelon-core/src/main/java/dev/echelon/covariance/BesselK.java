package dev.echelon.covariance;

/**
 * The modified Bessel function of the second kind times e^u, with derivatives by the order, from
 * K_ν(u) = ∫_0^∞ exp(−u cosh t) cosh(νt) dt (Digital Library of Mathematical Functions, 10.32.9). The trapezoidal rule
 * is exact to rounding here, because the integrand is even, analytic and falls off doubly exponentially.
 *
 * @param value e^u K_ν(u)
 * @param slope its derivative by ν
 * @param bend its second derivative by ν
 */
record BesselK(double value, double slope, double bend) {

    private static final double WIDEST_STEP = 0.2;
    private static final double NEGLIGIBLE = 1e-18;
    private static final int MOST_STEPS = 10_000;

    /** At order ν and u > 0. Cost: some hundred exponentials. */
    static BesselK of(double order, double u) {
        double step = Math.min(WIDEST_STEP, 0.7 / Math.sqrt(u));
        double value = 0.5;
        double slope = 0;
        double bend = 0;
        double before = 1;
        for (int k = 1; k < MOST_STEPS; k++) {
            double t = k * step;
            double half = Math.sinh(t / 2);
            double weight = Math.exp(-2 * u * half * half);
            double term = weight * Math.cosh(order * t);
            value += term;
            slope += weight * t * Math.sinh(order * t);
            bend += term * t * t;
            if (term < before && term * (1 + t * t) < NEGLIGIBLE * value) {
                break;
            }
            before = term;
        }
        return new BesselK(step * value, step * slope, step * bend);
    }
}
