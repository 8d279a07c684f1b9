package dev.echelon;

import java.io.Serializable;

/**
 * What {@link PartitionedFit} asks of {@link LevelBlocks}; small, and can travel.
 *
 * @param kind what is to be summed
 * @param kept columns of X that are estimated
 * @param numbers β̂ or λ
 */
public record LevelTask(Kind kind, int[] kept, double[] numbers) implements Serializable {

    /** The sums that there are. */
    public enum Kind {
        /** Number of levels, and Z_j'WZ_j. */
        SIZE,
        /** What starting values are made of; the numbers are β̂ of least squares. */
        START,
        /** Moments for value, gradient and Hessian; the numbers are λ. */
        MOMENTS
    }
}
