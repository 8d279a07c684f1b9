package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code scale}, {@code within} and {@code between} learn from rows that come in batches, in memory that depends on
 * the number of groups, not of rows.
 */
final class BasisSums {
    private final Formula formula;
    private final Map<String, Expression.Call> calls = new LinkedHashMap<>();
    private final Map<String, Column> scaled = new LinkedHashMap<>();
    private final Map<String, Grouped> grouped = new LinkedHashMap<>();

    /** Calls of {@code scale} on one column share its moments. */
    private record Column(Expression x, Moments moments) {}

    /** Calls of {@code within} and {@code between} with the same arguments share their sums. */
    private record Grouped(Expression x, Expression g, LevelDictionary groups, GroupSums sums) {
        Basis.GroupMeans means() {
            Ranking ranking = groups.ranking();
            GroupSums sorted = new GroupSums();
            sorted.merge(sums, ranking.ranks());
            return sorted.means(ranking.levels());
        }
    }

    BasisSums(Formula formula) {
        this.formula = formula;
    }

    /** Learns for a call, too; before the first rows. */
    void learnFor(Expression.Call call) {
        calls.put(call.label(), call);
        Expression x = arguments(call).expression("x");
        if (call.function().equals("scale")) {
            scaled.putIfAbsent(x.label(), new Column(x, new Moments()));
        } else {
            Expression g = arguments(call).expression("g");
            grouped.putIfAbsent(key(x, g), new Grouped(x, g, new LevelDictionary(), new GroupSums()));
        }
    }

    private Arguments arguments(Expression.Call call) {
        return call.function().equals("scale")
                ? Arguments.match(formula, call, "x", "center", "scale")
                : Arguments.match(formula, call, "x", "g");
    }

    private static String key(Expression x, Expression g) {
        return x.label() + " " + g.label();
    }

    boolean areNeeded() {
        return !calls.isEmpty();
    }

    /** @param used the rows group means are taken over; empty for all */
    void add(Evaluator rows, boolean[] used) {
        scaled.values().forEach(column -> column.moments.add(rows.numbers(column.x)));
        for (Grouped group : grouped.values()) {
            group.sums.add(rows.numbers(group.x), group.groups.codes(rows, group.g), used);
        }
    }

    /** Adds what was learned from the rows that follow these. */
    void merge(BasisSums other) {
        for (Map.Entry<String, Column> entry : scaled.entrySet()) {
            Column theirs = other.scaled.get(entry.getKey());
            if (theirs != null) {
                entry.getValue().moments.merge(theirs.moments);
            }
        }
        for (Map.Entry<String, Grouped> entry : grouped.entrySet()) {
            Grouped theirs = other.grouped.get(entry.getKey());
            if (theirs != null) {
                entry.getValue().sums.merge(theirs.sums, entry.getValue().groups.merge(theirs.groups));
            }
        }
    }

    /**
     * What the calls have learned.
     *
     * @param any any rows, for the constant arguments
     * @throws dev.echelon.error.EchelonException if a column to be scaled does not vary
     */
    void learn(Evaluator any, Map<String, Basis> bases) {
        Map<String, Basis> means = new LinkedHashMap<>();
        grouped.forEach((key, sums) -> means.put(key, sums.means()));
        for (Expression.Call call : calls.values()) {
            Arguments arguments = arguments(call);
            Expression x = arguments.expression("x");
            Column column = scaled.get(x.label());
            if (call.function().equals("scale") && column != null) {
                bases.put(call.label(), BasisFunctions.scaling(any, arguments, column.moments));
            } else {
                means.computeIfPresent(key(x, arguments.expression("g")), (key, basis) -> {
                    bases.put(call.label(), basis);
                    return basis;
                });
            }
        }
    }

    void write(DataOutputStream out) throws IOException {
        for (Column column : scaled.values()) {
            column.moments.write(out);
        }
        for (Grouped group : grouped.values()) {
            group.groups.write(out);
            group.sums.write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (Column column : scaled.values()) {
            column.moments.read(in);
        }
        for (Grouped group : grouped.values()) {
            group.groups.read(in);
            group.sums.read(in);
        }
    }
}
