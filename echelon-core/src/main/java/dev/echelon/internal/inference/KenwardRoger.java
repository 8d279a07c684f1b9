package dev.echelon.internal.inference;

import dev.echelon.error.EchelonException;

/**
 * Kenward and Roger's covariance of β̂, adjusted for the estimation of the covariance parameters, with scaled F tests.
 * For structures that are linear in some
 * parametrisation the second derivatives of V drop out and all three variants agree.
 *
 * <p><b>Source</b> Kenward and Roger, Biometrics 53 (1997) 983–997, and Computational Statistics and Data Analysis 53
 * (2009) 2583–2595; Halekoh and Højsgaard, Journal of Statistical Software 59(9) (2014); docs/math/inference.md
 */
public final class KenwardRoger implements TestMethod {

    /** Which of the second-order terms are taken. */
    public enum Variant {
        /** With −¼R_ij, the second derivatives of V, for structures that are not linear. */
        ORIGINAL,
        /** Without second derivatives. */
        LINEAR,
        /** Also corrected for the bias of the covariance parameters. */
        BIAS_CORRECTED
    }

    private final FixedEffectMoments model;
    private final double[] uncertainty;
    private final double[] unadjusted;
    private final double[] covariance;

    /**
     * The method for a fit.
     *
     * @param information about the covariance parameters, of the model
     * @throws EchelonException if the fit is not one of REML
     */
    public KenwardRoger(FixedEffectMoments model, Variant variant, double[] information) {
        requireRestricted(model.reml());
        this.model = model;
        uncertainty = Small.twiceInverse(model.parameters(), information);
        unadjusted = model.unconditioned(model.phi());
        covariance = model.unconditioned(adjusted(variant, model.contraction(information)));
    }

    /**
     * Refuses fits by maximum likelihood, before anything is computed.
     *
     * @throws EchelonException if the fit is not one of REML
     */
    public static void requireRestricted(boolean reml) {
        if (!reml) {
            throw new EchelonException("the method of Kenward and Roger needs a fit by REML, but this fit maximises the"
                    + " likelihood (ML); fit again by REML or use the degrees of freedom 'satterthwaite'");
        }
    }

    private double[] adjusted(Variant variant, FixedEffectMoments.Contraction sums) {
        int p = model.columns();
        int m = model.parameters();
        double[] phi = model.phi();
        double[] sum = sums.curvature().clone();
        for (int k = 0; k < m; k++) {
            double[] mixed = new double[p * p];
            for (int i = 0; i < m; i++) {
                add(mixed, uncertainty[k * m + i], model.slope(i));
            }
            add(sum, -1, Small.multiply(p, mixed, Small.multiply(p, phi, model.slope(k))));
        }
        boolean curved = variant != Variant.LINEAR && !model.linear();
        if (curved) {
            add(sum, -0.25, sums.second());
        }
        if (curved && variant == Variant.BIAS_CORRECTED) {
            double[] bias = Small.apply(m, uncertainty, sums.traces()); // of φ̂, times −4
            requireTraces(bias);
            for (int k = 0; k < m; k++) {
                add(sum, 0.125 * bias[k], model.slope(k));
            }
        }
        double[] adjusted = Small.multiply(p, Small.multiply(p, phi, sum), phi);
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                // The sum is symmetric up to rounding; its average with its transpose is so exactly.
                sum[k * p + i] = phi[k * p + i] + adjusted[k * p + i] + adjusted[i * p + k];
            }
        }
        return sum;
    }

    private static void requireTraces(double[] bias) {
        for (double b : bias) {
            if (Double.isNaN(b)) {
                throw new EchelonException("the correction for the bias of the covariance parameters is not available"
                        + " for series this long; use 'kenward-roger' or 'satterthwaite'");
            }
        }
    }

    private static void add(double[] sum, double factor, double[] term) {
        for (int e = 0; e < sum.length; e++) {
            sum[e] += factor * term[e];
        }
    }

    @Override
    public double[] covariance() {
        return covariance.clone();
    }

    /** For one row the method's degrees of freedom are Satterthwaite's with the expected information. */
    @Override
    public double degreesOfFreedom(double[] l) {
        return Satterthwaite.degreesOfFreedom(model, uncertainty, l);
    }

    @Override
    public Outcome test(double[][] l, double[] beta) {
        Hypothesis independent = Hypothesis.of(l, unadjusted, model.columns());
        int q = independent.rows().length;
        double statistic =
                Hypothesis.of(independent.rows(), covariance, model.columns()).statistic(beta);
        ScaledF scaled = scaled(independent);
        return new Outcome(q, scaled.degrees(), scaled.factor() * statistic);
    }

    private ScaledF scaled(Hypothesis hypothesis) {
        int p = model.columns();
        int q = hypothesis.rows().length;
        int m = model.parameters();
        double[] phi = model.phi();
        double[][] moved = new double[q][]; // Φl / √(l'Φl), so that Θ = Σ ll'/(l'Φl) in these rows
        for (int a = 0; a < q; a++) {
            double[] l = model.conditioned(hypothesis.rows()[a]);
            moved[a] = Small.apply(p, phi, l);
            double norm = Math.sqrt(Small.dot(l, moved[a]));
            for (int i = 0; i < p; i++) {
                moved[a][i] /= norm;
            }
        }
        double[][] forms = new double[m][q * q]; // tr(ΘΦP_iΦ …) in q dimensions
        double[] traces = new double[m];
        for (int i = 0; i < m; i++) {
            for (int a = 0; a < q; a++) {
                double[] x = Small.apply(p, model.slope(i), moved[a]);
                for (int b = 0; b < q; b++) {
                    forms[i][a * q + b] = Small.dot(moved[b], x);
                }
                traces[i] += forms[i][a * q + a];
            }
        }
        double a1 = 0;
        double a2 = 0;
        for (int k = 0; k < m; k++) {
            for (int i = 0; i < m; i++) {
                a1 += uncertainty[k * m + i] * traces[i] * traces[k];
                a2 += uncertainty[k * m + i] * Small.trace(q, forms[i], forms[k]);
            }
        }
        return ScaledF.of(q, a1, a2);
    }
}
