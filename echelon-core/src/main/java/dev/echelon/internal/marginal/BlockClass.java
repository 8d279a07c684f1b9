package dev.echelon.internal.marginal;

import dev.echelon.covariance.Positions;

/**
 * Blocks of rows that have the same Ṽ, because their rows lie at the same positions and everything else that Ṽ depends on
 * is the same.
 *
 * @param rows of each block, in the same order
 * @param segments the subjects of a block, one after the other
 * @param arguments of each variance function, in the order of the rows
 * @param inner the random terms inside blocks
 */
record BlockClass(int[][] rows, Segment[] segments, double[][] arguments, Inner[] inner) {

    /** The rows of one subject: where they start in the block, where they lie, and whose parameters they have. */
    record Segment(int from, Positions at, int group) {
        int size() {
            return at.size();
        }
    }

    /** A random term inside the block: the level of each row, counted within the block, and n×w its columns. */
    record Inner(int term, int width, int[] level, double[] z) {}

    /** Rows of one block. */
    int size() {
        return rows[0].length;
    }

    int blocks() {
        return rows.length;
    }
}
