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
        return join(batches);
    }

    /** The batches one after the other. */
    static Table join(List<Table> batches) {
        if (batches.size() == 1) {
            return batches.get(0);
        }
        Map<String, Column> joined = new LinkedHashMap<>();
        for (String name : batches.get(0).columnNames()) {
            joined.put(name, join(batches, name));
        }
        return Table.of(joined);
    }

    static Table select(Table table, Set<String> columns) {
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
        if (batches.get(0).column(name) instanceof Factor) {
            return joinFactor(batches, name, rows);
        }
        double[] values = new double[rows];
        for (Table batch : batches) {
            double[] next = SharedStorage.values((NumericColumn) batch.column(name));
            System.arraycopy(next, 0, values, row, next.length);
            row += next.length;
        }
        return SharedStorage.numbers(values);
    }

    /** Batches mostly share one list of levels; if they do not, levels are sorted as those of a column of text. */
    private static Factor joinFactor(List<Table> batches, String name, int rows) {
        List<String> levels = ((Factor) batches.get(0).column(name)).levels();
        boolean same = true;
        for (Table batch : batches) {
            same &= ((Factor) batch.column(name)).levels().equals(levels);
        }
        TextCodes texts = new TextCodes();
        int[] codes = new int[rows];
        int row = 0;
        for (Table batch : batches) {
            Value.Categories own = Levels.of((Factor) batch.column(name));
            int[] next = same ? own.codes() : texts.codes(own);
            System.arraycopy(next, 0, codes, row, next.length);
            row += next.length;
        }
        if (same) {
            return SharedStorage.factor(codes, levels);
        }
        Ranking ranking = texts.ranking();
        return SharedStorage.factor(Levels.apply(ranking.ranks(), codes), ranking.levels());
    }
}
