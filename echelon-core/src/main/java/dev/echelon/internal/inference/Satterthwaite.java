package dev.echelon.internal.inference;

/**
 * Satterthwaite's method as lmerTest defines it, with exact derivatives: ν = 2(l'Φl)²/(g'Ag), g = ∂(l'Φl)/∂φ and A twice
 * the inverse of the information, usually the observed Hessian of the criterion. At an interior optimum it does not depend on how the
 * covariances are parametrised. An F test decomposes LΦL' = PDP' and matches the mean of F to the degrees of freedom of
 * the rows of P'L.
 *
 * <p><b>Source</b> Fai and Cornelius, Journal of Statistical Computation and Simulation 54 (1996) 363–378;
 * docs/math/inference.md#satterthwaite
 */
public final class Satterthwaite implements TestMethod {
    private static final double EQUAL = 1e-8;

    private final FixedEffectMoments model;
    private final double[] uncertainty;
    private final double[] covariance;

    /**
     * The method for a fit.
     *
     * @param information about the covariance parameters, of the model
     */
    public Satterthwaite(FixedEffectMoments model, double[] information) {
        this.model = model;
        uncertainty = Small.twiceInverse(model.parameters(), information);
        covariance = model.unconditioned(model.phi());
    }

    @Override
    public double[] covariance() {
        return covariance.clone();
    }

    @Override
    public double degreesOfFreedom(double[] l) {
        return degreesOfFreedom(model, uncertainty, l);
    }

    static double degreesOfFreedom(FixedEffectMoments model, double[] uncertainty, double[] l) {
        int p = model.columns();
        double[] x = Small.apply(p, model.phi(), model.conditioned(l));
        double variance = Small.dot(x, model.conditioned(l));
        double[] gradient = new double[model.parameters()];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = Small.quadratic(p, x, model.slope(i));
        }
        return 2 * variance * variance / Small.quadratic(gradient.length, gradient, uncertainty);
    }

    @Override
    public Outcome test(double[][] l, double[] beta) {
        Hypothesis hypothesis = Hypothesis.of(l, covariance, model.columns());
        double[][] rows = hypothesis.rows();
        double[] each = new double[rows.length];
        for (int m = 0; m < rows.length; m++) {
            each[m] = degreesOfFreedom(rows[m]);
        }
        return new Outcome(rows.length, pooled(each), hypothesis.statistic(beta));
    }

    /** The denominator whose F has the mean of Σt²/q, with the guards of lmerTest. */
    static double pooled(double[] each) {
        double sum = 0;
        double mean = 0;
        double widest = 0;
        for (double df : each) {
            if (!(df > 2)) {
                return each.length == 1 ? df : 2;
            }
            mean += df / each.length;
            widest = Math.max(widest, Math.abs(df - each[0]));
            sum += df / (df - 2);
        }
        return widest < EQUAL ? mean : 2 * sum / (sum - each.length);
    }
}
