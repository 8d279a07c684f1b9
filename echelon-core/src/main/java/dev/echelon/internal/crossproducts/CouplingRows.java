package dev.echelon.internal.crossproducts;

import java.util.Arrays;
import java.util.List;

/** Finds the pairs of levels of two factors that occur together and sums Z_j'WZ_t over their rows. */
final class CouplingRows {
    private final List<GroupingFactor> factors;
    private final EffectRows[] effectRows;
    private final int n;
    private final double[] weights;
    private final double[][] effects;

    CouplingRows(List<GroupingFactor> factors, EffectRows[] effectRows, int n, double[] weights) {
        this.factors = factors;
        this.effectRows = effectRows;
        this.n = n;
        this.weights = weights;
        this.effects = new double[factors.size()][0];
    }

    CrossProducts.Coupling couple(int f, int g) {
        boolean counts = effectRows[f].isConstant() && effectRows[g].isConstant() && weights.length == 0;
        return counts ? countPairs(factors.get(f), factors.get(g)) : sumPairs(f, g);
    }

    /** Constant effects without weights: the values are numbers of rows, and no row is looked at twice. */
    private CrossProducts.Coupling countPairs(GroupingFactor first, GroupingFactor second) {
        int[] bySecond = new int[n]; // first levels, in the order of second levels
        int[] next = starts(second);
        for (int i = 0; i < n; i++) {
            bySecond[next[second.codes()[i]]++] = first.codes()[i];
        }
        int[] byFirst = new int[n]; // second levels, in the order of first levels, ascending within
        int[] firstStart = starts(first);
        int[] position = firstStart.clone();
        int row = 0;
        for (int k = 0; k < second.levels(); k++) {
            for (; row < next[k]; row++) {
                byFirst[position[bySecond[row]]++] = k;
            }
        }
        int[] start = new int[first.levels() + 1];
        int[] level = new int[n];
        double[] values = new double[n];
        int entry = 0;
        for (int j = 0; j < first.levels(); j++) {
            int last = -1;
            for (int i = firstStart[j]; i < position[j]; i++) {
                if (byFirst[i] != last) {
                    last = byFirst[i];
                    level[entry++] = last;
                }
                values[entry - 1]++;
            }
            start[j + 1] = entry;
        }
        return new CrossProducts.Coupling(start, Arrays.copyOf(level, entry), Arrays.copyOf(values, entry));
    }

    /** First position of each level when rows are sorted by level. */
    private int[] starts(GroupingFactor factor) {
        int[] start = new int[factor.levels() + 1];
        int[] codes = factor.codes();
        for (int i = 0; i < n; i++) {
            start[codes[i] + 1]++;
        }
        for (int j = 0; j < factor.levels(); j++) {
            start[j + 1] += start[j];
        }
        return start;
    }

    private CrossProducts.Coupling sumPairs(int f, int g) {
        GroupingFactor first = factors.get(f);
        GroupingFactor second = factors.get(g);
        // Two stable counting sorts leave the rows ordered by first level, then by second level.
        int[] order = sorted(first, sorted(second, new int[0]));
        int[] start = new int[first.levels() + 1];
        int[] level = new int[countEntries(first.codes(), second.codes(), order, start)];
        int qf = first.effects();
        int qg = second.effects();
        double[] values = new double[Math.multiplyExact(level.length, qf * qg)];
        double[] z = effects(f);
        double[] t = effects(g);
        int entry = -1;
        int lastFirst = -1;
        int lastSecond = -1;
        for (int row : order) {
            int j = first.codes()[row];
            int k = second.codes()[row];
            if (j != lastFirst || k != lastSecond) {
                level[++entry] = k;
                lastFirst = j;
                lastSecond = k;
            }
            int at = entry * qf * qg;
            for (int b = 0; b < qg; b++) {
                double x = t[row * qg + b];
                for (int a = 0; a < qf; a++) {
                    values[at++] += z[row * qf + a] * x;
                }
            }
        }
        return new CrossProducts.Coupling(start, level, values);
    }

    /** √w·z* of all rows of a factor, computed once. */
    private double[] effects(int f) {
        if (effects[f].length == 0) {
            double[] roots = new double[weights.length];
            for (int i = 0; i < roots.length; i++) {
                roots[i] = Math.sqrt(weights[i]);
            }
            effects[f] = new double[Math.multiplyExact(n, factors.get(f).effects())];
            effectRows[f].load(0, n, roots, 0, effects[f], 0);
        }
        return effects[f];
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

    /** A stable counting sort of {@code rows} (all rows in order if empty) by the level of a factor. */
    private int[] sorted(GroupingFactor factor, int[] rows) {
        int[] next = starts(factor);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int row = rows.length == 0 ? i : rows[i];
            order[next[factor.codes()[row]]++] = row;
        }
        return order;
    }
}
