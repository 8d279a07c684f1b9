package dev.echelon.internal.crossproducts;

/** Finds the pairs of levels of two factors that occur together and sums Z_j'WZ_t over their rows. */
final class CouplingRows {

    private CouplingRows() {}

    static CrossProducts.Coupling couple(
            GroupingFactor first,
            EffectRows firstRows,
            GroupingFactor second,
            EffectRows secondRows,
            int n,
            double[] weights) {
        // Two stable counting sorts leave the rows ordered by first level, then by second level.
        int[] order = sorted(first.codes(), first.levels(), sorted(second.codes(), second.levels(), null, n), n);
        int[] start = new int[first.levels() + 1];
        int entries = countEntries(first.codes(), second.codes(), order, start);
        int[] level = new int[entries];
        int qf = first.effects();
        int qg = second.effects();
        double[] values = new double[Math.multiplyExact(entries, qf * qg)];
        boolean counts = firstRows.isConstant() && secondRows.isConstant();
        double[] z = new double[qf];
        double[] t = new double[qg];
        int entry = -1;
        int lastFirst = -1;
        int lastSecond = -1;
        for (int i = 0; i < n; i++) {
            int row = order[i];
            int j = first.codes()[row];
            int k = second.codes()[row];
            if (j != lastFirst || k != lastSecond) {
                level[++entry] = k;
                lastFirst = j;
                lastSecond = k;
            }
            if (counts) {
                values[entry] += weights.length == 0 ? 1 : weights[row];
            } else {
                firstRows.row(row, weights.length == 0 ? 1 : weights[row], z);
                secondRows.row(row, 1, t);
                addProduct(z, t, values, entry * qf * qg);
            }
        }
        return new CrossProducts.Coupling(start, level, values);
    }

    private static void addProduct(double[] z, double[] t, double[] values, int base) {
        int qf = z.length;
        for (int b = 0; b < t.length; b++) {
            for (int a = 0; a < qf; a++) {
                values[base + b * qf + a] += z[a] * t[b];
            }
        }
    }

    private static int countEntries(int[] firstCodes, int[] secondCodes, int[] order, int[] start) {
        int entries = 0;
        int lastFirst = -1;
        int lastSecond = -1;
        for (int row : order) {
            int j = firstCodes[row];
            int k = secondCodes[row];
            if (j != lastFirst || k != lastSecond) {
                entries++;
                start[j + 1]++;
                lastFirst = j;
                lastSecond = k;
            }
        }
        for (int j = 0; j + 1 < start.length; j++) {
            start[j + 1] += start[j];
        }
        return entries;
    }

    /** A stable counting sort of {@code rows} (all rows in order if null) by code. */
    private static int[] sorted(int[] codes, int levels, int @org.jspecify.annotations.Nullable [] rows, int n) {
        int[] next = new int[levels + 1];
        for (int i = 0; i < n; i++) {
            next[codes[i] + 1]++;
        }
        for (int j = 0; j < levels; j++) {
            next[j + 1] += next[j];
        }
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            order[next[codes[row]]++] = row;
        }
        return order;
    }
}
