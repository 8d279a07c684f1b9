package dev.echelon.covariance;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Ranges of a correlation that decays with distance, from moments of residuals in classes of distance. */
final class Ranges {

    private static final int TRIES = 24;

    private Ranges() {}

    /** The range with which f(d/φ) is nearest to the moments, by least squares over ranges the distances can tell. */
    static double nearest(ResidualMoments moments, DoubleUnaryOperator decay) {
        double[] ends = ends(moments);
        double best = Math.sqrt(ends[0] * ends[1]);
        double least = Double.POSITIVE_INFINITY;
        for (int t = 0; t <= TRIES; t++) {
            double range = ends[0] * Math.pow(ends[1] / ends[0], (double) t / TRIES);
            double sum = 0;
            for (int c = 0; c < moments.distances().length; c++) {
                if (moments.pairs()[c] > 0 && moments.distances()[c] > 0) {
                    double misfit = Moments.correlationInClass(moments, c)
                            - decay.applyAsDouble(moments.distances()[c] / range);
                    sum += moments.pairs()[c] * misfit * misfit;
                }
            }
            if (sum < least) {
                least = sum;
                best = range;
            }
        }
        return best;
    }

    /** A short and a long range. */
    static List<Double> others(ResidualMoments moments) {
        double[] ends = ends(moments);
        return List.of(2 * ends[0], 0.5 * ends[1]);
    }

    /** Half the least and twice the largest distance, no more than a factor of 10⁴ apart. */
    private static double[] ends(ResidualMoments moments) {
        double most = Arrays.stream(moments.distances()).max().orElse(Math.max(1, moments.slots() - 1));
        double least =
                Arrays.stream(moments.distances()).filter(d -> d > 0).min().orElse(1);
        double upper = most > 0 ? 2 * most : 2;
        return new double[] {Math.min(upper / 4, Math.max(least / 2, upper * 1e-4)), upper};
    }
}
