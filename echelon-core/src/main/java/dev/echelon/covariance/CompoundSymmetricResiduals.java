package dev.echelon.covariance;

import java.util.List;

/**
 * One covariance for all pairs: Σ_ij = σ₁ + σ²·1(i=j), in SAS's parameters. σ₁ may be negative, as long as Σ is positive
 * definite.
 */
final class CompoundSymmetricResiduals extends LinearStructure {

    @Override
    public String name() {
        return "cs";
    }

    @Override
    public String label() {
        return "CS";
    }

    @Override
    public String formula() {
        return "σ₁ + σ²·1(i=j)";
    }

    @Override
    public Needs needs() {
        return Needs.SLOTS;
    }

    @Override
    public int parameterCount(int slots) {
        return 2;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return List.of("covariance", "residual");
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return theta[offset + 1] > 0 && theta[offset] + theta[offset + 1] > 0;
    }

    @Override
    int terms(Positions at, int i, int j, int[] parameters, double[] coefficients) {
        parameters[0] = 0;
        coefficients[0] = 1;
        parameters[1] = 1;
        coefficients[1] = 1;
        return same(at, i, j) ? 2 : 1;
    }

    @Override
    void identity(int slots, double[] theta, int offset) {
        theta[offset] = 0;
        theta[offset + 1] = 1;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        if (moments.slots() > 1) {
            super.start(moments, theta, offset);
            return;
        }
        double variance = Moments.variance(moments);
        double rho = Math.max(0, Moments.meanCorrelation(moments));
        theta[offset] = variance * rho;
        theta[offset + 1] = variance * (1 - rho);
    }
}
