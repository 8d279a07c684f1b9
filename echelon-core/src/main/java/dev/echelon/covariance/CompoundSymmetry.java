package dev.echelon.covariance;

/** C_ij = ρ for i ≠ j; positive semidefinite for ρ in [−1/(q−1), 1]. */
final class CompoundSymmetry implements Correlation {

    @Override
    public double lowest(int q) {
        return -1.0 / (q - 1);
    }

    @Override
    public double value(int distance, double rho) {
        return rho;
    }

    @Override
    public double derivative(int distance, double rho) {
        return 1;
    }

    @Override
    public double secondDerivative(int distance, double rho) {
        return 0;
    }

    @Override
    public double inverse(int distance, double correlation) {
        return correlation;
    }

    @Override
    public int informativeDistance(int q) {
        return q - 1;
    }
}
