package dev.echelon.internal.marginal;

import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the subjects of one group by elements σ_ab, a ≥ b, of the group's Σ. With E the symmetric unit matrices of the
 * elements and X, Y any two of B, Π, S of a pattern, tr(E_ab X E_cd Y) is a sum of four products X·Y; and −M_E = Σ_ab
 * E_ab C_ab with C_ab = Σ u_au_b' over the rows u_a of U at slot a.
 */
final class GridGroup {
    /** m(m+1)/2. */
    final int elements;
    /** Gradient by the elements of Σ. */
    final double[] gradient;

    final double[] t;
    final double[] kq;
    final double[] vq;
    private final int m;
    private final List<BlockWork> patterns;
    private final DenseKernels dense;
    private final int subjects;
    private double[] all = new double[0]; // rows of U of each subject side by side, zero at missing slots
    private double[] c = new double[0]; // C, (m·columns)², a's columns slot by slot, lower triangle

    GridGroup(int m, List<BlockWork> patterns, DenseKernels dense) {
        this.m = m;
        this.patterns = patterns;
        this.dense = dense;
        elements = m * (m + 1) / 2;
        gradient = new double[elements];
        t = new double[elements * elements];
        kq = new double[elements * elements];
        vq = new double[elements * elements];
        subjects = patterns.stream().mapToInt(p -> p.blocks().blocks()).sum();
    }

    private int slot(BlockWork pattern, int i) {
        return pattern.blocks().segments()[0].at().slot(i);
    }

    private double[] part(BlockWork pattern, double[] sigma) {
        int n = pattern.blocks().size();
        double[] v = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                v[j * n + i] = sigma[slot(pattern, j) * m + slot(pattern, i)];
            }
        }
        return v;
    }

    boolean factor(double[] sigma) {
        for (BlockWork pattern : patterns) {
            if (!pattern.factorGiven(part(pattern, sigma))) {
                return false;
            }
        }
        return true;
    }

    void addValue(Kernel.Sums sums) {
        for (BlockWork pattern : patterns) {
            pattern.addValue(sums);
        }
    }

    /** All sums at the last point. */
    void prepare(Kernel.Multipliers by) {
        Arrays.fill(gradient, 0);
        Arrays.fill(t, 0);
        Arrays.fill(kq, 0);
        Arrays.fill(vq, 0);
        for (BlockWork pattern : patterns) {
            pattern.prepare(by);
            addGradient(pattern);
            addPairs(pattern);
        }
        SmallMatrices.mirror(elements, t);
        SmallMatrices.mirror(elements, kq);
        SmallMatrices.mirror(elements, vq);
        sumOfProducts(by.c());
    }

    private int element(BlockWork pattern, int i, int j) {
        int a = Math.max(slot(pattern, i), slot(pattern, j));
        int b = Math.min(slot(pattern, i), slot(pattern, j));
        return b * m - b * (b - 1) / 2 + a - b;
    }

    private void addGradient(BlockWork pattern) {
        int n = pattern.blocks().size();
        int count = pattern.blocks().blocks();
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                int at = j * n + i;
                double g = count * pattern.inverse()[at] - pattern.pi()[at] - pattern.s()[at];
                gradient[element(pattern, i, j)] += i == j ? g : 2 * g;
            }
        }
    }

    private void addPairs(BlockWork pattern) {
        int n = pattern.blocks().size();
        double count = pattern.blocks().blocks();
        double[] w = pattern.inverse();
        double[] pi = pattern.pi();
        double[] s = pattern.s();
        for (int b = 0; b < n; b++) {
            for (int a = b; a < n; a++) {
                int column = element(pattern, a, b) * elements;
                for (int d = b; d < n; d++) {
                    for (int c1 = d == b ? a : d; c1 < n; c1++) {
                        double h = (a == b ? 0.5 : 1) * (c1 == d ? 0.5 : 1);
                        int at = column + element(pattern, c1, d);
                        int bc = c1 * n + b;
                        int bd = d * n + b;
                        int ac = c1 * n + a;
                        int ad = d * n + a;
                        t[at] += 2 * h * count * (w[bc] * w[ad] + w[bd] * w[ac]);
                        kq[at] += h * (w[bc] * pi[ad] + w[bd] * pi[ac] + w[ac] * pi[bd] + w[ad] * pi[bc]);
                        vq[at] += h * (w[bc] * s[ad] + w[bd] * s[ac] + w[ac] * s[bd] + w[ad] * s[bc]);
                    }
                }
            }
        }
    }

    private void sumOfProducts(int columns) {
        int wide = m * columns;
        if (all.length == 0) {
            all = new double[subjects * wide];
        }
        int first = 0;
        for (BlockWork pattern : patterns) {
            Stack stack = pattern.stacks().get(0);
            for (int i = 0; i < stack.n; i++) {
                int to = slot(pattern, i) * columns * subjects + first;
                for (int j = 0; j < columns; j++, to += subjects) {
                    for (int b = 0, from = j * stack.rows + i; b < stack.blocks.length; b++, from += stack.n) {
                        all[to + b] = stack.u[from];
                    }
                }
            }
            first += stack.blocks.length;
        }
        c = new double[wide * wide];
        dense.syrkTransposed(wide, subjects, 1, all, 0, subjects, c, 0, wide);
    }

    /** Adds M_k = −Σ_ab (∂Σ/∂θ_k)_ab C_ab. */
    void addSlope(double[] jacobian, int k, int columns, double[] into) {
        int wide = m * columns;
        int e = k * elements;
        for (int b = 0; b < m; b++) {
            for (int a = b; a < m; a++, e++) {
                double x = a == b ? -0.5 * jacobian[e] : -jacobian[e];
                if (x == 0) {
                    continue;
                }
                for (int j = 0; j < columns; j++) {
                    for (int i = 0; i < columns; i++) { // C_ab is below the diagonal, but for a = b its upper triangle
                        into[j * columns + i] +=
                                x * (product(wide, columns, a, i, b, j) + product(wide, columns, a, j, b, i));
                    }
                }
            }
        }
    }

    private double product(int wide, int columns, int a, int i, int b, int j) {
        int row = a * columns + i;
        int column = b * columns + j;
        return row >= column ? c[column * wide + row] : c[row * wide + column];
    }

    /** @param w covariance of the elements, elements×elements; {@code y} m×m or empty */
    void addContraction(double[] w, double[] y, Kernel.Multipliers by, double[] project, Kernel.Contracted sum) {
        for (BlockWork pattern : patterns) {
            double[] z = mixed(pattern, w);
            double[] own = y.length == 0 ? y : part(pattern, y);
            pattern.addForms(pattern.stacks().get(0), project, z, own, by, sum);
        }
    }

    /** Σ w_(ab)(cd) E_ab B E_cd of a pattern. */
    private double[] mixed(BlockWork pattern, double[] w) {
        int n = pattern.blocks().size();
        double[] inverse = pattern.inverse();
        double[] z = new double[n * n];
        for (int b = 0; b < n; b++) {
            for (int a = b; a < n; a++) {
                int column = element(pattern, a, b) * elements;
                for (int d = 0; d < n; d++) {
                    for (int c1 = d; c1 < n; c1++) {
                        double x = w[column + element(pattern, c1, d)] * (a == b ? 0.5 : 1) * (c1 == d ? 0.5 : 1);
                        z[d * n + a] += x * inverse[c1 * n + b];
                        z[c1 * n + a] += x * inverse[d * n + b];
                        z[d * n + b] += x * inverse[c1 * n + a];
                        z[c1 * n + b] += x * inverse[d * n + a];
                    }
                }
            }
        }
        return z;
    }
}
