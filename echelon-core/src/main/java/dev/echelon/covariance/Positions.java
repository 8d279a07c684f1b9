package dev.echelon.covariance;

/**
 * Where the observations of one subject lie: on a grid of slots that all subjects share (visits), at coordinates (times,
 * places), or both. Immutable.
 */
public final class Positions {

    private final int slots;
    private final int[] slot;
    private final double[][] coordinates;

    private Positions(int slots, int[] slot, double[][] coordinates) {
        this.slots = slots;
        this.slot = slot;
        this.coordinates = coordinates;
    }

    /** All of m slots in order, with coordinates 0, 1, …, m − 1. */
    public static Positions grid(int m) {
        int[] all = new int[m];
        for (int i = 0; i < m; i++) {
            all[i] = i;
        }
        return slots(all, m);
    }

    /** Observations at these slots of a grid of m; the coordinate of an observation is its slot. */
    public static Positions slots(int[] slot, int m) {
        double[][] coordinates = new double[slot.length][];
        for (int i = 0; i < slot.length; i++) {
            coordinates[i] = new double[] {slot[i]};
        }
        return new Positions(m, slot.clone(), coordinates);
    }

    /** Observations at these coordinates, one row each; there is no grid. */
    public static Positions coordinates(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return new Positions(0, new int[0], copy);
    }

    /** The number of observations. */
    public int size() {
        return coordinates.length;
    }

    /** The number of slots of the grid; 0 if there is none. */
    public int slots() {
        return slots;
    }

    /** The slot of observation i. */
    public int slot(int i) {
        return slot[i];
    }

    /** The number of coordinates of an observation. */
    public int axes() {
        return coordinates.length == 0 ? 0 : coordinates[0].length;
    }

    /** A coordinate of observation i. */
    public double coordinate(int i, int axis) {
        return coordinates[i][axis];
    }

    /** The Euclidean distance of observations i and k. */
    public double distance(int i, int k) {
        double sum = 0;
        for (int axis = 0; axis < coordinates[i].length; axis++) {
            double d = coordinates[i][axis] - coordinates[k][axis];
            sum += d * d;
        }
        return coordinates[i].length == 1 ? Math.abs(coordinates[i][0] - coordinates[k][0]) : Math.sqrt(sum);
    }
}
