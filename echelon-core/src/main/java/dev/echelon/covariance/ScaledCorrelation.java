package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.List;

/**
 * Standard deviations and a correlation matrix of one parameter: Σ_ij = s_i s_j C_ij(ρ).
 *
 * <p>θ = (a_1, …, a_q, r) with s_i = a_i² if the columns have standard deviations of their own, else θ = (s, r); for
 * one column θ = (s) in both cases. The square keeps every s_i ≥ 0, as the family demands (signs would give columns
 * correlations of either sign), yet is smooth and reaches 0. A common s needs no square: Σ depends on s² only.
 *
 * <p>ρ = (1+ρ₀)/2 + (1−ρ₀)/2·sin(r + r₀) with ρ₀ the least admissible ρ and r₀ such that r = 0 means ρ = 0. It is
 * smooth on the whole line, and reaches the singular matrices at both ends at a finite r, with zero slope: like a zero
 * column of λ, an end of the range is a stationary point whose curvature tells whether it is a minimum.
 */
final class ScaledCorrelation implements Covariance {

    private final String name;
    private final Correlation correlation;
    private final boolean heterogeneous;

    ScaledCorrelation(String name, Correlation correlation, boolean heterogeneous) {
        this.name = name;
        this.correlation = correlation;
        this.heterogeneous = heterogeneous;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int parameterCount(int q) {
        return scales(q) + (q > 1 ? 1 : 0);
    }

    @Override
    public void start(int q, double scale, double[] theta, int offset) {
        for (int i = 0; i < scales(q); i++) {
            theta[offset + i] = squared(q) ? Math.sqrt(scale) : scale;
        }
        if (q > 1) {
            theta[offset + scales(q)] = 0;
        }
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        double rho = rho(q, theta, offset);
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                double c = i == j ? 1 : correlation.value(i - j, rho);
                set(q, sigma, i, j, scale(q, theta, offset, i) * scale(q, theta, offset, j) * c);
            }
        }
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        double rho = rho(q, theta, offset);
        double[] c = new double[q * q];
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                set(q, c, i, j, i == j ? 1 : correlation.value(i - j, rho));
            }
        }
        // of C and not of Σ, so that a zero or tiny scale costs the other columns no digits
        Cholesky.semidefinite(q, c, lambda);
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                lambda[i + j * q] *= scale(q, theta, offset, i);
            }
        }
        return true;
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int k, double[] dSigma) {
        double rho = rho(q, theta, offset);
        boolean byRho = k == scales(q);
        double slope = byRho ? rhoSlope(q, theta[offset + k]) : 0;
        for (int j = 0; j < q; j++) {
            double sj = scale(q, theta, offset, j);
            for (int i = j; i < q; i++) {
                double si = scale(q, theta, offset, i);
                double value;
                if (byRho) {
                    value = i == j ? 0 : si * sj * correlation.derivative(i - j, rho) * slope;
                } else {
                    double c = i == j ? 1 : correlation.value(i - j, rho);
                    value = (scaleSlope(q, theta, offset, i, k) * sj + si * scaleSlope(q, theta, offset, j, k)) * c;
                }
                set(q, dSigma, i, j, value);
            }
        }
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        int first = Math.min(k, l);
        int second = Math.max(k, l);
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                double value = second < scales(q)
                        ? scaleScale(q, theta, offset, i, j, first, second)
                        : first < second ? scaleRho(q, theta, offset, i, j, first) : rhoRho(q, theta, offset, i, j);
                set(q, d2Sigma, i, j, value);
            }
        }
    }

    private double scaleScale(int q, double[] theta, int offset, int i, int j, int k, int l) {
        double c = i == j ? 1 : correlation.value(i - j, rho(q, theta, offset));
        double bend =
                scaleBend(q, i, k, l) * scale(q, theta, offset, j) + scale(q, theta, offset, i) * scaleBend(q, j, k, l);
        double cross = scaleSlope(q, theta, offset, i, k) * scaleSlope(q, theta, offset, j, l)
                + scaleSlope(q, theta, offset, i, l) * scaleSlope(q, theta, offset, j, k);
        return (bend + cross) * c;
    }

    private double scaleRho(int q, double[] theta, int offset, int i, int j, int k) {
        if (i == j) {
            return 0;
        }
        double scales = scaleSlope(q, theta, offset, i, k) * scale(q, theta, offset, j)
                + scale(q, theta, offset, i) * scaleSlope(q, theta, offset, j, k);
        double slope = rhoSlope(q, theta[offset + scales(q)]);
        return scales * correlation.derivative(i - j, rho(q, theta, offset)) * slope;
    }

    private double rhoRho(int q, double[] theta, int offset, int i, int j) {
        if (i == j) {
            return 0;
        }
        double r = theta[offset + scales(q)];
        double rho = rho(q, theta, offset);
        double slope = rhoSlope(q, r);
        double c2 = correlation.secondDerivative(i - j, rho) * slope * slope
                + correlation.derivative(i - j, rho) * rhoBend(q, r);
        return scale(q, theta, offset, i) * scale(q, theta, offset, j) * c2;
    }

    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        double mean = 0;
        for (int i = 0; i < q; i++) {
            double variance = Math.max(0, sigma[i + i * q]);
            mean += variance / q;
            if (squared(q)) {
                theta[offset + i] = Math.sqrt(Math.sqrt(variance));
            }
        }
        if (!squared(q)) {
            theta[offset] = Math.sqrt(mean);
        }
        if (q > 1) {
            double rho = nearestRho(q, sigma, heterogeneous ? 0 : mean);
            theta[offset + scales(q)] = Math.asin(clamp((rho - centre(q)) / halfRange(q))) - Math.asin(shiftSine(q));
        }
    }

    /** The mean of the correlations that tell ρ; of the shortest distance at which there are any. */
    private double nearestRho(int q, double[] sigma, double commonVariance) {
        for (int least = 1; least < q; least++) {
            double sum = 0;
            int count = 0;
            for (int d = least; d <= Math.max(least, correlation.informativeDistance(q)); d++) {
                for (int j = 0; j + d < q; j++) {
                    int i = j + d;
                    double scale =
                            heterogeneous ? Math.sqrt(sigma[i + i * q]) * Math.sqrt(sigma[j + j * q]) : commonVariance;
                    if (scale > 0) {
                        sum += clamp(sigma[i + j * q] / scale);
                        count++;
                    }
                }
            }
            if (count > 0) {
                return correlation.inverse(least, sum / count);
            }
        }
        return 0;
    }

    @Override
    public Invariance invariance() {
        return heterogeneous ? Invariance.DIAGONAL : Invariance.SCALAR;
    }

    @Override
    public List<String> parameterNames(List<String> columns) {
        List<String> names = new ArrayList<>(heterogeneous ? columns : List.of("sd"));
        if (columns.size() > 1) {
            names.add("rho");
        }
        return List.copyOf(names);
    }

    @Override
    public void natural(int q, double[] theta, int offset, double[] natural) {
        for (int i = 0; i < scales(q); i++) {
            natural[i] = Math.abs(scale(q, theta, offset, i));
        }
        if (q > 1) {
            natural[scales(q)] = rho(q, theta, offset);
        }
    }

    private int scales(int q) {
        return heterogeneous ? q : 1;
    }

    /** Whether s_i = a_i²; one column has no correlation whose sign could go wrong. */
    private boolean squared(int q) {
        return heterogeneous && q > 1;
    }

    private double scale(int q, double[] theta, int offset, int i) {
        double a = theta[offset + (heterogeneous ? i : 0)];
        return squared(q) ? a * a : a;
    }

    private double scaleSlope(int q, double[] theta, int offset, int i, int k) {
        if (!heterogeneous) {
            return 1;
        }
        return i != k ? 0 : squared(q) ? 2 * theta[offset + k] : 1;
    }

    private double scaleBend(int q, int i, int k, int l) {
        return squared(q) && i == k && i == l ? 2 : 0;
    }

    private double rho(int q, double[] theta, int offset) {
        if (q == 1) {
            return 0;
        }
        double rho = centre(q) + halfRange(q) * shiftedSine(q, theta[offset + scales(q)]);
        return Math.min(1, Math.max(correlation.lowest(q), rho));
    }

    private double rhoSlope(int q, double r) {
        double sine = shiftSine(q);
        return halfRange(q) * (Math.cos(r) * Math.sqrt(1 - sine * sine) - Math.sin(r) * sine);
    }

    private double rhoBend(int q, double r) {
        return -halfRange(q) * shiftedSine(q, r);
    }

    private double centre(int q) {
        return (1 + correlation.lowest(q)) / 2;
    }

    private double halfRange(int q) {
        return (1 - correlation.lowest(q)) / 2;
    }

    /** sin(r + r₀). */
    private double shiftedSine(int q, double r) {
        double sine = shiftSine(q);
        return Math.sin(r) * Math.sqrt(1 - sine * sine) + Math.cos(r) * sine;
    }

    /** sin(r₀). */
    private double shiftSine(int q) {
        return -centre(q) / halfRange(q);
    }

    private static double clamp(double x) {
        return Math.min(1, Math.max(-1, x));
    }

    private static void set(int q, double[] a, int i, int j, double value) {
        a[i + j * q] = value;
        a[j + i * q] = value;
    }
}
