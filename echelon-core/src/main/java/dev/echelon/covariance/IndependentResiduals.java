package dev.echelon.covariance;

import java.util.Arrays;
import java.util.List;

/** Independent observations, with one variance or with one for each slot. */
final class IndependentResiduals extends LinearStructure {

    private final boolean heterogeneous;

    IndependentResiduals(boolean heterogeneous) {
        this.heterogeneous = heterogeneous;
    }

    @Override
    public String name() {
        return heterogeneous ? "diag" : "id";
    }

    @Override
    public String label() {
        return heterogeneous ? "UN(1)" : "VC";
    }

    @Override
    public String formula() {
        return heterogeneous ? "σ_i²·1(i=j)" : "σ²·1(i=j)";
    }

    @Override
    public Needs needs() {
        return Needs.SLOTS;
    }

    @Override
    public boolean diagonal() {
        return true;
    }

    @Override
    public int parameterCount(int slots) {
        return heterogeneous ? slots : 1;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return heterogeneous ? Names.variances(slots) : List.of(Names.VARIANCE);
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return within(theta, offset, offset + parameterCount(slots), 0, Double.POSITIVE_INFINITY);
    }

    @Override
    int terms(Positions at, int i, int j, int[] parameters, double[] coefficients) {
        if (!same(at, i, j)) {
            return 0;
        }
        parameters[0] = heterogeneous ? at.slot(i) : 0;
        coefficients[0] = 1;
        return 1;
    }

    @Override
    void identity(int slots, double[] theta, int offset) {
        Arrays.fill(theta, offset, offset + parameterCount(slots), 1);
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        for (int k = 0; k < parameterCount(moments.slots()); k++) {
            theta[offset + k] = heterogeneous ? Moments.variance(moments, k) : Moments.variance(moments);
        }
    }
}
