package dev.echelon.covariance;

import java.util.List;
import java.util.stream.IntStream;

/** A known matrix K over the slots, times a variance or as it is: Σ_ij = σ²K_ij or K_ij. */
final class KnownResiduals extends LinearStructure {

    private final double[] known;
    private final boolean scaled;

    /** @param known slots×slots, positive semidefinite */
    KnownResiduals(double[] known, boolean scaled) {
        this.known = known.clone();
        this.scaled = scaled;
    }

    @Override
    public String name() {
        return scaled ? "known" : "fixed";
    }

    @Override
    public String label() {
        return scaled ? "LIN(1)" : "fixed";
    }

    @Override
    public String formula() {
        return scaled ? "σ²K_ij" : "K_ij";
    }

    @Override
    public Needs needs() {
        return Needs.SLOTS;
    }

    @Override
    public int parameterCount(int slots) {
        return scaled ? 1 : 0;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return scaled ? List.of(Names.VARIANCE) : List.of();
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return !scaled || theta[offset] > 0;
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        return (scaled ? theta[offset] : 1) * entry(at, i, j);
    }

    @Override
    int terms(Positions at, int i, int j, int[] parameters, double[] coefficients) {
        parameters[0] = 0;
        coefficients[0] = entry(at, i, j);
        return scaled ? 1 : 0;
    }

    private double entry(Positions at, int i, int j) {
        return known[at.slot(i) + at.slot(j) * at.slots()];
    }

    @Override
    void identity(int slots, double[] theta, int offset) {
        // the identity is not in the family, and nothing has to be drawn towards it
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        if (scaled) {
            int m = moments.slots();
            double mean = IntStream.range(0, m)
                    .mapToDouble(i -> known[i * (m + 1)])
                    .average()
                    .orElse(1);
            theta[offset] = Moments.variance(moments) / mean;
        }
    }
}
