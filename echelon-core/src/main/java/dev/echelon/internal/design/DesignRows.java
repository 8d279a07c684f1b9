package dev.echelon.internal.design;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Some rows of a design, in any order and any number of times; levels and their codes stay. */
public final class DesignRows {
    private final int[] rows;
    private final Map<int[], int[]> codes = new IdentityHashMap<>();

    private DesignRows(int[] rows) {
        this.rows = rows;
    }

    /** The design of the rows. */
    public static Design of(Design design, int[] rows) {
        return new DesignRows(rows).design(design);
    }

    private Design design(Design design) {
        List<Design.RandomBlock> blocks = new ArrayList<>();
        for (Design.RandomBlock block : design.random()) {
            blocks.add(new Design.RandomBlock(
                    block.name(),
                    block.group(),
                    matrix(block.effects()),
                    codes(block.codes()),
                    block.levels(),
                    block.covariance()));
        }
        return new Design(numbers(design.response()), numbers(design.weights()), matrix(design.fixed()), blocks);
    }

    private ModelMatrix matrix(ModelMatrix matrix) {
        List<ModelColumn> columns = new ArrayList<>();
        for (int k = 0; k < matrix.width(); k++) {
            columns.add(column(matrix.column(k)));
        }
        return new ModelMatrix(rows.length, matrix.names(), columns);
    }

    private ModelColumn column(ModelColumn column) {
        if (column instanceof ModelColumn.Dense dense) {
            return new ModelColumn.Dense(numbers(dense.values()));
        }
        if (column instanceof ModelColumn.Indicator indicator) {
            return new ModelColumn.Indicator(codes(indicator.codes()), indicator.code(), numbers(indicator.values()));
        }
        return column;
    }

    private double[] numbers(double[] values) {
        if (values.length == 0) {
            return values;
        }
        double[] chosen = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = values[rows[i]];
        }
        return chosen;
    }

    /** Columns that share an array go on sharing one. */
    private int[] codes(int[] all) {
        return codes.computeIfAbsent(all, of -> {
            int[] chosen = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = of[rows[i]];
            }
            return chosen;
        });
    }
}
