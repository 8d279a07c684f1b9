package dev.echelon.internal.intervals;

/** −2 log-likelihood minimised over all parameters but one, ψ. */
interface Profile {

    /** ψ̂. */
    double estimate();

    /** A guess of the distance from ψ̂ to a 95 % bound. */
    double reach();

    /** Smallest value of ψ: 0, -1 or −∞; may not be evaluated itself if {@link #lowest} is larger. */
    double lower();

    /** Largest value of ψ. */
    double upper();

    /** The smallest ψ that can be evaluated, standing for {@link #lower}. */
    double lowest();

    /** The constrained minimum; starts from that of the last call. */
    double deviance(double psi);

    /** Makes the next call start from the unconstrained optimum. */
    void restart();
}
