package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Standard deviations and the correlations of a {@link Sequence}: Σ_ij = s_i s_j C_ij. θ = (a_1, …, a_q, r_1, …, r_(q−1))
 * with s_i = a_i², or (s, r_1, …); the parameters of the correlations are sin r. As in {@link ScaledCorrelation}, singular
 * matrices are reached at finite θ, with zero slope.
 */
final class SequenceCovariance implements Covariance {

    private final String name;
    private final Sequence sequence;
    private final boolean heterogeneous;

    SequenceCovariance(String name, Sequence sequence, boolean heterogeneous) {
        this.name = name;
        this.sequence = sequence;
        this.heterogeneous = heterogeneous;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int parameterCount(int q) {
        return scales(q) + q - 1;
    }

    private int scales(int q) {
        return heterogeneous ? q : 1;
    }

    private boolean squared(int q) {
        return heterogeneous && q > 1;
    }

    @Override
    public void start(int q, double scale, double[] theta, int offset) {
        for (int k = 0; k < parameterCount(q); k++) {
            theta[offset + k] = k >= scales(q) ? 0 : squared(q) ? Math.sqrt(scale) : scale;
        }
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        fill(q, sigma, at(q, theta, offset), Jet::value);
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int k, double[] dSigma) {
        fill(q, dSigma, at(q, theta, offset, k), jet -> jet.derivative(0));
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        if (k == l) {
            fill(q, d2Sigma, at(q, theta, offset, k), jet -> jet.secondDerivative(0, 0));
        } else {
            fill(q, d2Sigma, at(q, theta, offset, k, l), jet -> jet.secondDerivative(0, 1));
        }
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        double[] c = new double[q * q];
        fill(q, c, correlations(q, theta, offset), Jet::value);
        // of C and not of Σ, so that a zero or tiny scale costs the other columns no digits
        Cholesky.semidefinite(q, c, lambda);
        for (int i = 0; i < q; i++) {
            double scale = scale(q, theta, offset, i).value();
            for (int j = 0; j <= i; j++) {
                lambda[i + j * q] *= scale;
            }
        }
        return true;
    }

    /** Σ, differentiated by some of the parameters. */
    private Jet[] at(int q, double[] theta, int offset, int... by) {
        Jet[] sigma = correlations(q, theta, offset, by);
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                Jet scales = scale(q, theta, offset, i, by).times(scale(q, theta, offset, j, by));
                sigma[i + j * q] = scales.times(sigma[i + j * q]);
            }
        }
        return sigma;
    }

    private Jet[] correlations(int q, double[] theta, int offset, int... by) {
        Jet[] parameters = new Jet[q - 1];
        for (int k = 0; k < q - 1; k++) {
            Jet r = variable(theta, offset, scales(q) + k, by);
            double sine = Math.sin(r.value());
            parameters[k] = r.apply(sine, Math.cos(r.value()), -sine);
        }
        return sequence.table(q, parameters, by.length);
    }

    private Jet scale(int q, double[] theta, int offset, int i, int... by) {
        Jet a = variable(theta, offset, heterogeneous ? i : 0, by);
        return squared(q) ? a.times(a) : a;
    }

    private static Jet variable(double[] theta, int offset, int k, int... by) {
        for (int v = 0; v < by.length; v++) {
            if (by[v] == k) {
                return Jet.variable(theta[offset + k], v, by.length);
            }
        }
        return Jet.constant(theta[offset + k], by.length);
    }

    private static void fill(int q, double[] matrix, Jet[] lower, ToDoubleFunction<Jet> part) {
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                double value = part.applyAsDouble(lower[i + j * q]);
                matrix[i + j * q] = value;
                matrix[j + i * q] = value;
            }
        }
    }

    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        boolean[] known = new boolean[q];
        double[] deviation = new double[q];
        double mean = 0;
        for (int i = 0; i < q; i++) {
            deviation[i] = Math.sqrt(Math.max(0, sigma[i + i * q]));
            mean += deviation[i] * deviation[i] / q;
        }
        for (int i = 0; i < q; i++) {
            deviation[i] = heterogeneous ? deviation[i] : Math.sqrt(mean);
            known[i] = deviation[i] > 0;
            theta[offset + (heterogeneous ? i : 0)] = squared(q) ? Math.sqrt(deviation[i]) : deviation[i];
        }
        double[] correlations = new double[q * q];
        for (int k = 0; k < q * q; k++) {
            correlations[k] = sigma[k] / deviation[k % q] / deviation[k / q];
        }
        double[] parameters = new double[q - 1];
        sequence.inverse(q, correlations, known, parameters);
        for (int k = 0; k < q - 1; k++) {
            theta[offset + scales(q) + k] = Math.asin(parameters[k]);
        }
    }

    @Override
    public Invariance invariance() {
        return heterogeneous ? Invariance.DIAGONAL : Invariance.SCALAR;
    }

    @Override
    public List<String> parameterNames(List<String> columns) {
        List<String> names = new ArrayList<>(heterogeneous ? columns : List.of("sd"));
        for (int k = 1; k < columns.size(); k++) {
            names.add("rho" + k);
        }
        return List.copyOf(names);
    }

    /** Standard deviations, then C_21, C_31, … of a Toeplitz matrix or C_21, C_32, … of antedependence. */
    @Override
    public void natural(int q, double[] theta, int offset, double[] natural) {
        for (int i = 0; i < scales(q); i++) {
            natural[i] = Math.abs(scale(q, theta, offset, i).value());
        }
        Jet[] c = correlations(q, theta, offset);
        for (int k = 1; k < q; k++) {
            int column = sequence == Sequence.TOEPLITZ ? 0 : k - 1;
            natural[scales(q) + k - 1] = c[k + column * q].value();
        }
    }
}
