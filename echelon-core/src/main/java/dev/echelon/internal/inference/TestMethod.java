package dev.echelon.internal.inference;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;

/** A way to test hypotheses about fixed effects, on the scale of the data. */
public interface TestMethod {

    /** The covariance of β̂ that the tests use, p×p column-major. */
    double[] covariance();

    /** Degrees of freedom of t for l'β = 0; infinite for the normal distribution. */
    double degreesOfFreedom(double[] l);

    /** The F test of Lβ = 0, L given by rows; rows that depend on others count once. */
    Outcome test(double[][] l, double[] beta);

    /** The same for a hypothesis about a term, whose columns of X are {@code own}. */
    default Outcome test(double[][] l, double[] beta, int[] own) {
        return test(l, beta);
    }

    /**
     * An F statistic and its distribution.
     *
     * @param numerator degrees of freedom
     * @param denominator degrees of freedom, may be infinite
     * @param statistic F
     */
    record Outcome(int numerator, double denominator, double statistic) {
        /** The probability of a larger F; NaN if there are no positive degrees of freedom. */
        public double pValue() {
            return Double.isInfinite(denominator)
                    ? ChiSquaredDistribution.of(numerator).survivalProbability(numerator * statistic)
                    : denominator > 0
                            ? FDistribution.of(numerator, denominator).survivalProbability(statistic)
                            : Double.NaN;
        }
    }
}
