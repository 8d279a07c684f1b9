package dev.echelon.internal.distribution;

import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The largest |t| when ρ_ij = λ_iλ_j: given one common normal variable y and the scale s, the statistics are
 * independent, P = 1 − E_s ∫ φ(y) Π_i [Φ((ts − λ_iy)/κ_i) − Φ((−ts − λ_iy)/κ_i)] dy with κ_i² = 1 − λ_i². Any one or
 * two statistics, and comparisons of independent means with a control, are of this kind.
 *
 * <p><b>Source</b> Dunnett, Journal of the American Statistical Association 50 (1955)
 */
final class OneFactorT implements LargestT {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double BOUND = 8.5;
    private static final double EXACT = 1e-10;

    /** Closer to one factor alone the integrand has edges that the rule would need too many nodes for. */
    private static final double SHARPEST = 0.02;

    private final double[] loadings;
    private final double[] rest;
    private final double step;

    private OneFactorT(double[] loadings) {
        this.loadings = loadings;
        rest = new double[loadings.length];
        double sharpest = 1;
        for (int i = 0; i < rest.length; i++) {
            rest[i] = Math.sqrt(1 - loadings[i] * loadings[i]);
            sharpest = Math.min(sharpest, rest[i] / Math.max(rest[i], Math.abs(loadings[i])));
        }
        step = 0.2 * sharpest;
    }

    /** Empty if the correlations are not products, or too near to one. */
    static Optional<OneFactorT> of(int n, double[] correlation) {
        double[] loadings = new double[n];
        if (n == 2) {
            double root = Math.sqrt(Math.abs(correlation[1]));
            loadings[0] = root;
            loadings[1] = Math.copySign(root, correlation[1]);
        } else if (n > 2 && !solve(n, correlation, loadings)) {
            return Optional.empty();
        }
        for (double loading : loadings) {
            if (!(1 - loading * loading > SHARPEST * SHARPEST)) {
                return Optional.empty();
            }
        }
        return Optional.of(new OneFactorT(loadings));
    }

    /** λ from the row of the largest correlations: λ_i² = ρ_ij·ρ_ik/ρ_jk. */
    private static boolean solve(int n, double[] r, double[] loadings) {
        int first = 0;
        int second = 1;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(r[i * n + j]) > Math.abs(r[second * n + first])) {
                    first = j;
                    second = i;
                }
            }
        }
        int third = -1;
        for (int k = 0; k < n; k++) {
            boolean better = third < 0 || Math.abs(r[k * n + second]) > Math.abs(r[third * n + second]);
            third = k != first && k != second && better ? k : third;
        }
        double square = r[first * n + second] == 0
                ? 0
                : r[second * n + third] == 0
                        ? Math.abs(r[first * n + second])
                        : r[first * n + second] * r[first * n + third] / r[second * n + third];
        if (!(square >= 0 && square < 1)) {
            return false;
        }
        loadings[first] = Math.sqrt(square);
        for (int i = 0; i < n; i++) {
            if (i != first) {
                loadings[i] = square == 0 ? 0 : r[first * n + i] / loadings[first];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(r[i * n + j] - loadings[i] * loadings[j]) > EXACT) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public double survivalProbability(double t, double df) {
        return t <= 0 ? 1 : Math.max(0, Math.min(1, ChiMean.of(df, s -> tail(t * s))));
    }

    private double tail(double t) {
        double sum = 0;
        int nodes = (int) Math.ceil(BOUND / step);
        for (int k = -nodes; k <= nodes; k++) {
            double y = k * step;
            double logInside = 0;
            for (int i = 0; i < rest.length; i++) {
                double shift = loadings[i] * y;
                double outside = NORMAL.survivalProbability((t - shift) / rest[i])
                        + NORMAL.cumulativeProbability((-t - shift) / rest[i]);
                logInside += Math.log1p(-Math.min(1, outside));
            }
            sum -= NORMAL.density(y) * Math.expm1(logInside);
        }
        return sum * step;
    }

    @Override
    public double error() {
        return 0;
    }
}
