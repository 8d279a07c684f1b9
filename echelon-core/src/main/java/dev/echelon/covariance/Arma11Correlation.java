package dev.echelon.covariance;

import java.util.List;

/**
 * SAS's ARMA(1,1): C_ij = γρ^(|i−j|−1) for i ≠ j. An autoregression with φ and a moving average with θ have ρ = φ and
 * γ = (1 + φθ)(φ + θ)/(1 + 2φθ + θ²).
 */
final class Arma11Correlation extends CorrelationStructure {

    Arma11Correlation() {
        super("arma", "[1(i=j) + γρ^(|i−j|−1)·1(i≠j)]", Needs.LAGS);
    }

    @Override
    public int parameterCount(int slots) {
        return 2;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return List.of("gamma", "rho");
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return within(theta, offset, offset + 2, -1, 1);
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        double d = AutoregressiveCorrelation.lag(at, i, j);
        return d == 0 ? 1 : theta[offset] * AutoregressiveCorrelation.power(theta[offset + 1], d - 1);
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        double d = AutoregressiveCorrelation.lag(at, i, j);
        if (d == 0) {
            return 0;
        }
        double rho = theta[offset + 1];
        return k == 0
                ? AutoregressiveCorrelation.power(rho, d - 1)
                : d == 1 ? 0 : theta[offset] * (d - 1) * AutoregressiveCorrelation.power(rho, d - 2);
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        double d = AutoregressiveCorrelation.lag(at, i, j);
        if (d < 2) {
            return 0;
        }
        double rho = theta[offset + 1];
        return k != l
                ? (d - 1) * AutoregressiveCorrelation.power(rho, d - 2)
                : d == 2 ? 0 : theta[offset] * (d - 1) * (d - 2) * AutoregressiveCorrelation.power(rho, d - 3);
    }

    @Override
    boolean bends(int slots, int k, int l) {
        return k + l > 0;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        double first = Moments.correlationAtLag(moments, 1);
        double second = Moments.correlationAtLag(moments, 2);
        double gamma = Double.isFinite(first) ? first : 0;
        double rho = Math.abs(gamma) > 0.05 && Double.isFinite(second) ? second / gamma : 0.5;
        set(gamma, rho, theta, offset);
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        double[] usual = new double[2];
        start(moments, usual, 0);
        return List.of(0.9, 0.2, -0.5).stream()
                .map(rho -> {
                    double[] theta = new double[2];
                    set(usual[0], rho, theta, 0);
                    return theta;
                })
                .toList();
    }

    /** Writes ρ and γ, γ so near to 0 that the spectral density is positive: −(1−ρ)/2 < γ < (1+ρ)/2. */
    private static void set(double gamma, double rho, double[] theta, int offset) {
        double inside = Math.max(-0.9, Math.min(0.9, rho));
        double end = 0.9 * (gamma > 0 ? 1 + inside : 1 - inside) / 2;
        theta[offset] = Math.max(-end, Math.min(end, gamma));
        theta[offset + 1] = inside;
    }
}
