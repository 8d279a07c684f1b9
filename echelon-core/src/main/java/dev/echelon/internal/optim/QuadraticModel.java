package dev.echelon.internal.optim;

import java.util.Arrays;

/**
 * The model g'p + ½p'Bp in the eigenbasis of B, and its exact minimiser within ‖p‖ ≤ Δ, also for indefinite B.
 * Source: Moré and Sorensen (1983), SIAM J. Sci. Stat. Comput. 4, 553–572.
 */
final class QuadraticModel {

    /** Curvature below this fraction of the largest is rounding: it is neither trusted as positive nor as negative. */
    private static final double FLAT = 1e-9;

    /** How closely a step on the boundary meets the radius; the radius itself is only a rule of thumb. */
    private static final double RADIUS_SLACK = 0.01;

    private static final int MAX_SECULAR_STEPS = 100;

    private final int n;
    private final double[] work;
    private final double[] curvature;
    private final double[] basis;
    private final double[] slope; // Q'g
    private final double[] shifted; // curvature moved so that its smallest entry is not negative
    private final double[] move; // Q'p
    private double smallest;
    private double flat;
    private double stepNorm;
    private boolean interior;

    QuadraticModel(int n) {
        this.n = n;
        work = new double[n * n];
        curvature = new double[n];
        basis = new double[n * n];
        slope = new double[n];
        shifted = new double[n];
        move = new double[n];
    }

    void set(double[] gradient, double[] hessian) {
        System.arraycopy(hessian, 0, work, 0, n * n);
        SymmetricEigen.decompose(n, work, curvature, basis);
        smallest = Double.POSITIVE_INFINITY;
        double largest = Double.MIN_NORMAL;
        for (int k = 0; k < n; k++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += basis[i + k * n] * gradient[i];
            }
            slope[k] = sum;
            smallest = Math.min(smallest, curvature[k]);
            largest = Math.max(largest, Math.abs(curvature[k]));
        }
        flat = Math.max(FLAT * largest, Double.MIN_NORMAL);
    }

    double smallestCurvature() {
        return n == 0 ? 0 : smallest;
    }

    boolean convex() {
        return smallest >= -flat;
    }

    /** ½g'B⁻¹g, or +∞ if there is negative curvature. */
    double decrement() {
        if (!convex()) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += slope[k] * slope[k] / Math.max(curvature[k], flat);
        }
        return sum / 2;
    }

    /** Writes the step and returns the reduction that the model predicts for it, never negative. */
    double step(double radius, double[] step) {
        boolean convex = convex();
        for (int k = 0; k < n; k++) {
            shifted[k] = convex ? Math.max(curvature[k], flat) : curvature[k] - smallest;
        }
        interior = convex && norm(0) <= radius;
        if (interior) {
            moveBy(0);
        } else {
            moveToBoundary(radius, convex);
        }
        return transformBack(step);
    }

    /** Whether the last step was the unrestricted Newton step. */
    boolean interior() {
        return interior;
    }

    double stepNorm() {
        return stepNorm;
    }

    /** g'p of the last step. */
    double directionalDerivative() {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += slope[k] * move[k];
        }
        return sum;
    }

    private void moveToBoundary(double radius, boolean convex) {
        // no component may exceed the radius: a lower bound of the shift, from which Newton's iteration is monotone
        double shift = 0;
        for (int k = 0; k < n; k++) {
            shift = Math.max(shift, Math.abs(slope[k]) / radius - shifted[k]);
        }
        double length = norm(shift);
        if (length < radius && !convex) {
            moveBy(shift);
            alongNegativeCurvature(Math.sqrt(radius * radius - length * length));
            return;
        }
        for (int i = 0; i < MAX_SECULAR_STEPS && length > radius * (1 + RADIUS_SLACK); i++) {
            shift += length * length / cubicSum(shift) * (length - radius) / radius;
            length = norm(shift);
        }
        moveBy(shift);
    }

    /** The hard case: the slope along the most negative curvature is zero, so either sign lowers the model. */
    private void alongNegativeCurvature(double length) {
        int k = 0;
        while (curvature[k] != smallest) {
            k++;
        }
        int largest = 0;
        for (int i = 1; i < n; i++) {
            if (Math.abs(basis[i + k * n]) > Math.abs(basis[largest + k * n])) {
                largest = i;
            }
        }
        double sign = move[k] != 0 ? move[k] : basis[largest + k * n];
        move[k] += Math.copySign(length, sign);
    }

    private double norm(double shift) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            double s = component(k, shift);
            sum += s * s;
        }
        return Math.sqrt(sum);
    }

    private double cubicSum(double shift) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            double s = component(k, shift);
            if (s != 0) {
                sum += s * s / (shifted[k] + shift);
            }
        }
        return sum;
    }

    private void moveBy(double shift) {
        for (int k = 0; k < n; k++) {
            move[k] = component(k, shift);
        }
    }

    private double component(int k, double shift) {
        return slope[k] == 0 ? 0 : -slope[k] / (shifted[k] + shift);
    }

    private double transformBack(double[] step) {
        double predicted = 0;
        double squares = 0;
        Arrays.fill(step, 0);
        for (int k = 0; k < n; k++) {
            double s = move[k];
            predicted -= s * (slope[k] + 0.5 * curvature[k] * s);
            squares += s * s;
            for (int i = 0; i < n; i++) {
                step[i] += basis[i + k * n] * s;
            }
        }
        stepNorm = Math.sqrt(squares);
        return Math.max(predicted, 0);
    }
}
