package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct columns u that rows of [X* y*] and of all z* are linear combinations of, so that no product is summed
 * twice: an effect that is also a column of X is that column, and needs the constant besides if only X is shifted. Columns come in the order of {@link FixedRows#dense}, then those of effects alone.
 */
final class RowLayout {
    /** Rows between one column and the next: no multiple of a page, so that columns do not share cache lines. */
    static final int STRIDE = RowTile.CAPACITY + 8;

    private final Design design;
    private final Conditioning conditioning;
    private final int[] dense;
    private final List<Extra> extras = new ArrayList<>();
    private final Combination[] combinations;
    private int constant = -1;

    /** A column of effects that is no column of X; {@code term} is -1 for the constant. */
    record Extra(int term, int column, double shift, double scale) {}

    /**
     * z* of a factor as a combination of columns.
     *
     * @param columns the columns it needs
     * @param map q×columns, column-major: z*_a = Σ_e map[e·q + a] u_e
     */
    record Combination(int effects, int[] columns, double[] map) {}

    /** @param design any rows of the model, which show its kinds of columns */
    RowLayout(Design design, List<GroupingFactor> factors, Conditioning conditioning) {
        this.design = design;
        this.conditioning = conditioning;
        this.dense = new FixedRows(design, conditioning, 1).dense();
        for (int d = 0; d + 1 < dense.length && constant < 0; d++) {
            boolean one = design.fixed().column(dense[d]) instanceof ModelColumn.Constant c && c.constant() == 1;
            boolean plain = conditioning.fixedScale(dense[d]) == 1 && conditioning.fixedShift(dense[d]) == 0;
            constant = one && plain ? d : -1;
        }
        combinations = new Combination[factors.size()];
        for (int f = 0; f < combinations.length; f++) {
            combinations[f] = combination(factors.get(f), conditioning.effects(f));
        }
    }

    int[] dense() {
        return dense;
    }

    List<Extra> extras() {
        return extras;
    }

    Combination combination(int factor) {
        return combinations[factor];
    }

    /** The column √w, or -1 if none is needed. */
    int constant() {
        return constant;
    }

    private int constantColumn() {
        if (constant < 0) {
            constant = dense.length + extras.size();
            extras.add(new Extra(-1, 0, 0, 1));
        }
        return constant;
    }

    private Combination combination(GroupingFactor factor, Conditioning.Effects effects) {
        int q = factor.effects();
        List<double[]> rows = new ArrayList<>(); // z − shift of each effect: {column, coefficient, …}
        for (GroupingFactor.Term term : factor.terms()) {
            ModelMatrix z = design.random().get(term.index()).effects();
            double one = z.column(0) instanceof ModelColumn.Constant c ? c.constant() : 0;
            for (int k = 0; k < term.width(); k++) {
                int a = term.offset() + k;
                rows.add(row(term, k, effects.shift()[a] * one, effects.map()[a * q + a]));
            }
        }
        int[] columns = columns(rows);
        double[] map = new double[q * columns.length];
        for (int b = 0; b < q; b++) {
            for (int a = 0; a <= b; a++) {
                double[] row = rows.get(a);
                for (int h = 0; h < row.length; h += 2) {
                    int e = Arrays.binarySearch(columns, (int) row[h]);
                    map[e * q + b] += effects.map()[b * q + a] * row[h + 1];
                }
            }
        }
        return constantFirst(new Combination(q, columns, map));
    }

    private static int[] columns(List<double[]> rows) {
        List<Integer> columns = new ArrayList<>();
        for (double[] row : rows) {
            for (int h = 0; h < row.length; h += 2) {
                columns.add((int) row[h]);
            }
        }
        return columns.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    }

    private Combination constantFirst(Combination of) {
        int at = Arrays.binarySearch(of.columns, constant);
        if (at <= 0) {
            return of;
        }
        int q = of.effects;
        int[] columns = of.columns.clone();
        double[] map = of.map.clone();
        System.arraycopy(of.columns, 0, columns, 1, at);
        System.arraycopy(of.map, 0, map, q, at * q);
        columns[0] = constant;
        System.arraycopy(of.map, at * q, map, 0, q);
        return new Combination(q, columns, map);
    }

    private double[] row(GroupingFactor.Term term, int k, double shift, double scale) {
        ModelMatrix z = design.random().get(term.index()).effects();
        if (z.column(k) instanceof ModelColumn.Constant c) {
            return new double[] {constantColumn(), c.constant() - shift};
        }
        int fixed = inX(z, k);
        boolean cancels = fixed >= 0 && shift != 0 && conditioning.fixedShift(dense[fixed]) != shift;
        if (fixed < 0 || cancels) {
            boolean numbers = z.column(k) instanceof ModelColumn.Dense;
            double power = numbers && scale != 0 ? Math.scalb(1.0, Math.getExponent(scale)) : 1;
            int column = extra(new Extra(term.index(), k, numbers ? shift : 0, power));
            return numbers || shift == 0
                    ? new double[] {column, 1 / power}
                    : new double[] {column, 1 / power, constantColumn(), -shift};
        }
        int column = dense[fixed];
        double rest = conditioning.fixedShift(column) - shift;
        double own = conditioning.fixedScale(column);
        return rest == 0 ? new double[] {fixed, own} : new double[] {fixed, own, constantColumn(), rest};
    }

    private int extra(Extra extra) {
        extras.add(extra);
        return dense.length + extras.size() - 1;
    }

    /** The place among the dense columns of the column of X that has the same name and numbers, or -1. */
    private int inX(ModelMatrix z, int k) {
        if (!(z.column(k) instanceof ModelColumn.Dense numbers)) {
            return -1;
        }
        ModelMatrix x = design.fixed();
        for (int d = 0; d + 1 < dense.length; d++) {
            boolean same = x.column(dense[d]) instanceof ModelColumn.Dense of && of.values() == numbers.values();
            if (same && x.names().get(dense[d]).equals(z.names().get(k))) {
                return d;
            }
        }
        return -1;
    }
}
