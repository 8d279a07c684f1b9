package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;

/** Rows of a factor's transformed effects z* = (z − shift·z_constant)·map. */
final class EffectRows {
    private final int q;
    private final ModelColumn[] columns;
    private final double[] constants; // per effect: the constant effect of its term, or 0
    private final Conditioning.Effects conditioning;
    private final double[] shifted;
    private final boolean diagonal;

    EffectRows(Design design, GroupingFactor factor, Conditioning.Effects conditioning) {
        this.q = factor.effects();
        this.columns = new ModelColumn[q];
        this.constants = new double[q];
        this.conditioning = conditioning;
        this.shifted = new double[q];
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

    /** Writes √w·z* of a row. */
    void row(int row, double rootWeight, double[] z) {
        double[] shift = conditioning.shift();
        double[] map = conditioning.map();
        for (int k = 0; k < q; k++) {
            double value = columns[k].value(row);
            shifted[k] = (shift[k] == 0 ? value : value - shift[k] * constants[k]) * rootWeight;
        }
        for (int b = 0; b < q; b++) {
            double sum = shifted[b] * map[b * q + b];
            for (int a = diagonal ? b : 0; a < b; a++) {
                sum += shifted[a] * map[b * q + a];
            }
            z[b] = sum;
        }
    }
}
