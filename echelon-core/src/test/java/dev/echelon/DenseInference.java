package dev.echelon;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.Covariances;
import dev.echelon.internal.design.Design;
import dev.echelon.table.RowSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Inference by the textbook: V and its derivatives formed as n×n matrices, V inverted, on the scale of the data. The
 * parameters are σ² and those that {@link Covariance} gives a structure, with its second derivatives, or the variances
 * and covariances of an unstructured term.
 */
final class DenseInference {
    final int n;
    final int p;
    private final boolean reml;
    private final double[][] x;
    private final double[][] inverse;
    final double[][] phi;
    private final double[][] projection;
    private final double[] py;
    private final List<double[][]> first = new ArrayList<>();
    private final List<int[]> pairs = new ArrayList<>();
    private final List<double[][]> second = new ArrayList<>();

    DenseInference(Lmm model, RowSource data, LmmFit fit, boolean natural) {
        Prepared prepared = Prepared.of(model, data);
        Design design = prepared.design();
        reml = model.criterion() == Criterion.REML;
        n = design.response().length;
        p = fit.state().kept().length;
        x = new double[n][p];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < p; k++) {
                x[i][k] = design.fixed().column(fit.state().kept()[k]).value(i);
            }
        }
        double[][] v = new double[n][n];
        double[][] residual = new double[n][n];
        for (int i = 0; i < n; i++) {
            residual[i][i] = 1 / (design.weights().length == 0 ? 1 : design.weights()[i]);
            v[i][i] = fit.sigma() * fit.sigma() * residual[i][i];
        }
        first.add(residual);
        for (int t = 0; t < design.random().size(); t++) {
            term(design.random().get(t), fit, t, natural, v);
        }
        inverse = inverse(v);
        double[][] vx = times(inverse, x);
        phi = inverse(times(transpose(x), vx));
        projection = minus(inverse, times(times(vx, phi), transpose(vx)));
        py = times(projection, design.response());
    }

    private void term(Design.RandomBlock block, LmmFit fit, int t, boolean natural, double[][] v) {
        int w = block.effects().width();
        double[] sigma = fit.state().terms().get(t).relative().clone();
        for (int e = 0; e < sigma.length; e++) {
            sigma[e] *= fit.sigma() * fit.sigma();
        }
        double[][] whole = spread(block, sigma);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                v[i][k] += whole[i][k];
            }
        }
        if (natural) {
            for (int k = 0; k < w; k++) {
                for (int i = k; i < w; i++) {
                    double[] unit = new double[w * w];
                    unit[k * w + i] = 1;
                    unit[i * w + k] = 1;
                    first.add(spread(block, unit));
                }
            }
            return;
        }
        Covariance structure = Covariances.named(block.covariance().name());
        double[] theta = new double[structure.parameterCount(w)];
        structure.parameters(w, sigma, theta, 0);
        int base = first.size();
        for (int k = 0; k < theta.length; k++) {
            double[] d = new double[w * w];
            structure.derivative(w, theta, 0, k, d);
            first.add(spread(block, d));
            for (int i = 0; i <= k; i++) {
                structure.secondDerivative(w, theta, 0, i, k, d);
                pairs.add(new int[] {base + i, base + k});
                second.add(spread(block, d));
            }
        }
    }

    private double[][] spread(Design.RandomBlock block, double[] sigma) {
        int w = block.effects().width();
        double[][] out = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int e = 0; block.codes()[i] == block.codes()[k] && e < w * w; e++) {
                    out[i][k] += block.effects().column(e % w).value(i)
                            * sigma[e]
                            * block.effects().column(e / w).value(k);
                }
            }
        }
        return out;
    }

    double satterthwaite(double[] l) {
        return degrees(l, scaled(inverse(observed()), 2));
    }

    double averageDegrees(double[] l) {
        return degrees(l, scaled(inverse(average()), 2));
    }

    private double[][] average() {
        int m = first.size();
        double[][] a = new double[m][m];
        for (int i = 0; i < m; i++) {
            for (int k = 0; k < m; k++) {
                a[i][k] = dot(times(first.get(i), py), times(projection, times(first.get(k), py)));
            }
        }
        return a;
    }

    double expectedDegrees(double[] l) {
        return degrees(l, scaled(inverse(expected()), 2));
    }

    private double degrees(double[] l, double[][] uncertainty) {
        double variance = dot(l, times(phi, l));
        double[] g = new double[first.size()];
        for (int i = 0; i < g.length; i++) {
            double[] a = times(phi, l);
            g[i] = dot(a, times(slope(first.get(i)), a));
        }
        return 2 * variance * variance / dot(g, times(uncertainty, g));
    }

    /** X'V⁻¹DV⁻¹X. */
    private double[][] slope(double[][] d) {
        double[][] vx = times(inverse, x);
        return times(transpose(vx), times(d, vx));
    }

    private double[][] observed() {
        int m = first.size();
        double[][] h = new double[m][m];
        double[][] t = reml ? projection : inverse;
        for (int i = 0; i < m; i++) {
            for (int k = 0; k < m; k++) {
                double[] left = times(first.get(i), py);
                double[] right = times(projection, times(first.get(k), py));
                h[i][k] = 2 * dot(left, right) - trace(times(t, first.get(i)), times(t, first.get(k)));
            }
        }
        for (int s = 0; s < pairs.size(); s++) {
            double[][] d = second.get(s);
            double add = trace(t, d) - dot(py, times(d, py));
            int i = pairs.get(s)[0];
            int k = pairs.get(s)[1];
            h[i][k] += add;
            h[k][i] += i == k ? 0 : add;
        }
        return h;
    }

    private double[][] expected() {
        int m = first.size();
        double[][] e = new double[m][m];
        for (int i = 0; i < m; i++) {
            for (int k = 0; k < m; k++) {
                double[][] t = reml ? projection : inverse;
                e[i][k] = trace(times(t, first.get(i)), times(t, first.get(k)));
            }
        }
        return e;
    }

    /** Kenward and Roger's covariance without second derivatives. */
    double[][] linear() {
        double[][] w = scaled(inverse(expected()), 2);
        double[][] sum = new double[p][p];
        double[][] vx = times(inverse, x);
        for (int i = 0; i < first.size(); i++) {
            for (int k = 0; k < first.size(); k++) {
                double[][] q = times(transpose(times(first.get(i), vx)), times(inverse, times(first.get(k), vx)));
                double[][] square = times(times(slope(first.get(i)), phi), slope(first.get(k)));
                sum = minus(sum, scaled(minus(square, q), w[i][k]));
            }
        }
        return minus(phi, scaled(times(times(phi, sum), phi), -2));
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** tr(AB). */
    private static double trace(double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a.length; k++) {
                sum += a[i][k] * b[k][i];
            }
        }
        return sum;
    }

    private static double[] times(double[][] a, double[] x) {
        double[] y = new double[a.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = dot(a[i], x);
        }
        return y;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int h = 0; h < b.length; h++) {
                for (int k = 0; a[i][h] != 0 && k < c[i].length; k++) {
                    c[i][k] += a[i][h] * b[h][k];
                }
            }
        }
        return c;
    }

    private static double[][] transpose(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < t.length; k++) {
                t[k][i] = a[i][k];
            }
        }
        return t;
    }

    private static double[][] minus(double[][] a, double[][] b) {
        double[][] c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < c[i].length; k++) {
                c[i][k] = a[i][k] - b[i][k];
            }
        }
        return c;
    }

    private static double[][] scaled(double[][] a, double factor) {
        double[][] c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < c[i].length; k++) {
                c[i][k] = factor * a[i][k];
            }
        }
        return c;
    }

    /** By Gauss and Jordan with the largest pivot. */
    private static double[][] inverse(double[][] a) {
        int n = a.length;
        double[][] m = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a[i], 0, m[i], 0, n);
            m[i][n + i] = 1;
        }
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int i = c + 1; i < n; i++) {
                pivot = Math.abs(m[i][c]) > Math.abs(m[pivot][c]) ? i : pivot;
            }
            double[] row = m[pivot];
            m[pivot] = m[c];
            m[c] = row;
            double d = row[c];
            for (int k = 0; k < 2 * n; k++) {
                row[k] /= d;
            }
            for (int i = 0; i < n; i++) {
                double f = m[i][c];
                for (int k = 0; i != c && f != 0 && k < 2 * n; k++) {
                    m[i][k] -= f * row[k];
                }
            }
        }
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(m[i], n, inverse[i], 0, n);
        }
        return inverse;
    }
}
