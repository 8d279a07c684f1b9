package dev.echelon.internal.inference;

/** Tests with degrees of freedom that are known for each column of X; a hypothesis has the fewest of its columns. */
public final class FixedDegrees implements TestMethod {
    private final double[] covariance;
    private final double[] degrees;

    /**
     * @param covariance of β̂, p×p column-major
     * @param degrees of each column, may be infinite
     */
    public FixedDegrees(double[] covariance, double[] degrees) {
        this.covariance = covariance.clone();
        this.degrees = degrees.clone();
    }

    @Override
    public double[] covariance() {
        return covariance.clone();
    }

    @Override
    public double degreesOfFreedom(double[] l) {
        double fewest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < l.length; k++) {
            fewest = l[k] == 0 ? fewest : Math.min(fewest, degrees[k]);
        }
        return fewest;
    }

    @Override
    public Outcome test(double[][] l, double[] beta) {
        double fewest = Double.POSITIVE_INFINITY;
        for (double[] row : l) {
            fewest = Math.min(fewest, degreesOfFreedom(row));
        }
        return outcome(l, beta, fewest);
    }

    /** The F test of a term, with the degrees of freedom of its own columns, so that no coding matters. */
    @Override
    public Outcome test(double[][] l, double[] beta, int[] own) {
        double fewest = Double.POSITIVE_INFINITY;
        for (int k : own) {
            fewest = Math.min(fewest, degrees[k]);
        }
        return outcome(l, beta, fewest);
    }

    private Outcome outcome(double[][] l, double[] beta, double denominator) {
        Hypothesis hypothesis = Hypothesis.of(l, covariance, degrees.length);
        return new Outcome(hypothesis.rows().length, denominator, hypothesis.statistic(beta));
    }
}
