package dev.echelon.result;

import java.util.Arrays;

/** Responses drawn from a fit: some replicates of every row. */
public final class Simulations {
    private final double[][] responses;
    private final int[] position;

    /**
     * Of responses by replicate.
     *
     * @param rows how many rows the data have
     * @param used the rows that have responses, ascending; empty for all
     */
    public Simulations(double[][] responses, int rows, int[] used) {
        this.responses = responses;
        this.position = new int[rows];
        if (used.length == 0 && responses[0].length == rows) {
            Arrays.setAll(position, i -> i);
            return;
        }
        Arrays.fill(position, -1);
        for (int i = 0; i < used.length; i++) {
            position[used[i]] = i;
        }
    }

    /** Number of replicates. */
    public int replicates() {
        return responses.length;
    }

    /** Number of rows. */
    public int rows() {
        return position.length;
    }

    /** The response of a row in a replicate; NaN if the row cannot be simulated because a predictor is missing. */
    public double response(int replicate, int row) {
        return position[row] < 0 ? Double.NaN : responses[replicate][position[row]];
    }
}
