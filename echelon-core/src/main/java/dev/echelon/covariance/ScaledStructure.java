package dev.echelon.covariance;

import java.util.List;

/**
 * A correlation matrix and variances: Σ_ij = √(v_i v_j) C_ij(ρ). θ = (v, ρ), v one variance, or one for each slot.
 * Derivatives by variances, not by standard deviations, as SAS reports them.
 */
class ScaledStructure implements ResidualStructure {

    private final String name;
    private final String label;
    private final ResidualStructure correlation;
    private final boolean heterogeneous;

    /**
     * @param correlation a structure whose diagonal is 1 for all its parameters, which all have order 0
     * @param heterogeneous whether each slot has a variance of its own
     */
    ScaledStructure(String name, String label, ResidualStructure correlation, boolean heterogeneous) {
        this.name = name;
        this.label = label;
        this.correlation = correlation;
        this.heterogeneous = heterogeneous;
    }

    /** C, as a structure. */
    final ResidualStructure correlation() {
        return correlation;
    }

    /** Whether each slot has a variance of its own. */
    final boolean heterogeneous() {
        return heterogeneous;
    }

    final int variances(int slots) {
        return heterogeneous ? slots : 1;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String formula() {
        return (heterogeneous ? "σ_i σ_j " : "σ² ") + correlation.formula();
    }

    @Override
    public Needs needs() {
        return heterogeneous ? Needs.SLOTS : correlation.needs();
    }

    @Override
    public int parameterCount(int slots) {
        return variances(slots) + correlation.parameterCount(slots);
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        List<String> variances = heterogeneous ? Names.variances(slots) : List.of(Names.VARIANCE);
        return Names.joined(variances, correlation.parameterNames(slots));
    }

    @Override
    public int order(int slots, int k) {
        return k < variances(slots) ? 2 : 0;
    }

    @Override
    public boolean linear() {
        return false;
    }

    @Override
    public boolean covariance(Positions at, double[] theta, int offset, double[] sigma) {
        int count = variances(at.slots());
        if (!PairwiseStructure.within(theta, offset, offset + count, 0, Double.POSITIVE_INFINITY)
                || !correlation.covariance(at, theta, offset + count, sigma)) {
            return false;
        }
        scale(at, theta, offset, sigma, (i, j) -> 1);
        return true;
    }

    @Override
    public void derivative(Positions at, double[] theta, int offset, int k, double[] dSigma) {
        int count = variances(at.slots());
        if (k >= count) {
            correlation.derivative(at, theta, offset + count, k - count, dSigma);
            scale(at, theta, offset, dSigma, (i, j) -> 1);
            return;
        }
        correlation.covariance(at, theta, offset + count, dSigma);
        scale(at, theta, offset, dSigma, (i, j) -> halves(at, i, j, k) / (2 * theta[offset + k]));
    }

    @Override
    public boolean secondDerivative(Positions at, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        int count = variances(at.slots());
        int first = Math.min(k, l);
        int second = Math.max(k, l);
        if (first >= count) {
            if (!correlation.secondDerivative(at, theta, offset + count, first - count, second - count, d2Sigma)) {
                return false;
            }
            scale(at, theta, offset, d2Sigma, (i, j) -> 1);
            return true;
        }
        if (second >= count) {
            correlation.derivative(at, theta, offset + count, second - count, d2Sigma);
            scale(at, theta, offset, d2Sigma, (i, j) -> halves(at, i, j, first) / (2 * theta[offset + first]));
            return true;
        }
        if (!heterogeneous) {
            return false;
        }
        correlation.covariance(at, theta, offset + count, d2Sigma);
        double product = 4 * theta[offset + first] * theta[offset + second];
        scale(at, theta, offset, d2Sigma, (i, j) -> bend(at, i, j, first, second) / product);
        return true;
    }

    /** How often √v_k is a factor of √(v_i v_j): 0, 1 or 2. */
    private int halves(Positions at, int i, int j, int k) {
        return heterogeneous ? (at.slot(i) == k ? 1 : 0) + (at.slot(j) == k ? 1 : 0) : 2;
    }

    /** ∂²√(v_i v_j)/∂v_k∂v_l as a multiple of √(v_i v_j)/(4 v_k v_l). */
    private int bend(Positions at, int i, int j, int k, int l) {
        int powers = halves(at, i, j, k);
        return powers * (k == l ? powers - 2 : halves(at, i, j, l));
    }

    private void scale(Positions at, double[] theta, int offset, double[] matrix, PairwiseStructure.Entry factor) {
        int n = at.size();
        for (int j = 0; j < n; j++) {
            double root = Math.sqrt(variance(at, theta, offset, j));
            for (int i = j; i < n; i++) {
                double own = i == j
                        ? variance(at, theta, offset, j)
                        : heterogeneous ? root * Math.sqrt(variance(at, theta, offset, i)) : theta[offset];
                double value = matrix[i + j * n] * own * factor.of(i, j);
                matrix[i + j * n] = value;
                matrix[j + i * n] = value;
            }
        }
    }

    final double variance(Positions at, double[] theta, int offset, int i) {
        return theta[offset + (heterogeneous ? at.slot(i) : 0)];
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        int count = variances(moments.slots());
        for (int k = 0; k < count; k++) {
            theta[offset + k] = heterogeneous ? Moments.variance(moments, k) : Moments.variance(moments);
        }
        correlation.start(Moments.standardised(moments, heterogeneous), theta, offset + count);
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        int count = variances(moments.slots());
        double[] theta = new double[parameterCount(moments.slots())];
        start(moments, theta, 0);
        return correlation.furtherStarts(Moments.standardised(moments, heterogeneous)).stream()
                .map(rho -> {
                    double[] other = theta.clone();
                    System.arraycopy(rho, 0, other, count, rho.length);
                    return other;
                })
                .toList();
    }
}
