package dev.echelon.internal.diagnose;

import dev.echelon.result.DiagnosticTest;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The ranks of observed values among simulated ones, and tests that take every simulated data set for the observed one in
 * turn: if the model holds, the N + 1 data sets are exchangeable, whatever the dependence within them, and the p value is
 * the place of the observed statistic among the others. Source: Besag and Diggle (1977), Applied Statistics 26:327.
 */
public final class SimulatedRanks {
    private final int replicates;
    private final int[] ranks;
    private final int[][] histogram; // per data set, the observed one first: how many values have each rank
    private final double[] squares; // per data set: Σ w(y − mean)²

    /**
     * @param observed n values
     * @param simulated N data sets of n values
     * @param mean the expectation without random effects
     * @param weights precision weights, or empty
     */
    public SimulatedRanks(double[] observed, double[][] simulated, double[] mean, double[] weights) {
        this.replicates = simulated.length;
        this.ranks = new int[observed.length];
        this.histogram = new int[replicates + 1][replicates + 1];
        this.squares = new double[replicates + 1];
        double[] values = new double[replicates + 1];
        double[] sorted = new double[replicates + 1];
        for (int i = 0; i < observed.length; i++) {
            double weight = weights.length == 0 ? 1 : weights[i];
            values[0] = observed[i];
            for (int k = 0; k < replicates; k++) {
                values[k + 1] = simulated[k][i];
            }
            System.arraycopy(values, 0, sorted, 0, sorted.length);
            Arrays.sort(sorted);
            for (int k = 0; k <= replicates; k++) {
                int rank = Arrays.binarySearch(sorted, values[k]);
                histogram[k][rank]++;
                squares[k] += weight * (values[k] - mean[i]) * (values[k] - mean[i]);
                ranks[i] = k == 0 ? rank : ranks[i];
            }
        }
    }

    /** (rank + u)/(N + 1) for each value. */
    public double[] residuals(IntToDoubleFunction uniform) {
        double[] residuals = new double[ranks.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = (ranks[i] + uniform.applyAsDouble(i)) / (replicates + 1.0);
        }
        return residuals;
    }

    /** Uniformity, outliers and dispersion. */
    public List<DiagnosticTest> tests(String of, double[] residuals) {
        double[] distances = new double[replicates + 1];
        double[] outliers = new double[replicates + 1];
        double expected = 0;
        for (int k = 0; k <= replicates; k++) {
            distances[k] = Kolmogorov.distance(histogram[k]);
            outliers[k] = histogram[k][0] + histogram[k][replicates];
            expected += k == 0 ? 0 : squares[k] / replicates;
        }
        return List.of(
                test("uniformity", of, "Kolmogorov-Smirnov", Kolmogorov.distance(residuals), above(distances)),
                test("outliers", of, "outside all simulations", outliers[0], above(outliers)),
                test("dispersion", of, "observed over simulated", squares[0] / expected, twoSided(squares)));
    }

    private static DiagnosticTest test(String id, String of, String name, double statistic, double p) {
        return new DiagnosticTest(id, of, name + ", Monte Carlo", statistic, Double.NaN, Double.NaN, p);
    }

    /** The share of data sets with a statistic at least as large as the first's. */
    private static double above(double[] statistics) {
        double count = 0;
        for (double statistic : statistics) {
            count += statistic >= statistics[0] ? 1 : 0;
        }
        return count / statistics.length;
    }

    private static double twoSided(double[] statistics) {
        double[] negated = Arrays.stream(statistics).map(x -> -x).toArray();
        return Math.min(1, 2 * Math.min(above(statistics), above(negated)));
    }
}
