package dev.echelon.internal.likelihood;

/** A dense matrix of the textbook. */
final class Dense {
    final int rows;
    final int columns;
    private final double[][] a;

    Dense(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.a = new double[rows][columns];
    }

    static Dense ofColumnMajor(int n, double[] values) {
        Dense m = new Dense(n, n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                m.a[i][k] = values[k * n + i];
            }
        }
        return m;
    }

    double[] columnMajor() {
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                values[k * rows + i] = a[i][k];
            }
        }
        return values;
    }

    double get(int i, int k) {
        return a[i][k];
    }

    void set(int i, int k, double value) {
        a[i][k] = value;
    }

    void add(Dense other) {
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                a[i][k] += other.a[i][k];
            }
        }
    }

    Dense minus(Dense other) {
        Dense out = new Dense(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                out.a[i][k] = a[i][k] - other.a[i][k];
            }
        }
        return out;
    }

    Dense scaled(double factor) {
        Dense out = new Dense(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                out.a[i][k] = factor * a[i][k];
            }
        }
        return out;
    }

    Dense transposed() {
        Dense out = new Dense(columns, rows);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                out.a[k][i] = a[i][k];
            }
        }
        return out;
    }

    Dense times(Dense other) {
        Dense out = new Dense(rows, other.columns);
        for (int i = 0; i < rows; i++) {
            for (int h = 0; h < columns; h++) {
                for (int k = 0; k < other.columns; k++) {
                    out.a[i][k] += a[i][h] * other.a[h][k];
                }
            }
        }
        return out;
    }

    double[] times(double[] x) {
        double[] out = new double[rows];
        for (int i = 0; i < rows; i++) {
            out[i] = dot(a[i], x);
        }
        return out;
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** Gauss-Jordan with partial pivoting. */
    Dense inverse() {
        int n = rows;
        double[][] m = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a[i], 0, m[i], 0, n);
            m[i][n + i] = 1;
        }
        for (int c = 0; c < n; c++) {
            swap(m, c, pivot(m, c));
            double d = m[c][c];
            for (int k = c; k < 2 * n; k++) {
                m[c][k] /= d;
            }
            for (int i = 0; i < n; i++) {
                double f = m[i][c];
                for (int k = c; i != c && f != 0 && k < 2 * n; k++) {
                    m[i][k] -= f * m[c][k];
                }
            }
        }
        Dense out = new Dense(n, n);
        for (int i = 0; i < n; i++) {
            System.arraycopy(m[i], n, out.a[i], 0, n);
        }
        return out;
    }

    private static int pivot(double[][] m, int c) {
        int pivot = c;
        for (int i = c + 1; i < m.length; i++) {
            pivot = Math.abs(m[i][c]) > Math.abs(m[pivot][c]) ? i : pivot;
        }
        return pivot;
    }

    private static void swap(double[][] m, int i, int k) {
        double[] row = m[i];
        m[i] = m[k];
        m[k] = row;
    }

    /** log|A| of a positive definite matrix, by elimination. */
    double logDeterminant() {
        double[][] m = new double[rows][];
        for (int i = 0; i < rows; i++) {
            m[i] = a[i].clone();
        }
        double sum = 0;
        for (int c = 0; c < rows; c++) {
            sum += Math.log(m[c][c]);
            for (int i = c + 1; i < rows; i++) {
                double f = m[i][c] / m[c][c];
                for (int k = c; k < rows; k++) {
                    m[i][k] -= f * m[c][k];
                }
            }
        }
        return sum;
    }
}
