package dev.echelon.internal.crossproducts;

import dev.echelon.covariance.Covariance.Invariance;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * The change of scale under which cross-products are accumulated, so that a fit does not depend on units or origins:
 * y* = (y − c)/s, X* = XT, Z_b* = Z_bT_b. Shifts are taken only where the model contains the constant that absorbs them,
 * and a structured random term is only transformed in ways that keep its structure. Any transformation of this form is
 * valid for any rows; this one makes columns about orthonormal (mean square one) for the rows it was learned from.
 */
public final class Conditioning {
    /** Rows that are looked at to learn the scale; more would not make it better. */
    private static final int SAMPLE = 1024;

    private final double responseShift;
    private final double responseScale;
    private final double[] fixedShift;
    private final double[] fixedScale;
    private final int intercept;
    private final Effects[] effects;

    private Conditioning(
            double responseShift,
            double responseScale,
            double[] fixedShift,
            double[] fixedScale,
            int intercept,
            Effects[] effects) {
        this.responseShift = responseShift;
        this.responseScale = responseScale;
        this.fixedShift = fixedShift;
        this.fixedScale = fixedScale;
        this.intercept = intercept;
        this.effects = effects;
    }

    /**
     * The transformation of one factor's q effects: z* = (z − shift·z_constant)·map, map upper triangular.
     *
     * @param shift subtracted from each effect that shares a term with a constant effect; 0 elsewhere
     * @param map q×q column-major
     */
    public record Effects(double[] shift, double[] map, boolean identity) {}

    /** Puts a saved conditioning together again; the parts are those of the accessors. */
    public static Conditioning of(
            double responseShift,
            double responseScale,
            double[] fixedShift,
            double[] fixedScale,
            int intercept,
            List<Effects> effects) {
        return new Conditioning(
                responseShift,
                responseScale,
                fixedShift.clone(),
                fixedScale.clone(),
                intercept,
                effects.toArray(new Effects[0]));
    }

    /** Learns the scale from (a sample of) the rows of a design. */
    public static Conditioning learn(Design design, List<GroupingFactor> factors) {
        int n = design.response().length;
        int stride = Math.max(1, n / SAMPLE);
        ModelMatrix x = design.fixed();
        int p = x.width();
        int intercept = -1;
        for (int k = 0; k < p && intercept < 0; k++) {
            if (x.column(k) instanceof ModelColumn.Constant c && c.constant() == 1) {
                intercept = k;
            }
        }
        double[] shift = new double[p];
        double[] scale = new double[p];
        double[] moments = new double[2];
        for (int k = 0; k < p; k++) {
            boolean dense = x.column(k) instanceof ModelColumn.Dense;
            moments(x.column(k), n, stride, intercept >= 0 && dense, moments);
            shift[k] = moments[0];
            scale[k] = moments[1];
        }
        moments(new ModelColumn.Dense(design.response()), n, stride, intercept >= 0, moments);
        Effects[] effects = new Effects[factors.size()];
        for (int f = 0; f < effects.length; f++) {
            effects[f] = effects(design, factors.get(f), n, stride);
        }
        return new Conditioning(moments[0], moments[1], shift, scale, intercept, effects);
    }

    /** Mean (or 0) and root mean square about it (or 1 if that is 0), of every stride-th row. */
    private static void moments(ModelColumn column, int n, int stride, boolean centre, double[] out) {
        double[] sample = sample(column, n, stride);
        double mean = 0;
        for (int i = 0; centre && i < sample.length; i++) {
            mean += (sample[i] - mean) / (i + 1);
        }
        // A few significant digits are enough, and x − mean is then exact for data on a grid.
        mean = roundToFloat(mean);
        double peak = 0;
        for (double x : sample) {
            peak = Math.max(peak, Math.abs(x - mean));
        }
        double sum = 0;
        for (int i = 0; peak > 0 && i < sample.length; i++) {
            double t = (sample[i] - mean) / peak;
            sum += t * t;
        }
        out[0] = mean;
        out[1] = peak > 0 ? powerOfTwo(peak * Math.sqrt(sum / sample.length)) : 1;
    }

    private static double[] sample(ModelColumn column, int n, int stride) {
        double[] sample = new double[(n + stride - 1) / stride];
        if (column instanceof ModelColumn.Dense dense) {
            for (int i = 0, row = 0; row < n; i++, row += stride) {
                sample[i] = dense.values()[row];
            }
        } else {
            for (int i = 0, row = 0; row < n; i++, row += stride) {
                sample[i] = column.value(row);
            }
        }
        return sample;
    }

    private static double roundToFloat(double x) {
        float rounded = (float) x;
        return Float.isInfinite(rounded) || (rounded == 0 && x != 0) ? x : rounded;
    }

    /** The power of two next to a positive number: scaling by it is exact. */
    private static double powerOfTwo(double x) {
        return Math.scalb(1.0, Math.max(-1000, Math.min(1000, Math.getExponent(x))));
    }

    private static Effects effects(Design design, GroupingFactor factor, int n, int stride) {
        int q = factor.effects();
        double[] shift = new double[q];
        double[] map = new double[q * q];
        boolean identity = true;
        for (GroupingFactor.Term term : factor.terms()) {
            ModelMatrix z = design.random().get(term.index()).effects();
            identity &= z.width() == 1 && z.column(0) instanceof ModelColumn.Constant c && c.constant() == 1;
            conditionTerm(z, term, n, stride, q, shift, map);
        }
        return new Effects(shift, map, identity);
    }

    private static void conditionTerm(
            ModelMatrix z, GroupingFactor.Term term, int n, int stride, int q, double[] shift, double[] map) {
        int width = term.width();
        int base = term.offset();
        double[] moments = new double[2];
        boolean linear = term.covariance().invariance() == Invariance.LINEAR;
        boolean constantFirst = linear && z.column(0) instanceof ModelColumn.Constant c && c.constant() == 1;
        double[] scale = new double[width];
        for (int k = 0; k < width; k++) {
            boolean centre = constantFirst && k > 0 && z.column(k) instanceof ModelColumn.Dense;
            moments(z.column(k), n, stride, centre, moments);
            shift[base + k] = moments[0];
            scale[k] = z.column(k) instanceof ModelColumn.Constant c && c.constant() == 1 ? 1 : moments[1];
        }
        if (term.covariance().invariance() == Invariance.SCALAR) {
            double common = Arrays.stream(scale).max().orElse(1);
            Arrays.fill(scale, common);
        }
        for (int k = 0; k < width; k++) {
            map[(base + k) * q + base + k] = 1 / scale[k];
        }
        if (linear && width > 1) {
            orthogonalise(z, term, n, stride, q, shift, map);
        }
    }

    /** Replaces the diagonal map D of a term by DR⁻¹ with R'R the mean cross-product of the shifted, scaled columns. */
    private static void orthogonalise(
            ModelMatrix z, GroupingFactor.Term term, int n, int stride, int q, double[] shift, double[] map) {
        int width = term.width();
        int base = term.offset();
        double[] gram = new double[width * width];
        double[][] samples = new double[width][];
        for (int k = 0; k < width; k++) {
            samples[k] = sample(z.column(k), n, stride);
        }
        double[] row = new double[width];
        for (int i = 0; i < samples[0].length; i++) {
            for (int k = 0; k < width; k++) {
                double s = shift[base + k];
                row[k] = (samples[k][i] - (s == 0 ? 0 : s * samples[0][i])) * map[(base + k) * q + base + k];
                for (int l = 0; l <= k; l++) {
                    gram[l * width + k] += row[k] * row[l];
                }
            }
        }
        int count = (n - 1) / stride + 1;
        for (int k = 0; k < gram.length; k++) {
            gram[k] /= count;
        }
        if (!choleskyLower(width, gram)) {
            return; // nearly dependent effects: the diagonal scale is kept
        }
        double[] t = new double[width];
        for (int column = width - 1; column >= 0; column--) { // column of R⁻¹, R = L', by back substitution
            Arrays.fill(t, 0);
            t[column] = 1;
            for (int k = column; k >= 0; k--) {
                double s = t[k];
                for (int h = k + 1; h <= column; h++) {
                    s -= gram[k * width + h] * t[h];
                }
                t[k] = s / gram[k * width + k];
            }
            for (int k = 0; k <= column; k++) {
                map[(base + column) * q + base + k] = t[k] * map[(base + k) * q + base + k];
            }
        }
    }

    /** Lower Cholesky in place, column-major; false if a pivot nearly vanishes. */
    private static boolean choleskyLower(int n, double[] a) {
        for (int l = 0; l < n; l++) {
            for (int k = l; k < n; k++) {
                double s = a[l * n + k];
                for (int h = 0; h < l; h++) {
                    s -= a[h * n + k] * a[h * n + l];
                }
                if (k == l && !(s > 1e-10 * Math.max(a[l * n + l], 1e-300))) {
                    return false;
                }
                a[l * n + k] = k == l ? Math.sqrt(s) : s / a[l * n + l];
            }
        }
        return true;
    }

    /** Subtracted from the response. */
    public double responseShift() {
        return responseShift;
    }

    /** The response is divided by it after the shift; a power of two. */
    public double responseScale() {
        return responseScale;
    }

    /** Subtracted from column k of X (times the constant column). */
    public double fixedShift(int k) {
        return fixedShift[k];
    }

    /** Column k of X is divided by it after the shift; a power of two. */
    public double fixedScale(int k) {
        return fixedScale[k];
    }

    /** Number of columns of X, the aliased ones included. */
    public int fixedColumns() {
        return fixedShift.length;
    }

    /** Number of factors. */
    public int factors() {
        return effects.length;
    }

    /** The same for the factors in another order. */
    public Conditioning withFactors(int[] order) {
        Effects[] ordered = new Effects[order.length];
        for (int f = 0; f < order.length; f++) {
            ordered[f] = effects[order[f]];
        }
        return new Conditioning(responseShift, responseScale, fixedShift, fixedScale, intercept, ordered);
    }

    /** The constant column of X, or -1. */
    public int intercept() {
        return intercept;
    }

    /** The transformation of a factor's effects. */
    public Effects effects(int factor) {
        return effects[factor];
    }

    /** What to add to an objective in the conditioned scale: 2ν log s_y, and for REML log|X'V⁻¹X|'s change of scale. */
    public double objectiveShift(double degrees, int[] kept, boolean reml) {
        double shift = 2 * degrees * Math.log(responseScale);
        for (int i = 0; reml && i < kept.length; i++) {
            shift += 2 * Math.log(fixedScale[kept[i]]);
        }
        return shift;
    }

    /** β̂ on the scale of the data from β̂* of the kept columns. */
    public double[] fixedEffects(double[] conditioned, int[] kept) {
        double[] beta = new double[kept.length];
        int constant = -1;
        double shifted = responseShift;
        for (int i = 0; i < kept.length; i++) {
            beta[i] = responseScale * conditioned[i] / fixedScale[kept[i]];
            if (kept[i] == intercept) {
                constant = i;
            } else {
                shifted -= fixedShift[kept[i]] * beta[i];
            }
        }
        if (constant >= 0) {
            beta[constant] += shifted;
        }
        return beta;
    }

    /** Each dropped column of X as a combination of the kept ones on the scale of the data: dropped×kept, row by row. */
    public double[] dependence(Aliasing aliasing) {
        int[] kept = aliasing.kept();
        int r = kept.length;
        double[] dependence = aliasing.dependence().clone();
        for (int d = 0; d < aliasing.dropped().length; d++) {
            int column = aliasing.dropped()[d];
            double constant = fixedShift[column];
            int at = -1;
            for (int k = 0; k < r; k++) {
                dependence[d * r + k] *= fixedScale[column] / fixedScale[kept[k]];
                if (kept[k] == intercept) {
                    at = k;
                } else {
                    constant -= fixedShift[kept[k]] * dependence[d * r + k];
                }
            }
            if (at >= 0) {
                dependence[d * r + at] += constant;
            }
        }
        return dependence;
    }

    /** T with β = T·β* + constant, p×p. */
    public double[] fixedMap(int[] kept) {
        int p = kept.length;
        double[] t = new double[p * p];
        for (int k = 0; k < p; k++) {
            t[k * p + k] = responseScale / fixedScale[kept[k]];
        }
        for (int c = 0; c < p; c++) {
            for (int k = 0; kept[c] == intercept && k < p; k++) {
                t[k * p + c] -= k == c ? 0 : fixedShift[kept[k]] * t[k * p + k];
            }
        }
        return t;
    }

    /** Covariance of β̂ on the scale of the data from that of β̂*, p×p. */
    public double[] fixedCovariance(double[] conditioned, int[] kept) {
        return Congruence.apply(kept.length, fixedMap(kept), conditioned);
    }

    /** The map M of a term's effects with b = s_y·M·b*, w×w. */
    public double[] effectsMap(int factor, GroupingFactor.Term term) {
        int q = (int) Math.round(Math.sqrt(effects[factor].map().length));
        int w = term.width();
        double[] m = new double[w * w];
        for (int k = 0; k < w; k++) {
            System.arraycopy(effects[factor].map(), (term.offset() + k) * q + term.offset(), m, k * w, w);
        }
        for (int k = 0; k < w; k++) {
            double first = m[k * w];
            for (int h = 1; h < w; h++) {
                first -= effects[factor].shift()[term.offset() + h] * m[k * w + h];
            }
            m[k * w] = first;
        }
        return m;
    }
}
