package dev.echelon.covariance;

import java.util.List;

/** C_ij = ρ_|i−j|, zero from lag {@code band} on. */
final class ToeplitzCorrelation extends CorrelationStructure {

    private final int band;

    /** @param band number of bands counting the diagonal; {@link Integer#MAX_VALUE} for all */
    ToeplitzCorrelation(int band) {
        super("toep", band == Integer.MAX_VALUE ? "ρ_|i−j|" : "ρ_|i−j|·1(|i−j|<" + band + ")", Needs.SLOTS);
        this.band = band;
    }

    @Override
    public int parameterCount(int slots) {
        return Math.max(0, Math.min(slots, band) - 1);
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return Names.lags("corr", 1, parameterCount(slots.size()));
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return within(theta, offset, offset + parameterCount(slots), -1, 1);
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        int lag = Math.abs(at.slot(i) - at.slot(j));
        return lag == 0 ? 1 : lag < band ? theta[offset + lag - 1] : 0;
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        return Math.abs(at.slot(i) - at.slot(j)) == k + 1 ? 1 : 0;
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
        for (int k = 0; k < parameterCount(moments.slots()); k++) {
            double rho = Moments.correlationAtLag(moments, k + 1);
            theta[offset + k] = Double.isFinite(rho) ? rho : 0;
        }
        damp(moments.slots(), theta, offset);
    }
}
