package dev.echelon.internal.levels;

import dev.echelon.internal.crossproducts.CrossProducts;

/**
 * Eliminates levels of the only grouping factor, each from its own blocks alone, up to {@link #WIDTH} side by side: every
 * number of a level's small matrices is a row with a lane for each level, so that one loop serves all of them, for any
 * number of effects. With A = Z_j'WZ_j and R = Z_j'W[X y]:
 *
 * <pre>
 *   M = λ'Aλ + I = KK',   B = K⁻¹λ',   U = BR
 *   N = A − (BA)'(BA) = Z_j'V⁻¹Z_j,   R̃ = R − (BA)'U = Z_j'V⁻¹[X y]
 * </pre>
 *
 * A workspace: one per thread.
 *
 * <p><b>Shapes</b> column-major: entry (a, c) of a q×q matrix is row {@code c·q + a}; both triangles of symmetric ones are
 * the same rows. <b>Cost</b> 2q³ + 4q²r per level. <b>Source</b> docs/math/likelihood.md#one-factor
 */
public final class LevelSweep {
    /** Levels side by side at most: long rows repay their loops, short ones stay in the nearest cache. */
    public static final int WIDTH = 128;

    private final CrossProducts.Block block;
    private final int q;
    private final int r;
    private final double[][] own;
    private final double[][] fixed;
    private final double[][] scaled; // Aλ
    private final double[][] root; // K, with the inverse of its diagonal
    private final double[][] half;
    private final double[][] halved; // BA
    private final double[][] taken;
    private final double[][] information;
    private final double[][] reached;
    private final double[] determinant;
    private final double[] work;
    private int from;
    private int n;

    /**
     * A sweep over the levels of a block.
     *
     * @param r columns of [X y]
     */
    public LevelSweep(CrossProducts.Block block, int r) {
        this.block = block;
        this.q = block.effects();
        this.r = r;
        this.own = symmetric();
        this.fixed = rows(q * r);
        this.scaled = rows(q * q);
        this.root = symmetric();
        this.half = rows(q * q);
        this.halved = rows(q * q);
        this.taken = rows(q * r);
        this.information = rows(q * (q + 1) / 2);
        this.reached = rows(q * r);
        this.determinant = row();
        this.work = row();
    }

    /** A row of lanes. */
    public double[] row() {
        return new double[Math.min(WIDTH, block.levels())];
    }

    /** Rows of lanes. */
    public double[][] rows(int count) {
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = row();
        }
        return rows;
    }

    /** Rows of a symmetric q×q matrix. */
    public double[][] symmetric() {
        double[][] rows = rows(q * q);
        for (int c = 0; c < q; c++) {
            for (int a = 0; a < c; a++) {
                rows[c * q + a] = rows[a * q + c];
            }
        }
        return rows;
    }

    /** Computes M, B and U of levels {@code [from, to)}, {@link #WIDTH} at most, at λ, q×q lower triangular. */
    public void eliminate(int from, int to, double[] lambda) {
        this.from = from;
        this.n = to - from;
        gather();
        scaleInflate(lambda);
        factor();
        solve(lambda);
        for (int k = 0; k < r; k++) {
            multiply(fixed, k * q, taken, k * q);
        }
    }

    /** Computes N and R̃ of the levels last eliminated. */
    public void reduce() {
        for (int c = 0; c < q; c++) {
            multiply(own, c * q, halved, c * q);
        }
        for (int c = 0, pair = 0; c < q; c++) {
            for (int a = c; a < q; a++, pair++) {
                double[] out = information[pair];
                Lanes.copy(n, own[c * q + a], out);
                for (int h = 0; h < q; h++) {
                    Lanes.subtract(n, halved[a * q + h], halved[c * q + h], out);
                }
            }
        }
        for (int k = 0; k < r; k++) {
            for (int a = 0; a < q; a++) {
                double[] out = reached[k * q + a];
                Lanes.copy(n, fixed[k * q + a], out);
                for (int h = 0; h < q; h++) {
                    Lanes.subtract(n, halved[a * q + h], taken[k * q + h], out);
                }
            }
        }
    }

    private void gather() {
        for (int c = 0; c < q; c++) {
            for (int a = c; a < q; a++) {
                Lanes.gather(n, block.own(), (from * q + c) * q + a, q * q, own[c * q + a]);
            }
        }
        for (int i = 0; i < q * r; i++) {
            Lanes.gather(n, block.withFixed(), from * q * r + i, q * r, fixed[i]);
        }
    }

    /** root := λ'Aλ + I, lower triangle. */
    private void scaleInflate(double[] lambda) {
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                double[] out = scaled[k * q + i];
                Lanes.fill(n, 0, out);
                for (int h = k; h < q; h++) {
                    Lanes.add(n, lambda[k * q + h], own[h * q + i], out);
                }
            }
        }
        for (int k = 0; k < q; k++) {
            for (int i = k; i < q; i++) {
                double[] out = root[k * q + i];
                Lanes.fill(n, i == k ? 1 : 0, out);
                for (int h = i; h < q; h++) {
                    Lanes.add(n, lambda[i * q + h], scaled[k * q + h], out);
                }
            }
        }
    }

    /** root := K with the inverse of its diagonal; the determinant is not positive where M is not positive definite. */
    private void factor() {
        Lanes.fill(n, 1, determinant);
        for (int k = 0; k < q; k++) {
            double[] pivot = root[k * q + k];
            Lanes.scale(n, pivot, determinant);
            Lanes.inverseRoot(n, pivot, work);
            Lanes.copy(n, work, pivot);
            for (int i = k + 1; i < q; i++) {
                Lanes.scale(n, pivot, root[k * q + i]);
            }
            for (int h = k + 1; h < q; h++) {
                for (int i = h; i < q; i++) {
                    Lanes.subtract(n, root[k * q + h], root[k * q + i], root[h * q + i]);
                }
            }
        }
    }

    /** half := K⁻¹λ' by forward substitution. */
    private void solve(double[] lambda) {
        for (int c = 0; c < q; c++) {
            for (int i = 0; i < q; i++) {
                double[] out = half[c * q + i];
                Lanes.fill(n, lambda[i * q + c], out);
                for (int h = 0; h < i; h++) {
                    Lanes.subtract(n, root[h * q + i], half[c * q + h], out);
                }
                Lanes.scale(n, root[i * q + i], out);
            }
        }
    }

    /** out := Bx for q rows each. */
    private void multiply(double[][] x, int xAt, double[][] out, int at) {
        for (int h = 0; h < q; h++) {
            Lanes.multiply(n, half[h], x[xAt], out[at + h]);
            for (int m = 1; m < q; m++) {
                Lanes.add(n, half[m * q + h], x[xAt + m], out[at + h]);
            }
        }
    }

    /**
     * Computes the conditional modes b̂_j = B'B(c_j − B_jβ̂) of the levels last eliminated, where R = [B_j c_j].
     *
     * @param beta β̂, one number for each column of X
     * @param modes q rows
     */
    public void modes(double[] beta, double[][] modes) {
        int y = (r - 1) * q;
        for (int h = 0; h < q; h++) {
            Lanes.copy(n, taken[y + h], scaled[h]);
            for (int k = 0; k < r - 1; k++) {
                Lanes.add(n, -beta[k], taken[k * q + h], scaled[h]);
            }
        }
        for (int a = 0; a < q; a++) {
            Lanes.multiply(n, half[a * q], scaled[0], modes[a]);
            for (int h = 1; h < q; h++) {
                Lanes.add(n, half[a * q + h], scaled[h], modes[a]);
            }
        }
    }

    /** Computes the conditional variances B'B of the levels last eliminated, relative to σ², {@link #symmetric}. */
    public void variances(double[][] variances) {
        for (int b = 0; b < q; b++) {
            for (int a = b; a < q; a++) {
                double[] out = variances[b * q + a];
                Lanes.multiply(n, half[a * q], half[b * q], out);
                for (int h = 1; h < q; h++) {
                    Lanes.add(n, half[a * q + h], half[b * q + h], out);
                }
            }
        }
    }

    /** Σ log|M| of the levels last eliminated; not finite if some M is not positive definite. */
    public double logDeterminants() {
        double logs = 0;
        double product = 1; // a logarithm per level would cost more than the rest
        for (int l = 0; l < n; l++) {
            // A pivot below zero is seen in K, two of them not in the determinant.
            product *= isDefinite(l) ? determinant[l] : Double.NaN;
            if (!(product < 1e100 && product > 1e-100)) {
                logs += Math.log(product);
                product = 1;
            }
        }
        return logs + Math.log(product);
    }

    private boolean isDefinite(int lane) {
        for (int k = 0; k < q; k++) {
            if (!(root[k * q + k][lane] < Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    /** Number of effects. */
    public int effects() {
        return q;
    }

    /** Columns of [X y]. */
    public int columns() {
        return r;
    }

    /** The first of the levels last eliminated. */
    public int from() {
        return from;
    }

    /** How many were eliminated, the lanes in use. */
    public int size() {
        return n;
    }

    /** U, q×r. */
    public double[][] taken() {
        return taken;
    }

    /** N after {@link #reduce}, q(q+1)/2 rows: columns of the lower triangle. */
    public double[][] information() {
        return information;
    }

    /** R̃, q×r, after {@link #reduce}. */
    public double[][] reached() {
        return reached;
    }
}
