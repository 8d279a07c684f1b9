package dev.echelon.covariance;

/**
 * Moments of ordinary residuals, from which structures take starting values.
 *
 * @param slots the number of slots of the grid; 0 if there is none
 * @param products slots×slots, the mean product of residuals at two slots of the same subject; NaN where none has both
 * @param counts slots×slots, how many pairs each mean is of
 * @param variance the mean square of all residuals
 * @param distances midpoints of classes of the distance between two observations of a subject, ascending
 * @param covariances the mean product of residuals in each class
 * @param pairs how many pairs each mean is of
 */
public record ResidualMoments(
        int slots,
        double[] products,
        double[] counts,
        double variance,
        double[] distances,
        double[] covariances,
        double[] pairs) {}
