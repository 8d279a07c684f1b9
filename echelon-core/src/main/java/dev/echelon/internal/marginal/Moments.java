package dev.echelon.internal.marginal;

import dev.echelon.covariance.ResidualMoments;
import dev.echelon.internal.design.ResidualRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Moments of residuals within subjects, by slots and by distance. */
final class Moments {
    private static final int CLASSES = 15;

    /** Pairs that are looked at to learn how covariance falls with distance; more would tell no more. */
    private static final int MOST_PAIRS = 200_000;

    private final ResidualRows rows;
    private final double[] residual;
    private final int m;

    /** @param residual of each row, divided by the variance functions */
    Moments(ResidualRows rows, double[] residual) {
        this.rows = rows;
        this.residual = residual;
        m = rows.slotNames().size();
    }

    /** Of the subjects of one group. */
    ResidualMoments of(int group) {
        double[] products = new double[m * m];
        double[] counts = new double[m * m];
        double sum = 0;
        double n = 0;
        List<double[]> pairs = new ArrayList<>(); // distance, product
        for (int[] subject : subjects(group)) {
            for (int i : subject) {
                sum += residual[i] * residual[i];
                n++;
                for (int j : subject) {
                    if (m > 0) {
                        int at = rows.slots()[j] * m + rows.slots()[i];
                        products[at] += residual[i] * residual[j];
                        counts[at]++;
                    }
                }
            }
            addPairs(subject, pairs);
        }
        for (int i = 0; i < products.length; i++) {
            products[i] = counts[i] > 0 ? products[i] / counts[i] : Double.NaN;
        }
        return byDistance(products, counts, n > 0 ? sum / n : 1, pairs);
    }

    private void addPairs(int[] subject, List<double[]> pairs) {
        if (rows.slots().length > 0 && rows.coordinates().length == 0) {
            return;
        }
        int step = Math.max(1, (int) ((double) subject.length * subject.length / (2.0 * MOST_PAIRS)));
        for (int i = 0; i < subject.length; i++) {
            for (int j = i % step; j < i && pairs.size() < MOST_PAIRS; j += step) {
                double square = 0;
                for (double[] axis : rows.coordinates()) {
                    double d = axis[subject[i]] - axis[subject[j]];
                    square += d * d;
                }
                pairs.add(new double[] {Math.sqrt(square), residual[subject[i]] * residual[subject[j]]});
            }
        }
    }

    private ResidualMoments byDistance(double[] products, double[] counts, double variance, List<double[]> pairs) {
        pairs.sort((a, b) -> Double.compare(a[0], b[0]));
        int classes = Math.min(CLASSES, pairs.size());
        double[] distances = new double[classes];
        double[] covariances = new double[classes];
        double[] sizes = new double[classes];
        for (int c = 0; c < classes; c++) {
            int from = (int) ((long) c * pairs.size() / classes);
            int to = (int) ((long) (c + 1) * pairs.size() / classes);
            for (int i = from; i < to; i++) {
                distances[c] += pairs.get(i)[0] / (to - from);
                covariances[c] += pairs.get(i)[1] / (to - from);
            }
            sizes[c] = to - from;
        }
        return new ResidualMoments(m, products, counts, variance, distances, covariances, sizes);
    }

    private List<int[]> subjects(int group) {
        int count = rows.subjectLevels().size();
        int[] sizes = new int[count];
        for (int i = 0; i < residual.length; i++) {
            sizes[rows.subjects()[i]] += rows.groups()[i] == group ? 1 : 0;
        }
        int[][] all = new int[count][];
        Arrays.setAll(all, s -> new int[sizes[s]]);
        int[] filled = new int[count];
        for (int i = 0; i < residual.length; i++) {
            if (rows.groups()[i] == group) {
                int s = rows.subjects()[i];
                all[s][filled[s]++] = i;
            }
        }
        return Arrays.stream(all).filter(s -> s.length > 0).toList();
    }

    /** What the moments would be with this variance and nearly no correlation. */
    static ResidualMoments nearlyIndependent(ResidualMoments moments, double variance) {
        int m = moments.slots();
        double[] products = new double[m * m];
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < m; i++) {
                products[j * m + i] = variance * Math.pow(WEAK, Math.abs(i - j));
            }
        }
        double[] covariances = new double[moments.covariances().length];
        for (int c = 0; c < covariances.length; c++) {
            covariances[c] = variance * Math.pow(WEAK, 1 + c);
        }
        return new ResidualMoments(
                m, products, moments.counts(), variance, moments.distances(), covariances, moments.pairs());
    }

    private static final double WEAK = 0.2;
}
