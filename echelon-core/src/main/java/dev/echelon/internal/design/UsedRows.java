package dev.echelon.internal.design;

import dev.echelon.result.RowReport;
import dev.echelon.table.Column;
import dev.echelon.table.Table;
import java.util.Map;

/**
 * The rows of a table that a model uses. Learning and encoding share it, so that nothing is evaluated twice.
 *
 * @param evaluator the values of expressions in these rows
 * @param table the rows
 * @param indices where they are in the table they come from, ascending
 * @param report what became of the rows of that table
 */
record UsedRows(Evaluator evaluator, Table table, int[] indices, RowReport report) {

    /**
     * Chooses among training rows; the basis functions learn on the way.
     *
     * @param bases takes what is learned
     */
    static UsedRows train(Specification model, Table rows, Map<String, Basis> bases) {
        RowFilter filter = filter(model, rows, Purpose.FIT, 0);
        return select(model, model.learning(rows, bases, filter.mask()), rows, filter, bases, Purpose.FIT);
    }

    /** Chooses among rows that are encoded by what was learned. */
    static UsedRows of(Specification model, Table rows, Map<String, Basis> bases, Purpose purpose, long firstRow) {
        RowFilter filter = filter(model, rows, purpose, firstRow);
        return select(model, model.evaluator(rows, bases), rows, filter, bases, purpose);
    }

    private static UsedRows select(
            Specification model,
            Evaluator all,
            Table rows,
            RowFilter filter,
            Map<String, Basis> bases,
            Purpose purpose) {
        filter.dropUncoded(all, model.variables().columns(purpose));
        if (purpose == Purpose.FIT) {
            filter.dropUncoded(all, model.variables().residual());
        }
        int[] indices = filter.used();
        if (filter.dropped() == 0) {
            return new UsedRows(all, rows, indices, filter.report());
        }
        Table kept = rows.rows(indices);
        return new UsedRows(model.evaluator(kept, bases), kept, indices, filter.report());
    }

    /** Drops rows with missing values and zero weights. A column of an expression that is absent is left to others. */
    static RowFilter filter(Specification model, Table rows, Purpose purpose, long firstRow) {
        EncodingOptions options = model.options();
        RowFilter filter = new RowFilter(rows.rowCount());
        for (String name : model.variables().required(model.formula(), options, purpose)) {
            rows.find(name).ifPresent(column -> filter.dropMissing(name, column));
        }
        options.require(rows.columnNames(), purpose);
        if (purpose == Purpose.FIT && !options.weights().isEmpty()) {
            Column weights = rows.column(options.weights());
            filter.dropZeroWeights(options.weights(), weights, firstRow);
        }
        return filter;
    }

    int count() {
        return indices.length;
    }
}
