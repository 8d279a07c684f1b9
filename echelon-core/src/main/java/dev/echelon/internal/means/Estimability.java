package dev.echelon.internal.means;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which linear functions of the coefficients the data determine: those that vanish on the null space of X. Each dropped
 * column d = Σ a_k·kept_k gives a null vector (a, −1).
 */
public final class Estimability {
    /** Relative to the lengths of row and null vector; dependences are known to about 1e-8. */
    private static final double TOLERANCE = 1e-6;

    private final int[] kept;
    private final List<double[]> nulls = new ArrayList<>();

    /**
     * @param columns number of columns of X
     * @param kept those that are estimated, ascending
     * @param dependence the others as combinations of them, row by row; empty if not known: then a function that needs
     *     a dropped column counts as not estimable
     */
    public Estimability(int columns, int[] kept, double[] dependence) {
        this.kept = kept.clone();
        int d = 0;
        for (int c = 0; c < columns; c++) {
            if (Arrays.binarySearch(kept, c) >= 0) {
                continue;
            }
            double[] vector = new double[columns];
            vector[c] = -1;
            for (int k = 0; k < kept.length && dependence.length > 0; k++) {
                vector[kept[k]] = dependence[d * kept.length + k];
            }
            d++;
            nulls.add(vector);
        }
    }

    /** Whether a function, given by its coefficients of all columns, is determined. */
    public boolean test(double[] row) {
        return nulls.stream().allMatch(vector -> isZero(row, vector));
    }

    private static boolean isZero(double[] row, double[] vector) {
        double sum = 0;
        double rowLength = 0;
        double length = 0;
        for (int j = 0; j < row.length; j++) {
            sum += row[j] * vector[j];
            rowLength += row[j] * row[j];
            length += vector[j] * vector[j];
        }
        return Math.abs(sum) <= TOLERANCE * Math.sqrt(rowLength * length);
    }

    /** The coefficients of the kept columns. */
    public double[] restrict(double[] row) {
        double[] restricted = new double[kept.length];
        for (int k = 0; k < kept.length; k++) {
            restricted[k] = row[kept[k]];
        }
        return restricted;
    }

    /** Combinations of the rows that span all that is estimable among their combinations; kept columns only. */
    public double[][] subspace(List<double[]> all) {
        List<double[]> rows = new ArrayList<>(all.stream().map(double[]::clone).toList());
        for (double[] vector : nulls) {
            eliminate(rows, vector);
        }
        return rows.stream().map(this::restrict).toArray(double[][]::new);
    }

    /** Takes out one row such that the others vanish on the vector. */
    private static void eliminate(List<double[]> rows, double[] vector) {
        double[] products = rows.stream().mapToDouble(row -> dot(row, vector)).toArray();
        int pivot = -1;
        for (int i = 0; i < products.length; i++) {
            boolean larger = pivot < 0 || Math.abs(products[i]) > Math.abs(products[pivot]);
            pivot = !isZero(rows.get(i), vector) && larger ? i : pivot;
        }
        if (pivot < 0) {
            return;
        }
        double[] out = rows.get(pivot);
        for (int i = 0; i < products.length; i++) {
            double factor = products[i] / products[pivot];
            for (int j = 0; i != pivot && j < out.length; j++) {
                rows.get(i)[j] -= factor * out[j];
            }
        }
        rows.remove(pivot);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
