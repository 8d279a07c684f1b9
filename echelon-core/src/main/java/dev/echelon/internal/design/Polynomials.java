package dev.echelon.internal.design;

/** Polynomials orthogonal over given points, by the three-term recursion (Kennedy and Gentle 1980, pp. 343–4). */
final class Polynomials {
    private Polynomials() {}

    /** The recursion for the points, NaN left out. */
    static Basis.OrthogonalPolynomial learn(double[] x, int degree) {
        double[] alpha = new double[degree];
        double[] norm2 = new double[degree + 2];
        norm2[0] = 1;
        double[] before = new double[x.length];
        double[] current = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            current[i] = Double.isNaN(x[i]) ? 0 : 1;
            norm2[1] += current[i];
        }
        double center = 0;
        for (int i = 0; i < x.length; i++) {
            center += Double.isNaN(x[i]) ? 0 : x[i] / norm2[1];
        }
        for (int k = 0; k < degree; k++) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += current[i] == 0 ? 0 : (x[i] - center) * current[i] * current[i];
            }
            alpha[k] = center + sum / norm2[k + 1];
            double[] next = new double[x.length];
            double size = 0;
            for (int i = 0; i < x.length; i++) {
                next[i] = Double.isNaN(x[i])
                        ? 0
                        : (x[i] - alpha[k]) * current[i] - (k == 0 ? 0 : norm2[k + 1] / norm2[k]) * before[i];
                size += next[i] * next[i];
            }
            norm2[k + 2] = size;
            before = current;
            current = next;
        }
        return new Basis.OrthogonalPolynomial(alpha, norm2);
    }

    /** The polynomials of degree 1..k at the points, each of unit length over the points learned from. */
    static double[][] evaluate(Basis.OrthogonalPolynomial basis, double[] x) {
        int degree = basis.alpha().length;
        double[] alpha = basis.alpha();
        double[] norm2 = basis.norm2();
        double[][] columns = new double[degree][x.length];
        for (int i = 0; i < x.length; i++) {
            double before = 0;
            double current = 1;
            for (int k = 0; k < degree; k++) {
                double next = (x[i] - alpha[k]) * current - (k == 0 ? 0 : norm2[k + 1] / norm2[k]) * before;
                columns[k][i] = next / Math.sqrt(norm2[k + 2]);
                before = current;
                current = next;
            }
        }
        return columns;
    }

    /** Powers 1..degree. */
    static double[][] powers(int degree, double[] x) {
        double[][] columns = new double[degree][x.length];
        for (int i = 0; i < x.length; i++) {
            double power = 1;
            for (int k = 0; k < degree; k++) {
                power *= x[i];
                columns[k][i] = power;
            }
        }
        return columns;
    }
}
