package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.table.Column;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Copies of the columns of expressions whose bases need more than sums and counts: intervals of equal width, bases within bases. They
 * are the only columns of a stream that are held in memory.
 */
final class BasisRows {
    /** They may take this part of the heap. */
    private static final int HEAP_SHARE = 4;

    private final Specification model;
    private final List<Expression> expressions;
    private final Set<String> columns = new LinkedHashSet<>();
    private final List<Table> batches = new ArrayList<>();
    private final List<boolean[]> masks = new ArrayList<>();
    private long rows;

    /** @param expressions those that cannot be learned from less */
    BasisRows(Specification model, List<Expression> expressions) {
        this.model = model;
        this.expressions = List.copyOf(expressions);
        expressions.forEach(expression -> expression.collectColumns(columns));
    }

    boolean areNeeded() {
        return !expressions.isEmpty();
    }

    /** @param used which rows the model uses; empty for all */
    void add(Table batch, boolean[] used) {
        if (!areNeeded()) {
            return;
        }
        rows += batch.rowCount();
        long bytes = rows * Double.BYTES * columns.size();
        if (2 * bytes > Runtime.getRuntime().maxMemory() / HEAP_SHARE || rows > Integer.MAX_VALUE - 8) {
            throw new EchelonException("'" + expressions.get(0).label() + "' is learned from all values of "
                    + Levels.abbreviate(List.copyOf(columns)) + ", and more than " + (rows - batch.rowCount())
                    + " rows of them do not fit in a quarter of the memory; " + remedy() + ", or give Java more memory"
                    + " (-Xmx)");
        }
        Map<String, Column> own = new LinkedHashMap<>();
        columns.forEach(name -> own.put(name, batch.column(name)));
        batches.add(Table.of(own));
        masks.add(used);
    }

    private String remedy() {
        String functions = BasisCalls.calls(expressions.get(0)).stream()
                .map(Expression.Call::function)
                .collect(Collectors.joining(" "));
        return switch (functions) {
            case "cut" -> "name the breaks, as in cut(x, c(0, 1, 2))";
            default -> "compute the column beforehand";
        };
    }

    void merge(BasisRows other) {
        batches.addAll(other.batches);
        masks.addAll(other.masks);
        rows += other.rows;
    }

    /** Learns what is not known yet; the values of the expressions are those of all rows kept. */
    Evaluator learn(Map<String, Basis> bases) {
        Table all = Rows.join(batches);
        Evaluator evaluator =
                new Evaluator(model.formula(), all, model.options().factors(), BasisFunctions.learning(bases, mask()));
        expressions.forEach(evaluator::evaluate);
        return evaluator;
    }

    /** Codes of all rows kept, -1 for rows that the model does not use. */
    int[] usedCodes(int[] codes) {
        boolean[] mask = mask();
        int[] used = codes.clone();
        for (int i = 0; i < mask.length; i++) {
            used[i] = mask[i] ? codes[i] : -1;
        }
        return used;
    }

    /** Which rows the model uses; empty for all. */
    private boolean[] mask() {
        boolean[] mask = new boolean[(int) rows];
        boolean all = true;
        int at = 0;
        for (int b = 0; b < masks.size(); b++) {
            boolean[] own = masks.get(b);
            for (int i = 0; i < batches.get(b).rowCount(); i++) {
                mask[at++] = own.length == 0 || own[i];
            }
            all &= own.length == 0;
        }
        return all ? new boolean[0] : mask;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(rows);
        StateBytes.tables(out, batches);
        for (boolean[] mask : masks) {
            StateBytes.flags(out, mask);
        }
    }

    void read(DataInputStream in) throws IOException {
        rows = in.readLong();
        batches.addAll(StateBytes.tables(in));
        while (masks.size() < batches.size()) {
            masks.add(StateBytes.flags(in));
        }
    }
}
