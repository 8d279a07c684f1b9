package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What calls learn from rows that come in batches in memory that does not depend on the number of rows: {@code scale},
 * {@code within} and {@code between} from sums, polynomials and splines from how often each value occurs.
 */
final class BasisSums {
    /** What is counted may take this part of the heap. */
    private static final int HEAP_SHARE = 4;

    private final Formula formula;
    private final Map<String, Expression.Call> calls = new LinkedHashMap<>();
    private final Map<String, Column> scaled = new LinkedHashMap<>();
    private final Map<String, Grouped> grouped = new LinkedHashMap<>();
    private final Map<String, Counted> counted = new LinkedHashMap<>();

    /** Calls of {@code scale} on one column share its moments. */
    private record Column(Expression x, Moments moments) {}

    /** Polynomials and splines of one variable share its tally. */
    private record Counted(Expression x, Tallying tallying) {}

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
        } else if (isCounted(call)) {
            counted.putIfAbsent(x.label(), new Counted(x, new Tallying()));
        } else {
            Expression g = arguments(call).expression("g");
            grouped.putIfAbsent(key(x, g), new Grouped(x, g, new LevelDictionary(), new GroupSums()));
        }
    }

    private static boolean isCounted(Expression.Call call) {
        return Set.of("poly", "ns", "bs").contains(call.function());
    }

    private Arguments arguments(Expression.Call call) {
        if (isCounted(call)) {
            return Arguments.match(formula, call, SmoothBases.parameters(call.function()));
        }
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
        for (Counted column : counted.values()) {
            column.tallying.add(rows.numbers(column.x));
            requireRoom(column);
        }
    }

    private void requireRoom(Counted column) {
        if (column.tallying.bytes() > Runtime.getRuntime().maxMemory() / HEAP_SHARE) {
            Expression.Call call = calls.values().stream()
                    .filter(other -> isCounted(other)
                            && arguments(other).expression("x").label().equals(column.x.label()))
                    .findFirst()
                    .orElseThrow();
            throw new EchelonException("'" + call.label() + "' is learned from all different values of '"
                    + column.x.label() + "', which do not fit in a quarter of the memory; "
                    + (call.function().equals("poly")
                            ? "use plain powers, poly(…, raw = TRUE)"
                            : "name knots = c(…) and Boundary.knots = c(…)")
                    + ", round the column, or give Java more memory (-Xmx)");
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
        for (Map.Entry<String, Counted> entry : counted.entrySet()) {
            Counted theirs = other.counted.get(entry.getKey());
            if (theirs != null) {
                entry.getValue().tallying.merge(theirs.tallying);
                requireRoom(entry.getValue());
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
        Map<String, Tally> tallies = new LinkedHashMap<>();
        counted.forEach((label, column) -> tallies.put(label, column.tallying.result()));
        for (Expression.Call call : calls.values()) {
            Arguments arguments = arguments(call);
            Expression x = arguments.expression("x");
            Column column = scaled.get(x.label());
            Tally tally = tallies.get(x.label());
            if (isCounted(call) && tally != null) {
                bases.put(call.label(), SmoothBases.learn(any, call, tally));
            } else if (call.function().equals("scale") && column != null) {
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
        for (Counted column : counted.values()) {
            column.tallying.write(out);
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
        for (Counted column : counted.values()) {
            column.tallying.read(in);
        }
    }
}
