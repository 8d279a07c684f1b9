package dev.echelon.internal.likelihood;

/**
 * The sums over the levels of one grouping factor of which gradient and exact Hessian are made, for q effects and p columns
 * of X; written by whoever forms them. Symbols are those of {@link OneFactorDerivatives}.
 *
 * <p><b>Source</b> docs/math/likelihood.md#one-factor
 */
final class OneFactorSums {
    private final int q;
    private final int p;
    private final boolean reml;
    /** H, q×q. */
    final double[] score;
    /** NM: entry (a, b) of N times entry (c, d) of M, q²×q² by rows. */
    final double[] traces;
    /** NG, likewise. */
    final double[] forms;
    /** E: p numbers per pair (a, b). */
    final double[] mixed;
    /** S: p×p numbers per pair (a, b). Empty for ML. */
    final double[] spread;

    OneFactorSums(int q, int p, boolean reml) {
        this.q = q;
        this.p = p;
        this.reml = reml;
        int size = q * q;
        this.score = new double[size];
        this.traces = new double[size * size];
        this.forms = new double[size * size];
        this.mixed = new double[size * p];
        this.spread = new double[reml ? size * p * p : 0];
    }

    /**
     * Writes the Hessian without the term of the second derivatives of Σ: 2q_kl/σ̂² − a_ka_l/(σ̂²r²) − t_kl.
     *
     * @param derivatives ∂Σ/∂θ_k over all effects of the factor, q×q
     * @param a the forms y'PV_kPy
     */
    void hessian(double[][] derivatives, double[] a, double sigma2, double r2, double[] out) {
        int count = derivatives.length;
        double[][] reached = new double[count][];
        double[][] widened = new double[count][];
        for (int k = 0; k < count; k++) {
            reached[k] = contract(derivatives[k], mixed, p);
            widened[k] = reml ? contract(derivatives[k], spread, p * p) : new double[0];
        }
        for (int k = 0; k < count; k++) {
            double[] transformedTraces = transform(derivatives[k], traces);
            double[] transformedForms = transform(derivatives[k], forms);
            for (int l = 0; l <= k; l++) {
                double q2 = dot(transformedForms, derivatives[l]) - dot(reached[k], reached[l]);
                double trace = dot(transformedTraces, derivatives[l]) + fixedTrace(widened[k], widened[l]);
                double value = 2 * q2 / sigma2 - a[k] * a[l] / (sigma2 * r2) - trace;
                out[k * count + l] = value;
                out[l * count + k] = value;
            }
        }
    }

    private static double[] contract(double[] s, double[] sums, int length) {
        double[] out = new double[length];
        for (int pair = 0; pair < s.length; pair++) {
            double x = s[pair];
            for (int i = 0; x != 0 && i < length; i++) {
                out[i] += x * sums[pair * length + i];
            }
        }
        return out;
    }

    /** M[d, c] = Σ X[a,b]S[b,c]Y[...] so that ⟨M, S_l⟩ = Σ_j tr(X_j S_k Y_j S_l), for sums of X⊗Y. */
    private double[] transform(double[] s, double[] sums) {
        int size = q * q;
        double[] out = new double[size];
        for (int a = 0; a < q; a++) {
            for (int b = 0; b < q; b++) {
                for (int c = 0; c < q; c++) {
                    double x = s[c * q + b];
                    if (x == 0) {
                        continue;
                    }
                    for (int d = 0; d < q; d++) {
                        out[a * q + d] += x * sums[(b * q + a) * size + d * q + c];
                    }
                }
            }
        }
        return out;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** tr(T̂_kT̂_l). */
    private double fixedTrace(double[] tk, double[] tl) {
        double sum = 0;
        for (int k = 0; k < p && tk.length > 0; k++) {
            for (int h = 0; h < p; h++) {
                sum += tk[k * p + h] * tl[h * p + k];
            }
        }
        return sum;
    }
}
