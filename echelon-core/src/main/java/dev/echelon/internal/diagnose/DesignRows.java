package dev.echelon.internal.diagnose;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Some rows of a design; its grouping factors keep all their levels, also those that no longer occur. */
final class DesignRows {
    private final int[] rows;
    private final Map<int[], int[]> codes = new IdentityHashMap<>();

    private DesignRows(int[] rows) {
        this.rows = rows;
    }

    /** The rows of {@code design} whose level is not {@code level}. */
    static Design without(Design design, int[] levels, int level) {
        int[] rows = IntStream.range(0, levels.length)
                .filter(i -> levels[i] != level)
                .toArray();
        return new DesignRows(rows).of(design);
    }

    private Design of(Design design) {
        List<Design.RandomBlock> blocks = design.random().stream()
                .map(block -> new Design.RandomBlock(
                        block.name(),
                        block.group(),
                        of(block.effects()),
                        of(block.codes()),
                        block.levels(),
                        block.covariance()))
                .toList();
        return new Design(of(design.response()), of(design.weights()), of(design.fixed()), blocks);
    }

    private ModelMatrix of(ModelMatrix matrix) {
        List<ModelColumn> columns = IntStream.range(0, matrix.width())
                .mapToObj(k -> of(matrix.column(k)))
                .toList();
        return new ModelMatrix(rows.length, matrix.names(), columns);
    }

    private ModelColumn of(ModelColumn column) {
        if (column instanceof ModelColumn.Dense dense) {
            return new ModelColumn.Dense(of(dense.values()));
        }
        if (column instanceof ModelColumn.Indicator indicator) {
            return new ModelColumn.Indicator(of(indicator.codes()), indicator.code(), of(indicator.values()));
        }
        return column;
    }

    /** Columns that share codes go on sharing them. */
    private int[] of(int[] original) {
        return codes.computeIfAbsent(original, key -> {
            int[] some = new int[rows.length];
            for (int i = 0; i < some.length; i++) {
                some[i] = key[rows[i]];
            }
            return some;
        });
    }

    private double[] of(double[] original) {
        if (original.length == 0) {
            return original;
        }
        double[] some = new double[rows.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = original[rows[i]];
        }
        return some;
    }
}
