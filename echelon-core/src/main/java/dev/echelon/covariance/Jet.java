package dev.echelon.covariance;

/** A number with its first and second derivatives by s variables: arithmetic that differentiates exactly. Immutable. */
final class Jet {

    private final double value;
    private final double[] gradient;
    private final double[] hessian;

    private Jet(double value, double[] gradient, double[] hessian) {
        this.value = value;
        this.gradient = gradient;
        this.hessian = hessian;
    }

    static Jet constant(double value, int variables) {
        return new Jet(value, new double[variables], new double[variables * variables]);
    }

    static Jet variable(double value, int index, int variables) {
        Jet jet = constant(value, variables);
        jet.gradient[index] = 1;
        return jet;
    }

    /** A number with these derivatives; the Hessian is s×s. */
    static Jet of(double value, double[] gradient, double[] hessian) {
        return new Jet(value, gradient.clone(), hessian.clone());
    }

    double value() {
        return value;
    }

    double derivative(int k) {
        return gradient[k];
    }

    double secondDerivative(int k, int l) {
        return hessian[k + l * gradient.length];
    }

    Jet plus(Jet other) {
        return combine(1, other, 1, 0, value + other.value);
    }

    Jet minus(Jet other) {
        return combine(1, other, -1, 0, value - other.value);
    }

    Jet times(Jet other) {
        return combine(other.value, other, value, 1, value * other.value);
    }

    Jet over(Jet other) {
        double r = 1 / other.value;
        return times(other.apply(r, -r * r, 2 * r * r * r));
    }

    Jet squareRoot() {
        double root = Math.sqrt(value);
        return apply(root, 0.5 / root, -0.25 / (value * root));
    }

    /** f of this, given f, f' and f'' at the value. */
    Jet apply(double f, double slope, double bend) {
        int s = gradient.length;
        double[] g = new double[s];
        double[] h = new double[s * s];
        for (int l = 0; l < s; l++) {
            g[l] = slope * gradient[l];
            for (int k = 0; k < s; k++) {
                h[k + l * s] = slope * hessian[k + l * s] + bend * gradient[k] * gradient[l];
            }
        }
        return new Jet(f, g, h);
    }

    /** Writes {@code value, gradient, Hessian}. */
    void write(double[] into) {
        int s = gradient.length;
        into[0] = value;
        System.arraycopy(gradient, 0, into, 1, s);
        System.arraycopy(hessian, 0, into, 1 + s, s * s);
    }

    private Jet combine(double mine, Jet other, double its, double cross, double result) {
        int s = gradient.length;
        double[] g = new double[s];
        double[] h = new double[s * s];
        for (int l = 0; l < s; l++) {
            g[l] = mine * gradient[l] + its * other.gradient[l];
            for (int k = 0; k < s; k++) {
                h[k + l * s] = mine * hessian[k + l * s]
                        + its * other.hessian[k + l * s]
                        + cross * (gradient[k] * other.gradient[l] + gradient[l] * other.gradient[k]);
            }
        }
        return new Jet(result, g, h);
    }
}
