package dev.echelon.internal.design;

/** Functions of the levels of a factor as combinations of its columns and the constant. */
final class FactorSpan {
    private static final double NOTHING = 1e-9;

    private FactorSpan() {}

    /**
     * The weights of the constant and of each column that add up to {@code values}; that of the constant is zero if the
     * columns are the indicators of all levels. Empty if there are none.
     */
    static double[] weights(TermCoding.Variable factor, double[] values) {
        int rows = factor.levels();
        int columns = factor.columns();
        boolean whole = columns == rows;
        double[] weights = indicators(factor, values);
        if (weights.length > 0) {
            return weights;
        }
        int n = whole ? columns : columns + 1;
        double[] a = new double[rows * n];
        for (int i = 0; i < rows; i++) {
            a[i] = 1;
        }
        System.arraycopy(factor.coding(), 0, a, whole ? 0 : rows, rows * columns);
        double[] solved = solve(rows, n, a, values.clone());
        if (solved.length == 0) {
            return solved;
        }
        weights = new double[columns + 1];
        System.arraycopy(solved, 0, weights, whole ? 1 : 0, n);
        return weights;
    }

    /** Where every column is the indicator of one level, and at most one level has none: no rounding. */
    private static double[] indicators(TermCoding.Variable factor, double[] values) {
        int rows = factor.levels();
        int[] levelOf = new int[factor.columns()];
        boolean[] taken = new boolean[rows];
        for (int j = 0; j < levelOf.length; j++) {
            levelOf[j] = -1;
            for (int i = 0; i < rows; i++) {
                double x = factor.coding()[j * rows + i];
                boolean one = x == 1 && levelOf[j] < 0 && !taken[i];
                if (x != 0 && !one) {
                    return new double[0];
                }
                levelOf[j] = one ? i : levelOf[j];
            }
            if (levelOf[j] < 0) {
                return new double[0];
            }
            taken[levelOf[j]] = true;
        }
        double[] weights = new double[levelOf.length + 1];
        for (int i = 0; i < rows; i++) {
            weights[0] = taken[i] ? weights[0] : values[i];
        }
        for (int j = 0; j < levelOf.length; j++) {
            weights[j + 1] = values[levelOf[j]] - weights[0];
        }
        return levelOf.length >= rows - 1 ? weights : new double[0];
    }

    /** Solves rows×n equations by elimination with pivots; empty if they have no solution or many. */
    private static double[] solve(int rows, int n, double[] a, double[] b) {
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k; i < rows; i++) {
                pivot = Math.abs(a[k * rows + i]) > Math.abs(a[k * rows + pivot]) ? i : pivot;
            }
            if (k >= rows || Math.abs(a[k * rows + pivot]) < NOTHING) {
                return new double[0];
            }
            for (int c = 0; c < n; c++) {
                swap(a, c * rows + k, c * rows + pivot);
            }
            swap(b, k, pivot);
            for (int i = k + 1; i < rows; i++) {
                double factor = a[k * rows + i] / a[k * rows + k];
                for (int c = k; c < n && factor != 0; c++) {
                    a[c * rows + i] -= factor * a[c * rows + k];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int i = n; i < rows; i++) {
            if (Math.abs(b[i]) > NOTHING) {
                return new double[0];
            }
        }
        double[] x = new double[n];
        for (int k = n - 1; k >= 0; k--) {
            x[k] = b[k];
            for (int c = k + 1; c < n; c++) {
                x[k] -= a[c * rows + k] * x[c];
            }
            x[k] /= a[k * rows + k];
        }
        return x;
    }

    private static void swap(double[] values, int i, int k) {
        double kept = values[i];
        values[i] = values[k];
        values[k] = kept;
    }
}
