package dev.echelon.internal.diagnose;

/**
 * What follows from the leverage of a row.
 *
 * <p><b>Source</b> docs/math/diagnostics.md#rows
 *
 * @param leverage h = ω·w'Cw
 * @param free 1 − h; NaN if that is zero
 * @param standardised the scaled residual over √(1 − h)
 * @param cooks Cook's distance of all fitted values
 */
record RowInfluence(double leverage, double free, double standardised, double cooks) {
    /** A leverage this near to one is one but for rounding: no other row tells anything about the fitted value. */
    static final double FULL = 1e-10;

    /**
     * The influence of a row.
     *
     * @param form w'Cw
     * @param scaled √ω·e/σ̂
     * @param p number of fixed effects
     */
    static RowInfluence of(double form, double weight, double scaled, int p) {
        double h = weight * form;
        double free = 1 - h > FULL ? 1 - h : Double.NaN;
        double standardised = scaled / Math.sqrt(free);
        return new RowInfluence(
                h, free, standardised, p == 0 ? Double.NaN : standardised * standardised * h / (free * p));
    }
}
