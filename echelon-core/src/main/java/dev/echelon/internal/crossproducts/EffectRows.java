package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;

/** Rows of a factor's transformed effects z* = (z − shift·z_constant)·map, times √w. */
final class EffectRows {
    private final int q;
    private final ModelColumn[] columns;
    private final double[] constants; // per effect: the constant effect of its term, or 0
    private final Conditioning.Effects conditioning;
    private final boolean diagonal;

    EffectRows(Design design, GroupingFactor factor, Conditioning.Effects conditioning) {
        this.q = factor.effects();
        this.columns = new ModelColumn[q];
        this.constants = new double[q];
        this.conditioning = conditioning;
        for (GroupingFactor.Term term : factor.terms()) {
            ModelMatrix z = design.random().get(term.index()).effects();
            double constant = z.column(0) instanceof ModelColumn.Constant c ? c.constant() : 0;
            for (int k = 0; k < term.width(); k++) {
                columns[term.offset() + k] = z.column(k);
                constants[term.offset() + k] = constant;
            }
        }
        boolean offDiagonal = false;
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < b; a++) {
                offDiagonal |= conditioning.map()[b * q + a] != 0;
            }
        }
        this.diagonal = !offDiagonal;
    }

    /** Whether the only effect is the constant 1, so that z* = 1 in every row. */
    boolean isConstant() {
        return q == 1 && conditioning.identity();
    }

    /**
     * Writes rows {@code [from, from + count)}, row-major with q numbers each.
     *
     * @param rootWeights √w of these rows from {@code weightsFrom} on, or empty for ones
     */
    void load(int from, int count, double[] rootWeights, int weightsFrom, double[] out, int at) {
        for (int k = 0; k < q; k++) {
            double shift = conditioning.shift()[k] * constants[k];
            if (columns[k] instanceof ModelColumn.Dense dense) {
                double[] values = dense.values();
                for (int i = 0; i < count; i++) {
                    out[at + i * q + k] = values[from + i] - shift;
                }
            } else {
                for (int i = 0; i < count; i++) {
                    out[at + i * q + k] = columns[k].value(from + i) - shift;
                }
            }
        }
        if (rootWeights.length > 0) {
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < q; k++) {
                    out[at + i * q + k] *= rootWeights[weightsFrom + i];
                }
            }
        }
        if (!isConstant()) {
            transform(count, out, at);
        }
    }

    /** Each row times the upper triangular map, in place from the right. */
    private void transform(int count, double[] out, int at) {
        double[] map = conditioning.map();
        for (int i = 0; i < count; i++) {
            int row = at + i * q;
            for (int b = q - 1; b >= 0; b--) {
                double sum = out[row + b] * map[b * q + b];
                for (int a = diagonal ? b : 0; a < b; a++) {
                    sum += out[row + a] * map[b * q + a];
                }
                out[row + b] = sum;
            }
        }
    }
}
