package dev.echelon.covariance;

import java.util.List;

/** C_ij = ρ^|i−j|, |i−j| the lag, an integer: a stationary first-order autoregression, gaps included. */
final class AutoregressiveCorrelation extends CorrelationStructure {

    AutoregressiveCorrelation() {
        super("ar1", "ρ^|i−j|", Needs.LAGS);
    }

    @Override
    public int parameterCount(int slots) {
        return 1;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return List.of("rho");
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return within(theta, offset, offset + 1, -1, 1);
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        return power(theta[offset], lag(at, i, j));
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        double d = lag(at, i, j);
        return d == 0 ? 0 : d * power(theta[offset], d - 1);
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        double d = lag(at, i, j);
        return d < 2 ? 0 : d * (d - 1) * power(theta[offset], d - 2);
    }

    @Override
    boolean bends(int slots, int k, int l) {
        return true;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        double rho = Moments.correlationAtLag(moments, 1);
        theta[offset] = Double.isFinite(rho) ? Math.max(-0.9, Math.min(0.9, rho)) : 0;
    }

    /** |i − j|. */
    static double lag(Positions at, int i, int j) {
        return Math.abs(at.coordinate(i, 0) - at.coordinate(j, 0));
    }

    /** ρ^d for an integer d ≥ 0, with 0⁰ = 1. */
    static double power(double rho, double d) {
        return d == 0 ? 1 : d == 1 ? rho : Math.pow(rho, d);
    }
}
