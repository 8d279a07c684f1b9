package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.SharedStorage;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reading rows into memory. */
final class Rows {
    private Rows() {}

    /** The source as one table with only these columns; those of a table in memory are shared, not copied. */
    static Table collect(RowSource source, Set<String> columns) {
        if (source instanceof Table table) {
            return select(table, columns);
        }
        List<Table> batches = new ArrayList<>();
        source.forEachBatch(batch -> batches.add(select(batch, columns)));
        if (batches.isEmpty()) {
            throw new EchelonException("the data have no rows");
        }
        Map<String, Column> joined = new LinkedHashMap<>();
        for (String name : batches.get(0).columnNames()) {
            joined.put(name, join(batches, name));
        }
        return Table.of(joined);
    }

    private static Table select(Table table, Set<String> columns) {
        Map<String, Column> selected = new LinkedHashMap<>();
        for (String name : columns) {
            table.find(name).ifPresent(column -> selected.put(name, column));
        }
        return Table.of(selected);
    }

    private static Column join(List<Table> batches, String name) {
        int rows = 0;
        for (Table batch : batches) {
            rows += batch.rowCount();
        }
        int row = 0;
        if (batches.get(0).column(name) instanceof Factor first) {
            int[] codes = new int[rows];
            for (Table batch : batches) {
                Factor factor = (Factor) batch.column(name);
                for (int i = 0; i < factor.size(); i++) {
                    codes[row++] = factor.code(i);
                }
            }
            return SharedStorage.factor(codes, first.levels());
        }
        double[] values = new double[rows];
        for (Table batch : batches) {
            NumericColumn numeric = (NumericColumn) batch.column(name);
            for (int i = 0; i < numeric.size(); i++) {
                values[row++] = numeric.value(i);
            }
        }
        return SharedStorage.numbers(values);
    }
}
