package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Learns bases from rows that come in batches, each from as little of them as it needs. */
final class BasisScan {
    private final Specification model;
    private final List<Expression.Call> calls = new ArrayList<>(); // inner ones first
    private final BasisSums sums;
    private final BasisRows rows;
    private final Map<String, Basis> given = new LinkedHashMap<>();
    private @Nullable Evaluator kept;

    BasisScan(Specification model) {
        this.model = model;
        this.sums = new BasisSums(model.formula());
        List<Expression> expressions = new ArrayList<>();
        expressions.add(model.formula().response());
        expressions.addAll(model.variables().columns(Purpose.FIT));
        expressions.addAll(model.variables().offsets());
        expressions.addAll(model.variables().groups());
        List<Expression> keepingRows = new ArrayList<>();
        for (Expression expression : expressions) {
            List<Expression.Call> own = BasisCalls.calls(expression);
            calls.addAll(own);
            if (BasisCalls.keeps(model.formula(), expression) == BasisCalls.Keeps.ROWS) {
                keepingRows.add(expression);
            }
            for (Expression.Call call : own) {
                if (BasisCalls.own(model.formula(), call) == BasisCalls.Keeps.SUMS) {
                    sums.learnFor(call);
                }
            }
        }
        this.rows = new BasisRows(model, keepingRows);
    }

    /** Whether all rows must have been seen before the bases are known. */
    boolean needsRows() {
        return sums.areNeeded() || rows.areNeeded();
    }

    /** The bases that are known before any row is seen; the batch only shows that their arguments are columns. */
    Map<String, Basis> given(Table batch) {
        if (given.isEmpty()) {
            Evaluator evaluator = new Evaluator(
                    model.formula(), batch, model.options().factors(), BasisFunctions.learning(given, new boolean[0]));
            for (Expression.Call call : calls) {
                if (BasisCalls.own(model.formula(), call) == BasisCalls.Keeps.NOTHING) {
                    evaluator.evaluate(call);
                }
            }
        }
        return given;
    }

    /**
     * Learns from the next rows.
     *
     * @param all their values
     * @param complete the rows with no missing value; empty for all
     * @param used the rows that the model uses, as far as that is known; empty for all
     */
    void add(Table batch, Evaluator all, boolean[] complete, boolean[] used) {
        sums.add(all, complete);
        rows.add(batch, used);
    }

    /** Adds what was learned from the rows that follow these. */
    void merge(BasisScan other) {
        sums.merge(other.sums);
        rows.merge(other.rows);
    }

    /**
     * What was learned, in the order of the formula.
     *
     * @param sample some rows
     */
    Map<String, Basis> learn(Table sample) {
        Map<String, Basis> bases = new LinkedHashMap<>(given(sample));
        sums.learn(model.evaluator(sample, bases), bases);
        if (rows.areNeeded()) {
            kept = rows.learn(bases);
        }
        Map<String, Basis> ordered = new LinkedHashMap<>();
        for (Expression.Call call : calls) {
            Basis basis = bases.get(call.label());
            if (basis != null) {
                ordered.put(call.label(), basis);
            }
        }
        return ordered;
    }

    /**
     * The column of an expression with learned bases.
     *
     * @param sample its values in some rows; those of rows that were kept are better
     */
    Learned.Variable variable(Expression expression, Evaluator sample) {
        boolean levels = BasisCalls.keeps(model.formula(), expression) == BasisCalls.Keeps.ROWS;
        Evaluator all = kept;
        Value value = (levels && all != null ? all : sample).evaluate(expression);
        if (value instanceof Value.Columns matrix) {
            return Learned.Variable.numeric(matrix.columns().size());
        }
        if (!(value instanceof Value.Categories categories)) {
            return Learned.Variable.numeric(1);
        }
        Value.Categories found = categories.kind() == Value.Kind.LOGICAL
                ? categories
                : Levels.observed(new Value.Categories(
                        rows.usedCodes(categories.codes()), categories.levels(), categories.kind()));
        return Learned.Variable.factor(found.levels(), Learner.coding(model.options(), expression, categories.kind()));
    }

    void write(DataOutputStream out) throws IOException {
        sums.write(out);
        rows.write(out);
    }

    void read(DataInputStream in) throws IOException {
        sums.read(in);
        rows.read(in);
    }
}
