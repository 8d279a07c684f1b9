package dev.echelon.internal.design;

import java.util.Arrays;

/** Polynomials orthogonal over given points, by the three-term recursion (Kennedy and Gentle 1980, pp. 343–4). */
final class Polynomials {
    private Polynomials() {}

    /** The recursion for these points. */
    static Basis.OrthogonalPolynomial learn(Tally x, int degree) {
        double[] alpha = new double[degree];
        double[] norm2 = new double[degree + 2];
        norm2[0] = 1;
        norm2[1] = x.total();
        int n = x.size();
        double[] before = new double[n];
        double[] current = new double[n];
        Arrays.fill(current, 1);
        double center = 0;
        for (int i = 0; i < n; i++) {
            center += x.value(i) * (x.count(i) / norm2[1]);
        }
        for (int k = 0; k < degree; k++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += x.count(i) * (x.value(i) - center) * current[i] * current[i];
            }
            alpha[k] = center + sum / norm2[k + 1];
            double[] next = new double[n];
            double size = 0;
            for (int i = 0; i < n; i++) {
                next[i] = (x.value(i) - alpha[k]) * current[i] - (k == 0 ? 0 : norm2[k + 1] / norm2[k]) * before[i];
                size += x.count(i) * next[i] * next[i];
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
