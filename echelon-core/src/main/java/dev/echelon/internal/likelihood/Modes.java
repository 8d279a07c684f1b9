package dev.echelon.internal.likelihood;

/**
 * Solves the penalised normal equations for one response: β̂, the conditional modes b̂ of all random effects and g =
 * Z'P y, by back-substitution through the factor. Values are in the conditioned scale.
 */
final class Modes {
    private final BlockedCholesky cholesky;
    /** Tail random effects b̂ (unscaled), then β̂. */
    final double[] root;
    /** g for the tail. */
    final double[] tailGradient;
    /** Per chain factor: b̂_j and g_j, q per level. */
    final double[][] effects;

    final double[][] gradient;
    private double residual;

    Modes(BlockedCholesky cholesky) {
        this.cholesky = cholesky;
        Layout layout = cholesky.layout;
        this.root = new double[layout.rootSize() - 1];
        this.tailGradient = new double[layout.tailColumns()];
        this.effects = new double[cholesky.chain.length][];
        this.gradient = new double[cholesky.chain.length][];
        for (int c = 0; c < effects.length; c++) {
            effects[c] = new double[cholesky.chain[c].levels * cholesky.chain[c].q];
            gradient[c] = new double[effects[c].length];
        }
    }

    /** Penalised residual sum of squares r² = ‖y − Xβ̂ − Zb̂‖² + ‖û‖². */
    double penalisedResidual() {
        return residual;
    }

    /** Solves at the last factorisation. */
    void solve(double[][] lambda) {
        solveRoot(lambda);
        for (int c = cholesky.chain.length - 1; c >= 0; c--) {
            for (int j = 0; j < cholesky.chain[c].levels; j++) {
                solveLevel(c, j);
            }
        }
    }

    private void solveRoot(double[][] lambda) {
        int n = cholesky.order;
        int last = n - 1;
        double[] l = cholesky.factor;
        residual = l[last * n + last] * l[last * n + last];
        for (int i = last - 1; i >= 0; i--) { // L'x = l_y
            double sum = l[i * n + last];
            for (int k = i + 1; k < last; k++) {
                sum -= l[i * n + k] * root[k];
            }
            root[i] = sum / l[i * n + i];
        }
        Layout layout = cholesky.layout;
        for (int t = 0; t < layout.tail().length; t++) {
            timesLambda(layout, t, lambda[layout.tail()[t]], root);
        }
        double[] s = cholesky.schur;
        int tail = layout.tailColumns();
        for (int i = 0; i < tail; i++) {
            tailGradient[i] = s[i * n + last];
        }
        for (int k = 0; k < last; k++) {
            double x = root[k];
            if (k < tail) {
                double dot = 0;
                for (int i = k + 1; i < tail; i++) {
                    dot += s[k * n + i] * root[i];
                    tailGradient[i] -= s[k * n + i] * x;
                }
                tailGradient[k] -= dot + s[k * n + k] * x;
            } else {
                for (int i = 0; i < tail; i++) {
                    tailGradient[i] -= s[i * n + k] * x;
                }
            }
        }
    }

    /** x := Λx on the columns of tail factor t. */
    static void timesLambda(Layout layout, int t, double[] lambda, double[] x) {
        int q = layout.tailEffects()[t];
        int end = layout.tailEnd(t);
        for (int first = layout.tailOffset()[t]; first < end; first += q) {
            for (int a = q - 1; a >= 0; a--) {
                double sum = 0;
                for (int h = 0; h <= a; h++) {
                    sum += lambda[h * q + a] * x[first + h];
                }
                x[first + a] = sum;
            }
        }
    }

    /** e = R_y − R·(rest modes); b = B'Be; g = e − Ab. */
    private void solveLevel(int c, int j) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        double[] r = cholesky.rest[c];
        int at = block.restStart[j];
        int w = block.restWidth(j);
        double[] g = gradient[c];
        int out = j * q;
        int y = at + (w - 1) * q;
        for (int a = 0; a < q; a++) {
            g[out + a] = r[y + a];
        }
        for (int d = 0; d < block.ancestors; d++) {
            int above = cholesky.chain[c + 1 + d].q;
            int level = block.ancestor[d][j] * above;
            for (int k = 0; k < above; k++) {
                subtractColumn(q, r, at + (block.ancestorOffset[d] + k) * q, effects[c + 1 + d][level + k], g, out);
            }
        }
        int column = at + block.ancestorWidth * q;
        for (int e = block.indexStart[j]; e < block.indexStart[j + 1]; e++, column += q) {
            subtractColumn(q, r, column, root[block.index[e]], g, out);
        }
        for (int k = cholesky.layout.tailColumns(); k < root.length; k++, column += q) {
            subtractColumn(q, r, column, root[k], g, out);
        }
        finishLevel(c, q, j, g);
    }

    private static void subtractColumn(int q, double[] r, int column, double x, double[] g, int out) {
        for (int a = 0; a < q; a++) {
            g[out + a] -= r[column + a] * x;
        }
    }

    private void finishLevel(int c, int q, int j, double[] g) {
        double[] b = cholesky.half[c];
        double[] a = cholesky.own[c];
        double[] x = effects[c];
        int out = j * q;
        int at = out * q;
        for (int k = 0; k < q; k++) {
            x[out + k] = 0;
        }
        for (int h = 0; h < q; h++) { // x = B'(Be)
            double sum = 0;
            for (int k = 0; k < q; k++) {
                sum += b[at + k * q + h] * g[out + k];
            }
            for (int k = 0; k < q; k++) {
                x[out + k] += b[at + k * q + h] * sum;
            }
        }
        for (int k = 0; k < q; k++) {
            for (int h = 0; h < q; h++) {
                g[out + h] -= a[at + k * q + h] * x[out + k];
            }
        }
    }
}
