package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.List;

/**
 * Every variance and covariance is free: Σ_ij = σ_ij, zero for |i−j| ≥ {@code band}. Parameters row by row of the lower
 * triangle: σ_11, σ_21, σ_22, σ_31, …, as SAS's UN.
 */
final class UnstructuredResiduals extends LinearStructure {

    private final int band;

    /** @param band number of bands counting the diagonal; {@link Integer#MAX_VALUE} for all */
    UnstructuredResiduals(int band) {
        this.band = band;
    }

    @Override
    public String name() {
        return "us";
    }

    @Override
    public String label() {
        return band == Integer.MAX_VALUE ? "UN" : "UN(" + band + ")";
    }

    @Override
    public String formula() {
        return band == Integer.MAX_VALUE ? "σ_ij" : "σ_ij·1(|i−j|<" + band + ")";
    }

    @Override
    public Needs needs() {
        return Needs.SLOTS;
    }

    @Override
    public int parameterCount(int slots) {
        return rowStart(slots);
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            for (int j = Math.max(0, i - band + 1); j < i; j++) {
                names.add(Names.pair("cov", slots, i, j));
            }
            names.add("var(" + slots.get(i) + ")");
        }
        return List.copyOf(names);
    }

    @Override
    int terms(Positions at, int i, int j, int[] parameters, double[] coefficients) {
        int high = Math.max(at.slot(i), at.slot(j));
        int low = Math.min(at.slot(i), at.slot(j));
        if (high - low >= band) {
            return 0;
        }
        parameters[0] = rowStart(high) + low - Math.max(0, high - band + 1);
        coefficients[0] = 1;
        return 1;
    }

    /** The number of entries above row i of the band's lower triangle. */
    private int rowStart(int i) {
        int full = Math.min(i, band);
        return full * (full + 1) / 2 + (i - full) * (band == Integer.MAX_VALUE ? 0 : band);
    }

    @Override
    void identity(int slots, double[] theta, int offset) {
        for (int i = 0; i < slots; i++) {
            theta[offset + rowStart(i + 1) - 1] = 1;
        }
    }
}
