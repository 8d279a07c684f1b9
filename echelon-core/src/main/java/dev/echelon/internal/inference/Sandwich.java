package dev.echelon.internal.inference;

import java.util.List;

/**
 * Tests with a cluster-robust covariance of β̂ and the degrees of freedom of Bell and McCaffrey with the fitted V as
 * working covariance: ν = tr(K)²/tr(K²), K_ij = δ_ij a_i'a_i − b_i'Φb_j, a_i = A_i'X̃_iΦl, b_i = X̃_i'a_i; no matrix has the
 * order of the rows or of the clusters.
 *
 * <p><b>Source</b> Bell and McCaffrey, Survey Methodology 28 (2002) 169–181; docs/math/residual.md#sandwich
 *
 * @param covariance of β̂, p×p column-major, on the scale of the data
 * @param phi Φ, the model's covariance of β̂
 * @param clusters of each cluster
 */
public record Sandwich(double[] covariance, double[] phi, List<Cluster> clusters) implements TestMethod {

    /**
     * What the degrees of freedom need of a cluster, p×p each.
     *
     * @param moved X̃'A'X̃
     * @param squared X̃'AA'X̃
     */
    public record Cluster(double[] moved, double[] squared) {}

    private int columns() {
        return (int) Math.round(Math.sqrt(phi.length));
    }

    @Override
    public double[] covariance() {
        return covariance.clone();
    }

    @Override
    public double degreesOfFreedom(double[] l) {
        int p = columns();
        double[] u = Small.apply(p, phi, l);
        double[] gram = new double[p * p];
        double trace = 0;
        double squares = 0;
        for (Cluster cluster : clusters) {
            double[] b = Small.apply(p, cluster.moved(), u);
            double own = Small.quadratic(p, u, cluster.squared());
            double shared = Small.quadratic(p, b, phi);
            trace += own - shared;
            squares += (own - shared) * (own - shared) - shared * shared;
            for (int j = 0; j < p; j++) {
                for (int i = 0; i < p; i++) {
                    gram[j * p + i] += b[i] * b[j];
                }
            }
        }
        double[] product = Small.multiply(p, phi, gram);
        return trace * trace / (squares + Small.trace(p, product, product));
    }

    @Override
    public Outcome test(double[][] l, double[] beta) {
        Hypothesis hypothesis = Hypothesis.of(l, covariance, columns());
        double[][] rows = hypothesis.rows();
        double[] each = new double[rows.length];
        for (int m = 0; m < rows.length; m++) {
            each[m] = degreesOfFreedom(rows[m]);
        }
        return new Outcome(rows.length, Satterthwaite.pooled(each), hypothesis.statistic(beta));
    }
}
