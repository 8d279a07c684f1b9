package dev.echelon.covariance;

import java.util.List;

/** C_ij = ρ^d_ij, 0 < ρ < 1: a continuous-time first-order autoregression; e^(−1/φ) = ρ gives that of range φ. */
final class PowerCorrelation extends CorrelationStructure {

    PowerCorrelation() {
        super("car1", "ρ^d", Needs.COORDINATES);
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
        return within(theta, offset, offset + 1, 0, 1);
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        return Math.pow(theta[offset], at.distance(i, j));
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        double d = at.distance(i, j);
        return d == 0 ? 0 : d * Math.pow(theta[offset], d - 1);
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        double d = at.distance(i, j);
        return d == 0 ? 0 : d * (d - 1) * Math.pow(theta[offset], d - 2);
    }

    @Override
    boolean bends(int slots, int k, int l) {
        return true;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        theta[offset] = Math.exp(-1 / Ranges.nearest(moments, u -> Math.exp(-u)));
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        return Ranges.others(moments).stream()
                .map(range -> new double[] {Math.exp(-1 / range)})
                .toList();
    }
}
