package dev.echelon.internal.iterative;

import java.util.Arrays;

/** What was found at one θ. */
final class StochasticPoint {
    /** No point, or one outside the domain. */
    static final StochasticPoint NONE = new StochasticPoint(new double[0], FixedSolution.NONE, 0);

    final double[] theta;
    final FixedSolution fixed;
    /** Per probe: log|A|. */
    final double[] logDeterminants;
    /** Per probe and factor: H_f, q×q. */
    final double[][][] information;
    /** Per probe: gradient. */
    final double[][] scores;
    /** Per factor: mean of H_f. */
    double[][] score = new double[0][];

    double[] gradient = new double[0];
    /** The objective without log|A|. */
    double exactPart;
    /** Integral of the score along the path. */
    double integral = Double.POSITIVE_INFINITY;

    StochasticPoint(double[] theta, FixedSolution fixed, int probes) {
        this.theta = theta;
        this.fixed = fixed;
        this.logDeterminants = new double[probes];
        this.information = new double[probes][fixed.factors()][];
        this.scores = new double[probes][];
    }

    boolean finite() {
        return logDeterminants.length > 0;
    }

    boolean isAt(double[] x) {
        return finite() && Arrays.equals(theta, x);
    }

    /** Mean over the probes. */
    double objective() {
        return finite()
                ? exactPart + Arrays.stream(logDeterminants).average().orElse(Double.NaN)
                : Double.POSITIVE_INFINITY;
    }
}
