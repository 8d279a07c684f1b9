package dev.echelon.internal.crossproducts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cross-products of columns that are combinations of those that were summed up, in another scale: X' = XA and
 * Z_f' = Z_fA_f on the scale of the data become X'* = X*F and Z_f'* = Z_f*T_f in the scales of two conditionings. Columns
 * that stay what they are keep their bits.
 *
 * <p><b>Source</b> docs/math/likelihood.md#cross-products-of-other-columns
 */
public final class ColumnChange {
    private final Side from;
    private final Side to;
    private final double[] fixed;
    private final List<double[]> effects;

    private ColumnChange(Side from, Side to, double[] fixed, List<double[]> effects) {
        this.from = from;
        this.to = to;
        this.fixed = fixed;
        this.effects = effects;
    }

    /** The columns of a model and their scale. */
    public record Side(List<GroupingFactor> factors, Conditioning conditioning) {
        int columns() {
            return conditioning.fixedColumns();
        }

        int find(String group) {
            for (int f = 0; f < factors.size(); f++) {
                if (factors.get(f).group().equals(group)) {
                    return f;
                }
            }
            return -1;
        }
    }

    /**
     * The cross-products of other columns.
     *
     * @param data of the columns of {@code from}
     * @param to has no factor that {@code from} has not; those that it lacks are dropped, and the order stays
     * @param fixed A, p×p'
     * @param effects A_f for each random term of {@code to}, by its index: all effects of its factor in {@code from} × w
     */
    public static CrossProducts apply(CrossProducts data, Side from, Side to, double[] fixed, List<double[]> effects) {
        ColumnChange change = new ColumnChange(from, to, fixed, effects);
        return change.withEffects(change.withFixed(data));
    }

    private CrossProducts withFixed(CrossProducts data) {
        int r = from.columns() + 1;
        double[] map = fixedMap();
        int[] columns = selection(r, map);
        return columns.length == 0 || columns[columns.length - 1] != r - 1
                ? data.withFixedMap(map, to.columns() + 1)
                : data.withFixedColumns(Arrays.copyOf(columns, columns.length - 1));
    }

    /** F with y in the last row and column. */
    private double[] fixedMap() {
        Conditioning own = from.conditioning;
        Conditioning next = to.conditioning;
        int p = from.columns();
        int r = p + 1;
        double[] map = new double[r * (to.columns() + 1)];
        for (int k = 0; k < to.columns(); k++) {
            for (int j = 0; j < p; j++) {
                addColumn(j, fixed[k * p + j], map, k * r);
            }
            addConstant(-next.fixedShift(k), map, k * r);
            divide(map, k * r, r, next.fixedScale(k));
        }
        int last = to.columns() * r;
        map[last + p] = own.responseScale();
        if (own.responseShift() != 0) {
            map[last + own.intercept()] += own.responseShift();
        }
        addConstant(-next.responseShift(), map, last);
        divide(map, last, r, next.responseScale());
        return map;
    }

    /** factor·x_j in terms of the conditioned columns. */
    private void addColumn(int j, double factor, double[] map, int at) {
        if (factor == 0) {
            return;
        }
        Conditioning own = from.conditioning;
        map[at + j] += factor * own.fixedScale(j);
        if (own.fixedShift(j) != 0) {
            map[at + own.intercept()] += factor * own.fixedShift(j);
        }
    }

    /** The constant as the other model has it. */
    private void addConstant(double factor, double[] map, int at) {
        int p = from.columns();
        for (int j = 0; factor != 0 && j < p; j++) {
            addColumn(j, factor * fixed[to.conditioning.intercept() * p + j], map, at);
        }
    }

    private static void divide(double[] map, int at, int count, double scale) {
        for (int j = 0; j < count; j++) {
            map[at + j] /= scale;
        }
    }

    /** The columns that a map picks in ascending order; empty if it does more than pick. */
    private static int[] selection(int rows, double[] map) {
        int[] columns = new int[map.length / rows];
        for (int k = 0; k < columns.length; k++) {
            int found = unit(rows, map, k);
            if (found < 0 || k > 0 && found <= columns[k - 1]) {
                return new int[0];
            }
            columns[k] = found;
        }
        return columns;
    }

    /** The one row of a column with a one where all others are zero, or -1. */
    static int unit(int rows, double[] map, int column) {
        int found = -1;
        for (int i = 0; i < rows; i++) {
            double x = map[column * rows + i];
            if (x != 0 && (x != 1 || found >= 0)) {
                return -1;
            }
            found = x == 1 ? i : found;
        }
        return found;
    }

    private CrossProducts withEffects(CrossProducts data) {
        List<double[]> maps = new ArrayList<>();
        boolean same = true;
        for (int f = 0; f < from.factors.size(); f++) {
            int target = to.find(from.factors.get(f).group());
            double[] map = target < 0 ? new double[0] : effectsMap(f, target);
            maps.add(map);
            same &= isIdentity(from.factors.get(f).effects(), map);
        }
        return same ? data : EffectMaps.apply(data, maps);
    }

    private static boolean isIdentity(int q, double[] map) {
        boolean identity = map.length == q * q;
        for (int k = 0; identity && k < q; k++) {
            identity = unit(q, map, k) == k;
        }
        return identity;
    }

    /** T_f, q×q'. */
    private double[] effectsMap(int f, int target) {
        GroupingFactor factor = from.factors.get(f);
        int q = factor.effects();
        double[] inverse = upperInverse(q, whole(from.conditioning, f, factor));
        double[] map = new double[q * to.factors.get(target).effects()];
        for (GroupingFactor.Term term : to.factors.get(target).terms()) {
            int w = term.width();
            double[] own = effects.get(term.index());
            double[] part = keeps(f, target, term)
                    ? own
                    : product(q, q, inverse, product(q, w, own, to.conditioning.effectsMap(target, term)));
            System.arraycopy(part, 0, map, term.offset() * q, q * w);
        }
        return map;
    }

    /** Whether a term is the first effects of one term, in the same scale. */
    private boolean keeps(int f, int target, GroupingFactor.Term term) {
        GroupingFactor factor = from.factors.get(f);
        int first = unit(factor.effects(), effects.get(term.index()), 0);
        for (GroupingFactor.Term own : factor.terms()) {
            if (own.offset() == first && own.width() >= term.width()) {
                return areFirst(factor.effects(), first, term)
                        && sameScale(
                                from.conditioning.effectsMap(f, own),
                                own.width(),
                                to.conditioning.effectsMap(target, term),
                                term.width());
            }
        }
        return false;
    }

    private boolean areFirst(int q, int first, GroupingFactor.Term term) {
        boolean all = true;
        for (int k = 0; all && k < term.width(); k++) {
            all = unit(q, effects.get(term.index()), k) == first + k;
        }
        return all;
    }

    private static boolean sameScale(double[] a, int w, double[] b, int v) {
        boolean same = true;
        for (int k = 0; same && k < v; k++) {
            for (int i = 0; same && i < v; i++) {
                same = a[k * w + i] == b[k * v + i];
            }
        }
        return same;
    }

    /** The maps of all terms of a factor side by side, q×q. */
    static double[] whole(Conditioning conditioning, int f, GroupingFactor factor) {
        int q = factor.effects();
        double[] whole = new double[q * q];
        for (GroupingFactor.Term term : factor.terms()) {
            double[] map = conditioning.effectsMap(f, term);
            for (int k = 0; k < term.width(); k++) {
                System.arraycopy(map, k * term.width(), whole, (term.offset() + k) * q + term.offset(), term.width());
            }
        }
        return whole;
    }

    /** U⁻¹ of an upper triangular matrix. */
    static double[] upperInverse(int n, double[] u) {
        double[] inverse = new double[n * n];
        for (int c = 0; c < n; c++) {
            for (int i = c; i >= 0; i--) {
                double sum = i == c ? 1 : 0;
                for (int h = i + 1; h <= c; h++) {
                    sum -= u[h * n + i] * inverse[c * n + h];
                }
                inverse[c * n + i] = sum / u[i * n + i];
            }
        }
        return inverse;
    }

    /** AB, A n×m and B with m rows. */
    static double[] product(int n, int m, double[] a, double[] b) {
        int columns = b.length / m;
        double[] c = new double[n * columns];
        for (int k = 0; k < columns; k++) {
            for (int h = 0; h < m; h++) {
                double x = b[k * m + h];
                for (int i = 0; x != 0 && i < n; i++) {
                    c[k * n + i] += a[h * n + i] * x;
                }
            }
        }
        return c;
    }
}
