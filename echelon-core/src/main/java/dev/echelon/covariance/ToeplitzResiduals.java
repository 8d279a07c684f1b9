package dev.echelon.covariance;

import java.util.List;

/** One covariance for each lag: Σ_ij = σ_(|i−j|+1), zero from lag {@code band} on. */
final class ToeplitzResiduals extends LinearStructure {

    private final int band;

    /** @param band number of bands counting the diagonal; {@link Integer#MAX_VALUE} for all */
    ToeplitzResiduals(int band) {
        this.band = band;
    }

    @Override
    public String name() {
        return "toep";
    }

    @Override
    public String label() {
        return band == Integer.MAX_VALUE ? "TOEP" : "TOEP(" + band + ")";
    }

    @Override
    public String formula() {
        return band == Integer.MAX_VALUE ? "σ_(|i−j|+1)" : "σ_(|i−j|+1)·1(|i−j|<" + band + ")";
    }

    @Override
    public Needs needs() {
        return Needs.SLOTS;
    }

    @Override
    public int parameterCount(int slots) {
        return Math.min(slots, band);
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return Names.joined(List.of(Names.VARIANCE), Names.lags("cov", 1, parameterCount(slots.size()) - 1));
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return theta[offset] > 0;
    }

    @Override
    int terms(Positions at, int i, int j, int[] parameters, double[] coefficients) {
        int lag = Math.abs(at.slot(i) - at.slot(j));
        parameters[0] = lag;
        coefficients[0] = 1;
        return lag < band ? 1 : 0;
    }

    @Override
    void identity(int slots, double[] theta, int offset) {
        theta[offset] = 1;
    }
}
