package dev.echelon.internal.predict;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.linalg.Kernels;
import java.util.ArrayList;
import java.util.List;

/** Rows that predictions are conditioned on, with the Cholesky factor of their covariance. */
final class Conditioned {
    private final StructuredRows given;
    private final int[] rows;
    private final double[] factor;

    private Conditioned(StructuredRows given, int[] rows, double[] factor) {
        this.given = given;
        this.rows = rows;
        this.factor = factor;
    }

    static Conditioned of(StructuredModel model, StructuredRows given, List<Integer> history) {
        int[] rows = history.stream().mapToInt(Integer::intValue).toArray();
        int m = rows.length;
        double[] v = new double[m * m];
        for (int j = 0; j < m; j++) {
            for (int i = j; i < m; i++) {
                v[j * m + i] = given.between(rows[i], given, rows[j]);
            }
        }
        for (int[] subject : subjects(given, rows)) {
            int[] own = new int[subject.length];
            StructuredRows[] tables = new StructuredRows[subject.length];
            for (int k = 0; k < own.length; k++) {
                own[k] = rows[subject[k]];
                tables[k] = given;
            }
            double[] sigma = given.covariances(tables, own, own[0], true);
            for (int j = 0; j < own.length; j++) {
                for (int i = j; i < own.length; i++) {
                    v[subject[j] * m + subject[i]] += sigma[j * own.length + i];
                }
            }
        }
        if (m > 0 && Kernels.best(m).potrf(m, v, 0, m) != 0) {
            throw new EchelonException("the covariance of the rows to predict from is singular");
        }
        return new Conditioned(given, rows, v);
    }

    /** The rows of each subject, as ascending indices into {@code rows}. */
    private static List<int[]> subjects(StructuredRows given, int[] rows) {
        List<List<Integer>> subjects = new ArrayList<>();
        for (int k = 0; k < rows.length; k++) {
            boolean found = false;
            for (List<Integer> subject : subjects) {
                if (given.isOfSameSubject(rows[k], given, rows[subject.get(0)])) {
                    subject.add(k);
                    found = true;
                    break;
                }
            }
            if (!found) {
                subjects.add(new ArrayList<>(List.of(k)));
            }
        }
        return subjects.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    int size() {
        return rows.length;
    }

    double deviation(int h) {
        return given.deviation(rows[h]);
    }

    double[] fixed(int h) {
        return given.fixed(rows[h]);
    }

    /** cov(y_new, y). */
    double[] covariances(StructuredRows of, int i) {
        double[] c = new double[rows.length];
        for (int h = 0; h < c.length; h++) {
            c[h] = of.between(i, given, rows[h]);
        }
        int[] subject = ofSubject(of, i);
        double[] sigma = withSubject(of, i, subject);
        int m = subject.length + 1;
        for (int k = 0; k < subject.length; k++) {
            c[subject[k]] += sigma[(m - 1) * m + k];
        }
        return c;
    }

    private int[] ofSubject(StructuredRows of, int i) {
        List<Integer> own = new ArrayList<>();
        for (int h = 0; h < rows.length; h++) {
            if (of.isOfSameSubject(i, given, rows[h])) {
                own.add(h);
            }
        }
        return own.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Residual covariance of the given rows of the subject and, last, the new one, which has weight one. */
    private double[] withSubject(StructuredRows of, int i, int[] subject) {
        int m = subject.length + 1;
        int[] all = new int[m];
        StructuredRows[] tables = new StructuredRows[m];
        for (int k = 0; k < subject.length; k++) {
            all[k] = rows[subject[k]];
            tables[k] = given;
        }
        all[m - 1] = i;
        tables[m - 1] = of;
        return of.covariances(tables, all, i, true);
    }

    /** Variance of the residual of a row given the residuals of its subject. */
    double innovation(StructuredRows of, int i, double variance) {
        int[] subject = ofSubject(of, i);
        int m = subject.length + 1;
        double[] sigma = withSubject(of, i, subject);
        if (Kernels.best(m).potrf(m, sigma, 0, m) != 0) {
            return 0;
        }
        double pivot = sigma[(m - 1) * m + m - 1];
        return Math.min(variance, pivot * pivot);
    }

    /** V⁻¹c. */
    double[] solve(double[] c) {
        int m = rows.length;
        double[] x = c.clone();
        for (int i = 0; i < m; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= factor[k * m + i] * x[k];
            }
            x[i] /= factor[i * m + i];
        }
        for (int i = m - 1; i >= 0; i--) {
            for (int k = i + 1; k < m; k++) {
                x[i] -= factor[i * m + k] * x[k];
            }
            x[i] /= factor[i * m + i];
        }
        return x;
    }
}
