package dev.echelon.bench;

/**
 * Both sides of one model.
 *
 * @param echelon measurements of {@link WarmRun}, or an {@code error}
 * @param lme4 measurements of {@code race.R}, or an {@code error}, or nothing if R was left out
 * @param coldEchelonMillis of the command line, NaN if not measured
 * @param coldLme4Millis of the command line, NaN if not measured
 */
record RaceResult(RaceModel model, Pairs echelon, Pairs lme4, double coldEchelonMillis, double coldLme4Millis) {
    /** Our objective may be above lme4's by rounding only; below is an improvement. */
    static final double OBJECTIVE_TOLERANCE = 1e-6;

    /** Of times per replicate where the work is a bootstrap. */
    double ratio() {
        return unitMillis(lme4) / unitMillis(echelon);
    }

    /** Time of one replicate, or of all work that has none. */
    static double unitMillis(Pairs side) {
        return side.number("median_ms") / (side.has("units") ? side.number("units") : 1);
    }

    /** Ours − lme4's. */
    double objectiveDifference() {
        return echelon.number("objective") - lme4.number("objective");
    }

    /** Milliseconds per evaluation, everything of a fit included. */
    double millisPerEvaluation() {
        return echelon.number("median_ms") / echelon.number("evaluations");
    }

    /** Time per evaluation relative to a blocked Cholesky alone. */
    double evaluationRatio() {
        return millisPerEvaluation() / echelon.number("evaluation_ms");
    }

    /** Whether our side fitted and, where lme4 did too, is not above its objective. */
    boolean agrees() {
        boolean fitted = Double.isFinite(echelon.number("objective"));
        return fitted && (!lme4.has("objective") || objectiveDifference() <= OBJECTIVE_TOLERANCE);
    }
}
