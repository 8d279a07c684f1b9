package dev.echelon.covariance;

/** A family of correlation matrices C(ρ) with one parameter. Stateless. */
interface Correlation {

    /** The smallest ρ for which C is positive semidefinite; the largest is 1. */
    double lowest(int q);

    /** C_ij(ρ) for the distance d = |i−j| ≥ 1. */
    double value(int distance, double rho);

    /** ∂C_ij/∂ρ. */
    double derivative(int distance, double rho);

    /** ∂²C_ij/∂ρ². */
    double secondDerivative(int distance, double rho);

    /** The ρ with C_ij(ρ) = {@code correlation}, or the nearest if there is none. */
    double inverse(int distance, double correlation);

    /** ρ follows from the mean of the entries up to this distance. */
    int informativeDistance(int q);
}
