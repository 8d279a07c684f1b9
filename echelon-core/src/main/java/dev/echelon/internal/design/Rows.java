package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reading rows and choosing the ones a model uses. */
final class Rows {
    private Rows() {}

    /** The source as one table in memory: itself if it is a table, else only the columns the model reads. */
    static Table collect(RowSource source, Collection<String> columns) {
        if (source instanceof Table table) {
            return table;
        }
        List<Table> batches = new ArrayList<>();
        source.forEachBatch(batches::add);
        if (batches.isEmpty()) {
            throw new EchelonException("the data have no rows");
        }
        Map<String, Column> joined = new LinkedHashMap<>();
        for (String name : batches.get(0).columnNames()) {
            if (columns.contains(name)) {
                joined.put(name, join(batches, name));
            }
        }
        return Table.of(joined);
    }

    private static Column join(List<Table> batches, String name) {
        int rows = batches.stream().mapToInt(Table::rowCount).sum();
        int row = 0;
        if (batches.get(0).column(name) instanceof Factor first) {
            int[] codes = new int[rows];
            for (Table batch : batches) {
                Factor factor = (Factor) batch.column(name);
                for (int i = 0; i < factor.size(); i++) {
                    codes[row++] = factor.code(i);
                }
            }
            return Factor.of(codes, first.levels());
        }
        double[] values = new double[rows];
        for (Table batch : batches) {
            NumericColumn numeric = (NumericColumn) batch.column(name);
            for (int i = 0; i < numeric.size(); i++) {
                values[row++] = numeric.value(i);
            }
        }
        return NumericColumn.of(values);
    }

    /** Drops rows with missing values and zero weights. A column of an expression that is absent is left to others. */
    static RowFilter filter(
            Formula formula,
            EncodingOptions options,
            Variables variables,
            Table table,
            Purpose purpose,
            long firstRow) {
        RowFilter filter = new RowFilter(table.rowCount());
        for (String name : variables.required(formula, options, purpose)) {
            table.find(name).ifPresent(column -> filter.dropMissing(name, column));
        }
        if (purpose == Purpose.FIT && !options.weights().isEmpty()) {
            filter.dropZeroWeights(options.weights(), option(table, "weights", options.weights()), firstRow);
        }
        if (!options.offset().isEmpty()) {
            option(table, "offset", options.offset());
        }
        return filter;
    }

    private static Column option(Table table, String role, String name) {
        return table.find(name)
                .orElseThrow(() -> new EchelonException("the " + role + " column '" + name + "' does not exist"
                        + Suggestions.hint(name, table.columnNames()) + "; the columns are "
                        + Levels.abbreviate(table.columnNames())));
    }

    /** Drops rows that a call such as cut(…) gives no level. */
    static void dropUncoded(RowFilter filter, Evaluator evaluator, List<Expression> columns) {
        for (Expression expression : columns) {
            if (expression instanceof Expression.Call
                    && evaluator.evaluate(expression) instanceof Value.Categories categories) {
                filter.dropUncoded(expression.label(), categories.codes());
            }
        }
    }
}
