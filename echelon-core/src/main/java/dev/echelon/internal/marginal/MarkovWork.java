package dev.echelon.internal.marginal;

import java.util.Arrays;

/**
 * One block of a Markov model at a point. With r_i = a_i − φ_ia_(i−1), the row before, and v_i:
 *
 * <pre>
 *   log|Ṽ| = Σ log v_i,  M = Σ r_ir_i'/v_i,  Q_kl = E_k'E_l with E_k = D^½T⁻ᵀB_ka,
 *   tr(BV_kBV_l) = Σ ∂_kv_i∂_lv_i/v_i² + 2∂_kφ_i∂_lφ_i var(y_(i−1))/v_i
 * </pre>
 *
 * and everything else from derivatives of log|Ṽ| and M.
 */
final class MarkovWork {
    private final Transitions at;
    private final int n;
    private final int c;
    private final int all;
    private final int[] present;
    private final boolean[] first; // of a subject
    private final double[] a; // row by row, c each
    private final double[] r; // the same of T·a

    MarkovWork(Transitions at, BlockClass.Segment[] segments, int[] rows, Columns columns) {
        this.at = at;
        n = rows.length;
        all = columns.count;
        present = columns.present(rows);
        c = present.length;
        a = SmallMatrices.transpose(n, c, columns.gather(rows, present));
        r = new double[a.length];
        first = new boolean[n];
        for (BlockClass.Segment segment : segments) {
            first[segment.from()] = true;
        }
    }

    void addValue(Kernel.Sums sums) {
        double[] m = new double[c * c];
        for (int i = 0; i < n; i++) {
            double phi = first[i] ? 0 : at.phi[i][0];
            for (int j = 0; j < c; j++) {
                r[i * c + j] = a[i * c + j] - (phi == 0 ? 0 : phi * a[(i - 1) * c + j]);
            }
            double v = at.v[i][0];
            sums.logDeterminant += Math.log(v);
            addProduct(m, 1 / v, r, i * c, r, i * c);
        }
        scatter(c, m, sums.m, all);
    }

    /** m += x·uw', lower triangle. */
    private void addProduct(double[] m, double x, double[] u, int uAt, double[] w, int wAt) {
        for (int j = 0; j < c; j++) {
            double f = x * w[wAt + j];
            if (f != 0) {
                for (int i = j; i < c; i++) {
                    m[j * c + i] += f * u[uAt + i];
                }
            }
        }
    }

    /** m += x·(uw' + wu'), lower triangle. */
    private void addBoth(double[] m, double x, int u, int w) {
        addProduct(m, x, a, u, r, w);
        addProduct(m, x, r, w, a, u);
    }

    private void scatter(int size, double[] m, double[] into, int ld) {
        SmallMatrices.mirror(size, m);
        for (int j = 0; j < size; j++) {
            for (int i = 0; i < size; i++) {
                into[present[j] * ld + present[i]] += m[j * size + i];
            }
        }
    }

    /** Adds; {@code bend} receives the whole of ∂²(log|Ṽ|) + tr(K∂²M) + v'∂²Mv, in the lower triangle. */
    void addDerivatives(Kernel.Multipliers by, Kernel.Derivatives out) {
        double[] g = weights(by);
        int[] active = active(out.k);
        int[] place = new int[out.k];
        for (int k = 0; k < active.length; k++) {
            place[active[k]] = k;
        }
        double[][] m = new double[active.length][c * c];
        double before = 0;
        for (int i = 0; i < n; i++) {
            double gamma = form(g, r, i * c, r, i * c);
            double beta = first[i] ? 0 : form(g, a, (i - 1) * c, r, i * c);
            double alpha = first[i] ? 0 : form(g, a, (i - 1) * c, a, (i - 1) * c);
            addRow(i, new double[] {alpha, beta, gamma, first[i] ? 0 : before}, out);
            for (int k = 0; k < at.parameters[i].length; k++) {
                addSlope(i, k, m[place[at.parameters[i][k]]]);
            }
            double phi = first[i] ? 0 : at.phi[i][0];
            before = phi * phi * (first[i] ? 0 : before) + at.v[i][0];
        }
        for (int k = 0; k < active.length; k++) {
            scatter(c, m[k], out.m[active[k]], all);
        }
        QuadraticSums.add(n, present, whitened(active, place), active, by, out);
    }

    /** K of traces and vv' over the present columns. */
    private double[] weights(Kernel.Multipliers by) {
        double[] g = new double[c * c];
        for (int j = 0; j < c; j++) {
            for (int i = 0; i < c; i++) {
                double k = i < c - 1 && j < c - 1 ? by.traces()[present[j] * (by.c() - 1) + present[i]] : 0;
                g[j * c + i] = k + by.v()[present[i]] * by.v()[present[j]];
            }
        }
        return g;
    }

    private int[] active(int count) {
        boolean[] is = new boolean[count];
        for (int[] row : at.parameters) {
            for (int k : row) {
                is[k] = true;
            }
        }
        int[] out = new int[count];
        int found = 0;
        for (int k = 0; k < count; k++) {
            if (is[k]) {
                out[found++] = k;
            }
        }
        return Arrays.copyOf(out, found);
    }

    private double form(double[] g, double[] u, int uAt, double[] w, int wAt) {
        double sum = 0;
        for (int j = 0; j < c; j++) {
            double x = w[wAt + j];
            if (x != 0) {
                double column = 0;
                for (int i = 0; i < c; i++) {
                    column += g[j * c + i] * u[uAt + i];
                }
                sum += x * column;
            }
        }
        return sum;
    }

    /** @param forms a'Ga, a'Gr and r'Gr with a the row before, and the variance of the row before */
    private void addRow(int i, double[] forms, Kernel.Derivatives out) {
        double[] f = at.phi[i];
        double[] u = at.v[i];
        int s = at.parameters[i].length;
        double v = u[0];
        double gamma = forms[2];
        for (int k = 0; k < s; k++) {
            double gk = -2 * f[1 + k] * forms[1];
            int pk = at.parameters[i][k];
            out.gradient[pk] += u[1 + k] / v + gk / v - gamma * u[1 + k] / (v * v);
            for (int l = 0; l <= k; l++) {
                double gl = -2 * f[1 + l] * forms[1];
                double gkl = 2 * f[1 + k] * f[1 + l] * forms[0] - 2 * f[1 + s + l * s + k] * forms[1];
                double vkvl = u[1 + k] * u[1 + l];
                double vkl = u[1 + s + l * s + k];
                int pl = at.parameters[i][l];
                int e = Math.min(pk, pl) * out.k + Math.max(pk, pl);
                out.t[e] += vkvl / (v * v) + 2 * f[1 + k] * f[1 + l] * forms[3] / v;
                out.bend[e] += vkl / v
                        - vkvl / (v * v)
                        + gkl / v
                        - (gk * u[1 + l] + gl * u[1 + k]) / (v * v)
                        - gamma * vkl / (v * v)
                        + 2 * gamma * vkvl / (v * v * v);
            }
        }
    }

    private void addSlope(int i, int k, double[] m) {
        double v = at.v[i][0];
        if (!first[i] && at.phi[i][1 + k] != 0) {
            addBoth(m, -at.phi[i][1 + k] / v, (i - 1) * c, i * c);
        }
        if (at.v[i][1 + k] != 0) {
            addProduct(m, -at.v[i][1 + k] / (v * v), r, i * c, r, i * c);
        }
    }

    /** E_k of the active parameters, n×c column-major. */
    private double[][] whitened(int[] active, int[] place) {
        double[][] e = new double[active.length][n * c];
        double[][] x = new double[active.length][c];
        for (int i = n - 1; i >= 0; i--) {
            double v = at.v[i][0];
            double root = Math.sqrt(v);
            for (int k = 0; k < active.length; k++) {
                for (int j = 0; j < c; j++) {
                    e[k][j * n + i] = root * x[k][j];
                }
            }
            for (int k = 0; k < at.parameters[i].length; k++) {
                double[] to = e[place[at.parameters[i][k]]];
                double dv = at.v[i][1 + k] / (v * v);
                double df = first[i] ? 0 : at.phi[i][1 + k] / v;
                for (int j = 0; j < c; j++) {
                    to[j * n + i] -= root * (dv * r[i * c + j] + (df == 0 ? 0 : df * a[(i - 1) * c + j]));
                }
            }
            step(i, place, x);
        }
        return e;
    }

    /** From x_i of T'x = b to that of the row before. */
    private void step(int i, int[] place, double[][] x) {
        double phi = first[i] ? 0 : at.phi[i][0];
        for (double[] each : x) {
            for (int j = 0; j < c; j++) {
                each[j] *= phi;
            }
        }
        for (int k = 0; k < at.parameters[i].length && !first[i]; k++) {
            double[] each = x[place[at.parameters[i][k]]];
            double f = at.phi[i][1 + k] / at.v[i][0];
            for (int j = 0; j < c; j++) {
                each[j] -= f * r[i * c + j];
            }
        }
    }

    void addContraction(Kernel.Multipliers by, double[] project, double[] w, int count, Kernel.Contracted sum) {
        int[] active = active(count);
        int[] place = new int[count];
        for (int k = 0; k < active.length; k++) {
            place[active[k]] = k;
        }
        double[][] e = whitened(active, place);
        int q = c - 1;
        double[] curvature = new double[q * q]; // Σ w Q
        for (int k = 0; k < active.length; k++) {
            double[] mixed = new double[n * q];
            for (int l = 0; l < active.length; l++) {
                double x = w[active[k] * count + active[l]];
                for (int i = 0; i < mixed.length; i++) {
                    mixed[i] += x * e[l][i];
                }
            }
            double[] form = SmallMatrices.multiplyTransposed(q, n, q, e[k], mixed);
            for (int i = 0; i < form.length; i++) {
                curvature[i] += form[i];
            }
        }
        double[] second = second(w, count);
        for (int j = 0; j < q; j++) {
            for (int i = 0; i < q; i++) {
                double x = second[j * c + i] - curvature[j * q + i] - curvature[i * q + j];
                sum.second()[present[j] * (by.c() - 1) + present[i]] += x;
            }
        }
        int p = project.length / (by.c() - 1);
        double[] local = new double[q * p];
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < q; i++) {
                local[j * q + i] = project[j * (by.c() - 1) + present[i]];
            }
        }
        double[] form =
                SmallMatrices.multiplyTransposed(p, q, p, local, SmallMatrices.multiply(q, q, p, curvature, local));
        for (int i = 0; i < form.length; i++) {
            sum.curvature()[i] += form[i];
        }
    }

    /** Σ w_kl ∂²M/∂φ_k∂φ_l. */
    private double[] second(double[] w, int count) {
        double[] m = new double[c * c];
        for (int i = 0; i < n; i++) {
            double v = at.v[i][0];
            double before = 0;
            double both = 0;
            double own = 0;
            int s = at.parameters[i].length;
            for (int k = 0; k < s; k++) {
                for (int l = 0; l < s; l++) {
                    double x = w[at.parameters[i][k] * count + at.parameters[i][l]];
                    double fk = at.phi[i][1 + k];
                    double fl = at.phi[i][1 + l];
                    double uk = at.v[i][1 + k];
                    double ul = at.v[i][1 + l];
                    before += x * 2 * fk * fl / v;
                    both += x * ((fk * ul + fl * uk) / (v * v) - at.phi[i][1 + s + k * s + l] / v);
                    own += x * (2 * uk * ul / (v * v * v) - at.v[i][1 + s + k * s + l] / (v * v));
                }
            }
            addProduct(m, own, r, i * c, r, i * c);
            if (!first[i]) {
                addProduct(m, before, a, (i - 1) * c, a, (i - 1) * c);
                addBoth(m, both, (i - 1) * c, i * c);
            }
        }
        SmallMatrices.mirror(c, m);
        return m;
    }
}
