package dev.echelon.internal.optim;

/** Test functions that count their evaluations. */
final class Functions {

    private Functions() {}

    interface Value {
        double at(double[] x);
    }

    interface Derivatives {
        void at(double[] x, double[] gradient, double[] hessian);
    }

    static final class Counted implements Objective {
        private final int dimension;
        private final Value value;
        private final Derivatives derivatives;
        private double[] last = {};
        int values;
        int differentiated;

        Counted(int dimension, Value value, Derivatives derivatives) {
            this.dimension = dimension;
            this.value = value;
            this.derivatives = derivatives;
        }

        @Override
        public int dimension() {
            return dimension;
        }

        @Override
        public double value(double[] x) {
            values++;
            last = x.clone();
            return value.at(x);
        }

        @Override
        public void derivatives(double[] gradient, double[] hessian) {
            differentiated++;
            derivatives.at(last, gradient, hessian);
        }

        double[] last() {
            return last.clone();
        }
    }

    static void fill(double[] target, double... values) {
        System.arraycopy(values, 0, target, 0, values.length);
    }

    static Counted rosenbrock() {
        return new Counted(2, x -> 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]), (x, g, h) -> {
            double r = x[1] - x[0] * x[0];
            fill(g, -400 * x[0] * r - 2 * (1 - x[0]), 200 * r);
            fill(h, 1200 * x[0] * x[0] - 400 * x[1] + 2, -400 * x[0], -400 * x[0], 200);
        });
    }

    /** x² + (y²−1)²: minima at (0, ±1), a saddle point at the origin. */
    static Counted doubleWell() {
        return new Counted(2, x -> x[0] * x[0] + square(x[1] * x[1] - 1), (x, g, h) -> {
            fill(g, 2 * x[0], 4 * x[1] * (x[1] * x[1] - 1));
            fill(h, 2, 0, 0, 12 * x[1] * x[1] - 4);
        });
    }

    /** ½(x−c)'A(x−c) with A = diag(1, 10, 100, …). */
    static Counted quadratic(double... centre) {
        int n = centre.length;
        return new Counted(
                n,
                x -> {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += 0.5 * Math.pow(10, i) * square(x[i] - centre[i]);
                    }
                    return sum;
                },
                (x, g, h) -> {
                    for (int i = 0; i < n; i++) {
                        g[i] = Math.pow(10, i) * (x[i] - centre[i]);
                        h[i + i * n] = Math.pow(10, i);
                    }
                });
    }

    static double square(double x) {
        return x * x;
    }
}
