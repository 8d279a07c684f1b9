package dev.echelon.spark;

import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Fits one model to each run of rows with the same key, which comes first in a row, the columns of the model after it. One
 * group is in memory at a time.
 */
record FitGroups(ModelOptions options, DatasetColumns columns) implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Iterator<>() {
            private @Nullable Row next = rows.hasNext() ? rows.next() : null;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Row next() {
                Row first = next;
                if (first == null) {
                    throw new NoSuchElementException();
                }
                List<Row> group = new ArrayList<>();
                Object key = first.get(0);
                while (next != null && Objects.equals(next.get(0), key)) {
                    group.add(next);
                    next = rows.hasNext() ? rows.next() : null;
                }
                return fitted(key, group);
            }
        };
    }

    private Row fitted(@Nullable Object key, List<Row> group) {
        try {
            Table table = new TableBatches<>(group.iterator(), Cells.ofRows(), columns.columns(), 1, Integer.MAX_VALUE)
                    .next();
            LmmFit fit = options.model().threads(1).fit(table);
            return GroupRow.of(key, fit);
        } catch (EchelonException e) {
            return GroupRow.failed(key, Objects.requireNonNullElse(e.getMessage(), "the model cannot be fitted"));
        } catch (RuntimeException e) {
            return GroupRow.failed(key, "unexpected: " + e);
        }
    }
}
