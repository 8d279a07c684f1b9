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

    /** A ρ with C_ij(ρ) = {@code correlation}, if any; otherwise one near it. */
    double inverse(int distance, double correlation);

    /** The largest distance whose entries estimate ρ if nearer ones do; others are used in order of distance. */
    int informativeDistance(int q);
}
