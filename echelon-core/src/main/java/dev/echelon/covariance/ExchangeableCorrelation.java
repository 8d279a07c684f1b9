package dev.echelon.covariance;

import java.util.List;

/** C_ij = ρ for all pairs. */
final class ExchangeableCorrelation extends CorrelationStructure {

    ExchangeableCorrelation() {
        super("cs", "[ρ + (1 − ρ)·1(i=j)]", Needs.SLOTS);
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
        return same(at, i, j) ? 1 : theta[offset];
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        return same(at, i, j) ? 0 : 1;
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        return 0;
    }

    @Override
    boolean bends(int slots, int k, int l) {
        return false;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        double rho = Moments.meanCorrelation(moments);
        theta[offset] = moments.slots() > 0 ? rho : Math.max(0, rho);
        damp(moments.slots(), theta, offset);
    }
}
