package dev.echelon.covariance;

import java.util.List;

/** C_ij = ρ_|i−j|, zero from lag {@code band} on. */
final class ToeplitzCorrelation extends IndicatorCorrelation {

    private final int band;

    /** @param band number of bands counting the diagonal; {@link Integer#MAX_VALUE} for all */
    ToeplitzCorrelation(int band) {
        super("toep", band == Integer.MAX_VALUE ? "ρ_|i−j|" : "ρ_|i−j|·1(|i−j|<" + band + ")");
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
    int parameter(Positions at, int i, int j) {
        int lag = Math.abs(at.slot(i) - at.slot(j));
        return lag < band ? lag - 1 : -1;
    }
}
