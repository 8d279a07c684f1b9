package dev.echelon.internal.optim;

/** A smooth function to minimise, with its gradient and a symmetric model of its Hessian on demand. */
public interface Objective {

    /** Number of variables. */
    int dimension();

    /** The value at {@code x}; +∞ outside the domain, never NaN. Remembers {@code x} for {@link #derivatives}. */
    double value(double[] x);

    /**
     * At the last point of {@link #value} (which was finite): writes the gradient and a column-major matrix that
     * approximates the Hessian (exact where it is cheap, average information plus second-order terms elsewhere).
     */
    void derivatives(double[] gradient, double[] hessian);
}
