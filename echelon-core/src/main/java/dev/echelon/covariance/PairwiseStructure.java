package dev.echelon.covariance;

import java.util.Arrays;

/** A structure whose entries are functions of the two positions alone: the loops over pairs, once for all of them. */
abstract class PairwiseStructure implements ResidualStructure {

    /** Whether θ is inside the domain; whether Σ is positive definite is not asked here. */
    abstract boolean valid(int slots, double[] theta, int offset);

    /** Σ_ij. */
    abstract double value(Positions at, int i, int j, double[] theta, int offset);

    /** ∂Σ_ij/∂θ_k. */
    abstract double derivative(Positions at, int i, int j, double[] theta, int offset, int k);

    /** ∂²Σ_ij/∂θ_k∂θ_l, for k and l that {@link #bends}. */
    abstract double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l);

    /** Whether a second derivative can differ from zero. */
    abstract boolean bends(int slots, int k, int l);

    @Override
    public boolean linear() {
        return false;
    }

    @Override
    public final boolean covariance(Positions at, double[] theta, int offset, double[] sigma) {
        if (!valid(at.slots(), theta, offset)) {
            return false;
        }
        fill(at, sigma, (i, j) -> value(at, i, j, theta, offset));
        return true;
    }

    @Override
    public final void derivative(Positions at, double[] theta, int offset, int k, double[] dSigma) {
        fill(at, dSigma, (i, j) -> derivative(at, i, j, theta, offset, k));
    }

    @Override
    public final boolean secondDerivative(Positions at, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        if (!bends(at.slots(), k, l)) {
            return false;
        }
        fill(at, d2Sigma, (i, j) -> secondDerivative(at, i, j, theta, offset, k, l));
        return true;
    }

    /** Whether two observations are one on the grid, or, without a grid, are the same observation. */
    static boolean same(Positions at, int i, int j) {
        return i == j || at.slots() > 0 && at.slot(i) == at.slot(j);
    }

    /** Writes a symmetric matrix entry by entry. */
    static void fill(Positions at, double[] matrix, Entry entry) {
        int n = at.size();
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double value = entry.of(i, j);
                matrix[i + j * n] = value;
                matrix[j + i * n] = value;
            }
        }
    }

    /** Whether every one of these parameters lies in (lower, upper). */
    static boolean within(double[] theta, int from, int to, double lower, double upper) {
        return Arrays.stream(theta, from, to).allMatch(value -> value > lower && value < upper);
    }

    /** One entry of a matrix. */
    interface Entry {
        double of(int i, int j);
    }
}
