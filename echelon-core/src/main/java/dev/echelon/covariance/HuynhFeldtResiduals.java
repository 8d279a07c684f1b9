package dev.echelon.covariance;

import java.util.Arrays;
import java.util.List;

/** Huynh and Feldt's structure, under which all differences of two slots have one variance: Σ_ij = (σ_i² + σ_j²)/2 − λ. */
final class HuynhFeldtResiduals extends LinearStructure {

    @Override
    public String name() {
        return "hf";
    }

    @Override
    public String label() {
        return "HF";
    }

    @Override
    public String formula() {
        return "(σ_i² + σ_j²)/2 − λ·1(i≠j)";
    }

    @Override
    public Needs needs() {
        return Needs.SLOTS;
    }

    @Override
    public int parameterCount(int slots) {
        return slots + 1;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return Names.joined(Names.variances(slots), List.of("lambda"));
    }

    @Override
    int terms(Positions at, int i, int j, int[] parameters, double[] coefficients) {
        parameters[0] = at.slot(i);
        if (same(at, i, j)) {
            coefficients[0] = 1;
            return 1;
        }
        parameters[1] = at.slot(j);
        parameters[2] = at.slots();
        coefficients[0] = 0.5;
        coefficients[1] = 0.5;
        coefficients[2] = -1;
        return 3;
    }

    @Override
    void identity(int slots, double[] theta, int offset) {
        Arrays.fill(theta, offset, offset + slots + 1, 1);
    }
}
