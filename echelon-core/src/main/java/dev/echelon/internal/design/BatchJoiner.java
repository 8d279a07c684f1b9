package dev.echelon.internal.design;

import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Joins small batches, because what is done once for each of them costs as much as some thousand rows. */
public final class BatchJoiner implements Consumer<Table> {
    private static final int ENOUGH = 1 << 14;

    private final Set<String> columns;
    private final Consumer<Table> consumer;
    private final List<Table> waiting = new ArrayList<>();
    private int rows;

    /**
     * @param columns those that are needed
     * @param consumer takes the rows in larger batches
     */
    public BatchJoiner(Set<String> columns, Consumer<Table> consumer) {
        this.columns = columns;
        this.consumer = consumer;
    }

    @Override
    public void accept(Table whole) {
        if (whole.rowCount() == 0) {
            return;
        }
        Table batch = Rows.select(whole, columns);
        if (!waiting.isEmpty() && !fits(batch)) {
            finish();
        }
        waiting.add(batch);
        rows += batch.rowCount();
        if (rows >= ENOUGH) {
            finish();
        }
    }

    /** Whether it goes with those that wait; a column that changes its type is left to the consumer to refuse. */
    private boolean fits(Table batch) {
        Table first = waiting.get(0);
        return first.columnNames().equals(batch.columnNames())
                && first.columnNames().stream().allMatch(name -> fits(first.column(name), batch.column(name)));
    }

    private static boolean fits(Column first, Column next) {
        boolean numbers = first instanceof NumericColumn && next instanceof NumericColumn;
        return numbers || first instanceof Factor a && next instanceof Factor b && a.levels() == b.levels(); // one list
    }

    /** Hands over what waits. */
    public void finish() {
        if (!waiting.isEmpty()) {
            Table joined = Rows.join(waiting);
            waiting.clear();
            rows = 0;
            consumer.accept(joined);
        }
    }
}
