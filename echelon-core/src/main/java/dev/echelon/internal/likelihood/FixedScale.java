package dev.echelon.internal.likelihood;

import dev.echelon.internal.optim.Objective;
import java.util.List;

/**
 * −2 log-likelihood (or the REML criterion) as a function of θ alone with one standard deviation held at ψ: σ itself, or
 * that of one random effect, σ√v(θ) with v = m'Σ(θ)m. The constraint gives σ = ψ/√v, and with s² the σ² that is best at
 * θ,
 *
 * <pre>
 *   F(θ) = d(θ) + ν(ρ − 1 − log ρ),   ρ = s²(θ)·v(θ)/ψ²
 * </pre>
 *
 * where d is the {@link ProfiledLikelihood} and v = 1 for σ. Minimising F over θ needs no constraint any more.
 *
 * <p><b>Source</b> docs/math/prediction-and-intervals.md#profile-intervals
 */
public final class FixedScale implements Objective {
    private final ProfiledLikelihood likelihood;
    private final int term;
    private final double[] weights;
    private double psi = 1;
    private double variance;
    private double form = 1;
    private double ratio = 1;

    /** With σ held fixed. */
    public static FixedScale residual(ProfiledLikelihood likelihood) {
        return new FixedScale(likelihood, -1, new double[0]);
    }

    /**
     * With the standard deviation of a random effect held fixed.
     *
     * @param term index of the random term
     * @param weights m, the effect as a combination of the conditioned effects of the term
     */
    public static FixedScale effect(ProfiledLikelihood likelihood, int term, double[] weights) {
        return new FixedScale(likelihood, term, weights);
    }

    private FixedScale(ProfiledLikelihood likelihood, int term, double[] weights) {
        this.likelihood = likelihood;
        this.term = term;
        this.weights = weights.clone();
    }

    /** Holds the standard deviation at {@code value} > 0, in the conditioned scale. */
    public void fix(double value) {
        psi = value;
    }

    /** The standard deviation at θ if σ is free. */
    public double unconstrained(double[] theta) {
        likelihood.value(theta);
        return Math.sqrt(likelihood.profiledVariance() * formAt(theta));
    }

    @Override
    public int dimension() {
        return likelihood.dimension();
    }

    @Override
    public double value(double[] x) {
        double d = likelihood.value(x);
        if (!Double.isFinite(d)) {
            return Double.POSITIVE_INFINITY;
        }
        variance = likelihood.profiledVariance();
        form = formAt(x);
        ratio = variance * form / (psi * psi);
        double f = d + likelihood.degrees() * (ratio - 1 - Math.log(ratio));
        return ratio > 0 && Double.isFinite(f) ? f : Double.POSITIVE_INFINITY;
    }

    private double formAt(double[] x) {
        if (term < 0) {
            return 1;
        }
        ThetaMap.Slot slot = likelihood.map().slots().get(term);
        double[] sigma = new double[slot.width() * slot.width()];
        slot.covariance().covariance(slot.width(), x, slot.theta(), sigma);
        return form(sigma);
    }

    private double form(double[] matrix) {
        int w = weights.length;
        double sum = 0;
        for (int b = 0; b < w; b++) {
            for (int a = 0; a < w; a++) {
                sum += weights[a] * matrix[b * w + a] * weights[b];
            }
        }
        return sum;
    }

    /**
     * The gradient exactly. In the Hessian the second derivatives of log s² are those of average information: twice the
     * model of d, times ρ − 1, which is small near the optimum and bounded from below to keep the model convex.
     */
    @Override
    public void derivatives(double[] gradient, double[] hessian) {
        likelihood.derivatives(gradient, hessian);
        int n = dimension();
        double nu = likelihood.degrees();
        double[] residual = likelihood.residualForms();
        double[] slope = new double[n]; // of log s²
        for (int k = 0; k < n; k++) {
            slope[k] = -residual[k] / (nu * variance);
        }
        double excess = ratio - 1;
        double[] total = slope.clone(); // of log ρ
        double[] curvature = new double[n * n]; // of log v
        addForm(total, curvature);
        for (int k = 0; k < n; k++) {
            for (int l = 0; l < n; l++) {
                double information = Math.max(excess, -0.45) * (2 * hessian[k * n + l] + nu * slope[k] * slope[l]);
                hessian[k * n + l] += information + nu * (ratio * total[k] * total[l] + excess * curvature[k * n + l]);
            }
        }
        for (int k = 0; k < n; k++) {
            gradient[k] += nu * excess * total[k];
        }
    }

    /** Adds the first and writes the second derivatives of log v. */
    private void addForm(double[] gradient, double[] hessian) {
        if (term < 0) {
            return;
        }
        int n = gradient.length;
        List<ThetaMap.Slot> slots = likelihood.map().slots();
        ThetaMap.Slot slot = slots.get(term);
        int w = slot.width();
        double[] theta = likelihood.point();
        double[] matrix = new double[w * w];
        double[] first = new double[slot.parameters()];
        for (int k = 0; k < first.length; k++) {
            slot.covariance().derivative(w, theta, slot.theta(), k, matrix);
            first[k] = form(matrix) / form;
            gradient[slot.theta() + k] += first[k];
        }
        for (int k = 0; k < first.length; k++) {
            for (int l = 0; l < first.length; l++) {
                slot.covariance().secondDerivative(w, theta, slot.theta(), k, l, matrix);
                hessian[(slot.theta() + k) * n + slot.theta() + l] = form(matrix) / form - first[k] * first[l];
            }
        }
    }
}
