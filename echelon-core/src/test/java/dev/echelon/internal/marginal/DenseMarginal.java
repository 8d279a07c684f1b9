package dev.echelon.internal.marginal;

import dev.echelon.covariance.Positions;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The definitions, computed without thought: V formed as an n×n matrix on the scale of the data, its derivatives by
 * differences, everything else by products of n×n matrices. The parameters are those of the R side and the elements of the
 * covariances of the random terms, which are all taken as unstructured.
 */
final class DenseMarginal {
    final int n;
    final int p;
    final boolean reml;
    final double[] theta;
    final double[][] v1;
    final double[][][] v2;
    final double[] inverse;
    final double[] phi;
    final double[] beta;
    final double[] projector;
    final double objective;
    private final Design design;
    private final ResidualRows rows;
    private final int[] kept;
    private final double[] x;

    DenseMarginal(Design design, ResidualRows rows, MarginalEstimates fit, boolean reml) {
        this.design = design;
        this.rows = rows;
        this.kept = fit.kept();
        this.reml = reml;
        n = design.response().length;
        p = kept.length;
        x = new double[n * p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < n; i++) {
                x[k * n + i] = design.fixed().column(kept[k]).value(i);
            }
        }
        theta = parameters(fit);
        inverse = inverse(n, covariance(theta));
        double[] vx = SmallMatrices.multiply(n, n, p, inverse, x);
        phi = inverse(p, SmallMatrices.multiplyTransposed(p, n, p, x, vx));
        beta = SmallMatrices.multiply(p, p, 1, phi, SmallMatrices.multiplyTransposed(p, n, 1, vx, design.response()));
        double[] hat = SmallMatrices.multiply(
                n, p, n, SmallMatrices.multiply(n, p, p, vx, phi), SmallMatrices.transpose(n, p, vx));
        projector = inverse.clone();
        for (int i = 0; i < hat.length; i++) {
            projector[i] -= hat[i];
        }
        objective = objective(theta);
        v1 = new double[theta.length][];
        v2 = new double[theta.length][theta.length][];
        for (int k = 0; k < theta.length; k++) {
            v1[k] = difference(theta, k);
            for (int l = 0; l <= k; l++) {
                v2[k][l] = second(k, l);
                v2[l][k] = v2[k][l];
            }
        }
    }

    private double[] parameters(MarginalEstimates fit) {
        List<Double> out = new ArrayList<>();
        fit.residual().forEach(r -> out.add(r.estimate()));
        for (int t = 0; t < fit.terms().size(); t++) {
            int w = design.random().get(t).effects().width();
            for (int j = 0; j < w; j++) {
                for (int i = j; i < w; i++) {
                    out.add(fit.terms().get(t).covariance()[j * w + i]);
                }
            }
        }
        return out.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** V(θ). */
    double[] covariance(double[] at) {
        double[] v = new double[n * n];
        Parameters parameters = new Parameters(rows, new int[0]);
        double[] g = scales(at, parameters);
        for (int s = 0; s < rows.subjectLevels().size(); s++) {
            int subject = s;
            int[] own = java.util.stream.IntStream.range(0, n)
                    .filter(i -> rows.subjects()[i] == subject)
                    .toArray();
            double[] sigma = new double[own.length * own.length];
            int offset = own.length == 0 ? 0 : rows.groups()[own[0]] * parameters.each;
            rows.structure().covariance(positions(own), at, offset, sigma);
            for (int j = 0; j < own.length; j++) {
                for (int i = 0; i < own.length; i++) {
                    v[own[j] * n + own[i]] = g[own[i]] * g[own[j]] * sigma[j * own.length + i];
                }
            }
        }
        addTerms(at, parameters.residual(), v);
        return v;
    }

    private void addTerms(double[] at, int from, double[] v) {
        int k = from;
        for (Design.RandomBlock block : design.random()) {
            int w = block.effects().width();
            double[] g = new double[w * w];
            for (int j = 0; j < w; j++) {
                for (int i = j; i < w; i++) {
                    g[j * w + i] = at[k];
                    g[i * w + j] = at[k++];
                }
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    for (int a = 0; a < w && block.codes()[i] == block.codes()[j]; a++) {
                        for (int b = 0; b < w; b++) {
                            v[j * n + i] += block.effects().column(a).value(i)
                                    * g[b * w + a]
                                    * block.effects().column(b).value(j);
                        }
                    }
                }
            }
        }
    }

    private Positions positions(int[] own) {
        if (rows.slots().length > 0) {
            return Positions.slots(
                    Arrays.stream(own).map(i -> rows.slots()[i]).toArray(),
                    rows.slotNames().size());
        }
        double[][] at = new double[own.length][rows.coordinates().length];
        for (int i = 0; i < own.length; i++) {
            for (int axis = 0; axis < at[i].length; axis++) {
                at[i][axis] = rows.coordinates()[axis][own[i]];
            }
        }
        return Positions.coordinates(at);
    }

    private double[] scales(double[] at, Parameters parameters) {
        double[] g = new double[n];
        for (int i = 0; i < n; i++) {
            g[i] = design.weights().length == 0 ? 1 : 1 / Math.sqrt(design.weights()[i]);
            for (int f = 0; f < rows.variances().size(); f++) {
                ResidualRows.Variance variance = rows.variances().get(f);
                int s = Parameters.count(variance);
                double[] log = new double[1 + s + s * s];
                variance.function()
                        .log(Parameters.strata(variance), variance.values()[i], at, parameters.delta[f], log);
                g[i] *= Math.exp(log[0]);
            }
        }
        return g;
    }

    /** −2 log-likelihood or the REML criterion. */
    double objective(double[] at) {
        double[] l = cholesky(n, covariance(at));
        double log = 0;
        for (int i = 0; i < n; i++) {
            log += 2 * Math.log(l[i * n + i]);
        }
        double[] w = inverse(n, covariance(at));
        double[] wx = SmallMatrices.multiply(n, n, p, w, x);
        double[] s = SmallMatrices.multiplyTransposed(p, n, p, x, wx);
        double[] b = SmallMatrices.multiply(
                p, p, 1, inverse(p, s), SmallMatrices.multiplyTransposed(p, n, 1, wx, design.response()));
        double[] e = design.response().clone();
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < n; i++) {
                e[i] -= x[k * n + i] * b[k];
            }
        }
        double form = SmallMatrices.dot(n, e, SmallMatrices.multiply(n, n, 1, w, e));
        double[] ls = cholesky(p, s);
        for (int i = 0; reml && i < p; i++) {
            log += 2 * Math.log(ls[i * p + i]);
        }
        return log + form + (n - (reml ? p : 0)) * Math.log(2 * Math.PI);
    }

    private double[] difference(double[] at, int k) {
        double h = 1e-3 * Math.max(0.1, Math.abs(at[k]));
        double[] sum = new double[n * n];
        double[] factor = {1, -8, 8, -1};
        double[] step = {-2, -1, 1, 2};
        for (int s = 0; s < 4; s++) {
            double[] moved = at.clone();
            moved[k] += step[s] * h;
            double[] v = covariance(moved);
            for (int i = 0; i < v.length; i++) {
                sum[i] += factor[s] * v[i] / (12 * h);
            }
        }
        return sum;
    }

    private double[] second(int k, int l) {
        double h = 1e-3 * Math.max(0.1, Math.abs(theta[l]));
        double[] sum = new double[n * n];
        double[] factor = {1, -8, 8, -1};
        double[] step = {-2, -1, 1, 2};
        for (int s = 0; s < 4; s++) {
            double[] moved = theta.clone();
            moved[l] += step[s] * h;
            double[] d = difference(moved, k);
            for (int i = 0; i < d.length; i++) {
                sum[i] += factor[s] * d[i] / (12 * h);
            }
        }
        return sum;
    }

    double[] gradient() {
        double[] g = new double[theta.length];
        double[] py = SmallMatrices.multiply(n, n, 1, projector, design.response());
        for (int k = 0; k < g.length; k++) {
            g[k] = SmallMatrices.trace(n, reml ? projector : inverse, v1[k])
                    - SmallMatrices.dot(n, py, SmallMatrices.multiply(n, n, 1, v1[k], py));
        }
        return g;
    }

    /** Observed, expected and average information. */
    double[][] informations() {
        int k = theta.length;
        double[][] out = new double[3][k * k];
        double[] t = reml ? projector : inverse;
        double[] py = SmallMatrices.multiply(n, n, 1, projector, design.response());
        double[][] tv = new double[k][];
        double[][] vpy = new double[k][];
        for (int i = 0; i < k; i++) {
            tv[i] = SmallMatrices.multiply(n, n, n, t, v1[i]);
            vpy[i] = SmallMatrices.multiply(n, n, 1, v1[i], py);
        }
        for (int j = 0; j < k; j++) {
            double[] pv = SmallMatrices.multiply(n, n, 1, projector, vpy[j]);
            for (int i = 0; i < k; i++) {
                out[1][j * k + i] = SmallMatrices.trace(n, tv[i], tv[j]);
                out[2][j * k + i] = SmallMatrices.dot(n, vpy[i], pv);
                out[0][j * k + i] = 2 * out[2][j * k + i]
                        - out[1][j * k + i]
                        + SmallMatrices.trace(n, t, v2[i][j])
                        - SmallMatrices.dot(n, py, SmallMatrices.multiply(n, n, 1, v2[i][j], py));
            }
        }
        return out;
    }

    /** Φ adjusted with W twice the inverse of an information; order 0 linear, 1 with R, 2 with R and bias. */
    double[] adjusted(double[] information, int order) {
        int k = theta.length;
        double[] w = inverse(k, information);
        double[] sum = new double[p * p];
        double[] ex = SmallMatrices.multiply(n, n, p, inverse, x);
        double[] bias = new double[k];
        double[][] ps = new double[k][];
        for (int i = 0; i < k; i++) {
            ps[i] = SmallMatrices.multiplyTransposed(p, n, p, ex, SmallMatrices.multiply(n, n, p, v1[i], ex));
        }
        double[] mixed = new double[n * n];
        for (int j = 0; j < k; j++) {
            double[] vj = SmallMatrices.multiply(n, n, p, inverse, SmallMatrices.multiply(n, n, p, v1[j], ex));
            for (int i = 0; i < k; i++) {
                double[] vi = SmallMatrices.multiply(n, n, p, v1[i], ex);
                add(sum, 2 * w[j * k + i], SmallMatrices.multiplyTransposed(p, n, p, vi, vj));
                add(
                        sum,
                        -2 * w[j * k + i],
                        SmallMatrices.multiply(p, p, p, ps[i], SmallMatrices.multiply(p, p, p, phi, ps[j])));
                add(mixed, 2 * w[j * k + i], v2[i][j]);
            }
        }
        if (order > 0) {
            add(sum, -0.25, SmallMatrices.multiplyTransposed(p, n, p, ex, SmallMatrices.multiply(n, n, p, mixed, ex)));
        }
        for (int i = 0; i < k; i++) {
            bias[i] = SmallMatrices.trace(
                    n,
                    SmallMatrices.multiply(n, n, n, projector, mixed),
                    SmallMatrices.multiply(n, n, n, projector, v1[i]));
        }
        double[] b = SmallMatrices.multiply(k, k, 1, w, bias); // times 2 · −¼, and half of the sum below
        for (int i = 0; order > 1 && i < k; i++) {
            add(sum, 0.25 * b[i], ps[i]);
        }
        double[] out = SmallMatrices.multiply(p, p, p, phi, SmallMatrices.multiply(p, p, p, sum, phi));
        for (int i = 0; i < out.length; i++) {
            out[i] = phi[i] + 2 * out[i];
        }
        return out;
    }

    /** Satterthwaite's degrees of freedom of one coefficient. */
    double degrees(double[] information, int coefficient) {
        int k = theta.length;
        double[] w = inverse(k, information);
        double[] ex = SmallMatrices.multiply(n, n, p, inverse, x);
        double[] l = SmallMatrices.multiply(n, p, p, ex, phi);
        double[] xl = Arrays.copyOfRange(l, coefficient * n, (coefficient + 1) * n);
        double[] g = new double[k];
        for (int i = 0; i < k; i++) {
            g[i] = SmallMatrices.dot(n, xl, SmallMatrices.multiply(n, n, 1, v1[i], xl));
        }
        double variance = phi[coefficient * p + coefficient];
        return variance * variance / SmallMatrices.dot(k, g, SmallMatrices.multiply(k, k, 1, w, g));
    }

    private static void add(double[] sum, double by, double[] term) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += by * term[i];
        }
    }

    private static double[] cholesky(int n, double[] a) {
        double[] l = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double sum = a[j * n + i];
                for (int h = 0; h < j; h++) {
                    sum -= l[h * n + i] * l[h * n + j];
                }
                l[j * n + i] = i == j ? Math.sqrt(sum) : sum / l[j * n + j];
            }
        }
        return l;
    }

    /** By Gauss and Jordan with pivoting; the matrix may be indefinite. */
    static double[] inverse(int n, double[] a) {
        double[] m = a.clone();
        double[] out = new double[n * n];
        for (int i = 0; i < n; i++) {
            out[i * n + i] = 1;
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k; i < n; i++) {
                pivot = Math.abs(m[k * n + i]) > Math.abs(m[k * n + pivot]) ? i : pivot;
            }
            for (int j = 0; j < n; j++) {
                swap(m, j * n + k, j * n + pivot);
                swap(out, j * n + k, j * n + pivot);
            }
            double d = m[k * n + k];
            for (int j = 0; j < n; j++) {
                m[j * n + k] /= d;
                out[j * n + k] /= d;
            }
            double[] column = Arrays.copyOfRange(m, k * n, (k + 1) * n);
            for (int j = 0; j < n; j++) {
                double y = m[j * n + k];
                double z = out[j * n + k];
                for (int i = 0; i < n; i++) {
                    if (i != k) {
                        m[j * n + i] -= column[i] * y;
                        out[j * n + i] -= column[i] * z;
                    }
                }
            }
        }
        return out;
    }

    private static void swap(double[] a, int i, int j) {
        double t = a[i];
        a[i] = a[j];
        a[j] = t;
    }
}
