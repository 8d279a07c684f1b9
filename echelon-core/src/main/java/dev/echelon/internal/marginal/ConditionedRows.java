package dev.echelon.internal.marginal;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelMatrix;
import java.util.Arrays;

/**
 * The rows in units of the engine: each times the root of its weight; the kept columns of X orthonormal, X = QR; the
 * response as its least-squares residual with mean square one, y = Qγ + s·e. Then a covariance V of e in these units is
 * s²V in those of the data.
 */
final class ConditionedRows {
    /** What is left of a column after projection on those before it, relative to itself without the constant. */
    private static final double ALIASED = 1e-7;

    /** A column of which less is left is projected twice, which makes it orthogonal to rounding. */
    private static final double CANCELLED = 0.1;

    /** What rounding leaves of a response in the span of X, relative to its square. */
    private static final double EXPLAINED = 1e-13;

    final int n;
    final int p;
    final int[] kept;
    /** Q, n×p. */
    final double[] q;
    /** R, p×p upper triangular. */
    final double[] r;
    /** γ = Q'y. */
    final double[] gamma;
    /** e. */
    final double[] residual;
    /** s. */
    final double scale;
    /** √w of each row. */
    final double[] root;

    final double sumLogWeights;

    private ConditionedRows(
            int n, int[] kept, double[] q, double[] r, double[] gamma, double[] residual, double scale, double[] root) {
        this.n = n;
        this.p = kept.length;
        this.kept = kept;
        this.q = q;
        this.r = r;
        this.gamma = gamma;
        this.residual = residual;
        this.scale = scale;
        this.root = root;
        double sum = 0;
        for (double w : root) {
            sum += 2 * Math.log(w);
        }
        sumLogWeights = sum;
    }

    static ConditionedRows of(Design design) {
        int n = design.response().length;
        double[] root = new double[n];
        for (int i = 0; i < n; i++) {
            root[i] = design.weights().length == 0 ? 1 : Math.sqrt(design.weights()[i]);
        }
        ModelMatrix x = design.fixed();
        double[] q = new double[n * x.width()];
        double[] r = new double[x.width() * x.width()];
        int[] kept = new int[x.width()];
        int count = 0;
        boolean constant = false;
        for (int j = 0; j < x.width(); j++) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) {
                column[i] = root[i] * x.column(j).value(i);
            }
            double[] coefficients = new double[count];
            double before = length(column);
            double whole = before;
            for (int pass = 0; pass < 2 && (pass == 0 || length(column) < CANCELLED * whole); pass++) {
                for (int k = 0; k < count; k++) {
                    coefficients[k] += project(n, q, k * n, column);
                    if (pass == 0 && k == 0 && constant) {
                        before = length(column);
                    }
                }
            }
            double left = length(column);
            if (!(left > ALIASED * before)) {
                continue;
            }
            for (int i = 0; i < n; i++) {
                q[count * n + i] = column[i] / left;
            }
            System.arraycopy(coefficients, 0, r, count * x.width(), count);
            r[count * x.width() + count] = left;
            constant |= count == 0 && isConstant(x, j);
            kept[count++] = j;
        }
        return finish(design, root, n, Arrays.copyOf(kept, count), q, r);
    }

    private static ConditionedRows finish(Design design, double[] root, int n, int[] kept, double[] q, double[] wide) {
        int p = kept.length;
        if (p >= n) {
            throw new EchelonException("the model has " + p + " independent columns of fixed effects but only " + n
                    + " rows can be used; drop terms or add data");
        }
        double[] r = new double[p * p];
        for (int k = 0; k < p; k++) {
            System.arraycopy(wide, k * design.fixed().width(), r, k * p, p);
        }
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = root[i] * design.response()[i];
        }
        double whole = length(y);
        double[] gamma = new double[p];
        for (int pass = 0; pass < 2; pass++) {
            for (int k = 0; k < p; k++) {
                gamma[k] += project(n, q, k * n, y);
            }
        }
        double left = length(y);
        if (!(left * left > EXPLAINED * whole * whole)) {
            throw new EchelonException(
                    "the fixed effects explain the response completely: the likelihood has no maximum;"
                            + " check for a predictor that is a copy of the response");
        }
        double scale = left / Math.sqrt(n - p);
        for (int i = 0; i < n; i++) {
            y[i] /= scale;
        }
        return new ConditionedRows(n, kept, Arrays.copyOf(q, n * p), r, gamma, y, scale, root);
    }

    private static boolean isConstant(ModelMatrix x, int j) {
        for (int i = 1; i < x.rows(); i++) {
            if (x.column(j).value(i) != x.column(j).value(0)) {
                return false;
            }
        }
        return true;
    }

    /** Takes the part along column {@code at} of q out of y and returns its coefficient. */
    private static double project(int n, double[] q, int at, double[] y) {
        double sum = SmallMatrices.dot(n, q, at, y);
        for (int i = 0; i < n; i++) {
            y[i] -= sum * q[at + i];
        }
        return sum;
    }

    private static double length(double[] y) {
        double sum = 0;
        for (double v : y) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }

    /** log|R|, by which log|X'V⁻¹X|/2 exceeds that of Q. */
    double logDeterminantOfR() {
        double sum = 0;
        for (int k = 0; k < p; k++) {
            sum += Math.log(Math.abs(r[k * p + k]));
        }
        return sum;
    }

    /** β = R⁻¹(γ + s·b) of coefficients b of Q. */
    double[] fixedEffects(double[] b) {
        double[] beta = new double[p];
        for (int k = 0; k < p; k++) {
            beta[k] = gamma[k] + scale * b[k];
        }
        solve(beta, 0);
        return beta;
    }

    /** R⁻¹MR⁻ᵀ, p×p. */
    double[] fixedCovariance(double[] m) {
        double[] left = m.clone();
        for (int k = 0; k < p; k++) {
            solve(left, k * p);
        }
        double[] turned = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                turned[i * p + k] = left[k * p + i];
            }
        }
        for (int k = 0; k < p; k++) {
            solve(turned, k * p);
        }
        return turned;
    }

    private void solve(double[] b, int at) {
        for (int k = p - 1; k >= 0; k--) {
            double sum = b[at + k];
            for (int j = k + 1; j < p; j++) {
                sum -= r[j * p + k] * b[at + j];
            }
            b[at + k] = sum / r[k * p + k];
        }
    }

    /** R'MR: what M = X'…X is for the columns of the data when it is {@code m} for Q. */
    double[] fixedForm(double[] m) {
        double[] out = new double[p * p];
        double[] half = new double[p * p];
        for (int j = 0; j < p; j++) {
            for (int h = 0; h <= j; h++) {
                for (int i = 0; i < p; i++) {
                    half[j * p + i] += m[h * p + i] * r[j * p + h];
                }
            }
        }
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < p; i++) {
                for (int h = 0; h <= i; h++) {
                    out[j * p + i] += r[i * p + h] * half[j * p + h];
                }
            }
        }
        return out;
    }
}
