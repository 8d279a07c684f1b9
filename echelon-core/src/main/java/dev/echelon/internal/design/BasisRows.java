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

/** Copies of the columns that basis functions learn from: the only columns of a stream that are held in memory. */
final class BasisRows {
    /** They may take this part of the heap. */
    private static final int HEAP_SHARE = 4;

    private final Specification model;
    private final List<Expression> expressions = new ArrayList<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private final List<Table> batches = new ArrayList<>();
    private final List<boolean[]> masks = new ArrayList<>();
    private long rows;

    BasisRows(Specification model) {
        this.model = model;
        List<Expression> all = new ArrayList<>();
        all.add(model.formula().response());
        all.addAll(model.variables().columns(Purpose.FIT));
        all.addAll(model.variables().offsets());
        all.addAll(model.variables().groups());
        all.stream().filter(BasisCalls::in).forEach(expressions::add);
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
                    + " rows of them do not fit in a quarter of the memory; compute the column beforehand, or give Java"
                    + " more memory (-Xmx)");
        }
        Map<String, Column> own = new LinkedHashMap<>();
        columns.forEach(name -> own.put(name, batch.column(name)));
        batches.add(Table.of(own));
        masks.add(used);
    }

    void merge(BasisRows other) {
        batches.addAll(other.batches);
        masks.addAll(other.masks);
        rows += other.rows;
    }

    /** Learns; the values of the expressions are those of the rows of {@link #mask}. */
    Evaluator learn(Map<String, Basis> bases) {
        Table all = Rows.join(batches);
        Evaluator evaluator =
                new Evaluator(model.formula(), all, model.options().factors(), BasisFunctions.learning(bases, mask()));
        expressions.forEach(evaluator::evaluate);
        return evaluator;
    }

    /** Which rows the model uses; empty for all. */
    boolean[] mask() {
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
        ScanBytes.tables(out, batches);
        for (boolean[] mask : masks) {
            ScanBytes.flags(out, mask);
        }
    }

    void read(DataInputStream in) throws IOException {
        rows = in.readLong();
        batches.addAll(ScanBytes.tables(in));
        while (masks.size() < batches.size()) {
            masks.add(ScanBytes.flags(in));
        }
    }
}
