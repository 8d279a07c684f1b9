package dev.echelon;

import dev.echelon.internal.diagnose.RowDeletion;
import dev.echelon.result.RowDiagnostics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one pass over the rows of a fit leaves for its checks. */
final class RowSummary {
    private static final int KEPT = 10;

    final double[] standardised;
    final double[] fitted;
    final List<RowDiagnostics> influential = new ArrayList<>();
    final List<RowDiagnostics> outlying = new ArrayList<>();
    double leverage;
    private int next;

    RowSummary(RowDeletion rows, int n) {
        this.standardised = new double[n];
        this.fitted = new double[n];
        rows.forEach(this::add);
    }

    private void add(RowDiagnostics row) {
        standardised[next] = row.standardised();
        fitted[next++] = row.fitted();
        leverage += row.leverage();
        keep(row, influential, RowDiagnostics::fixedCooks);
        keep(row, outlying, of -> Math.abs(of.studentised()));
    }

    /** Keeps the list sorted, largest first, the earlier row first among equals. */
    private static void keep(RowDiagnostics row, List<RowDiagnostics> largest, ToDoubleFunction<RowDiagnostics> by) {
        double value = by.applyAsDouble(row);
        int at = largest.size();
        while (at > 0 && value > by.applyAsDouble(largest.get(at - 1))) {
            at--;
        }
        if (at < KEPT && !Double.isNaN(value)) {
            largest.add(at, row);
            if (largest.size() > KEPT) {
                largest.remove(KEPT);
            }
        }
    }

    /** The standard deviation of residuals in the third of rows with the largest fitted values over that in the lowest. */
    double spreadRatio() {
        double[] sorted = fitted.clone();
        Arrays.sort(sorted);
        double low = sorted[(sorted.length - 1) / 3];
        double high = sorted[sorted.length - 1 - (sorted.length - 1) / 3];
        double[] sums = new double[4];
        for (int i = 0; i < fitted.length; i++) {
            double square = standardised[i] * standardised[i];
            if (!Double.isNaN(square) && fitted[i] <= low) {
                sums[0] += square;
                sums[1]++;
            }
            if (!Double.isNaN(square) && fitted[i] >= high) {
                sums[2] += square;
                sums[3]++;
            }
        }
        return Math.sqrt(sums[2] / sums[3] / (sums[0] / sums[1]));
    }
}
