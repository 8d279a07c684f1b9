package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.formula.FormulaException;
import dev.echelon.formula.RandomTerm;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Grouping factors: the observed combinations of the factors after a bar. */
final class Grouping {
    private Grouping() {}

    /**
     * A level for each row.
     *
     * @param codes indices into {@code levels}; -1 for unseen or missing, in prediction only
     * @param levels the learned levels
     */
    record Codes(int[] codes, List<String> levels) {}

    /** The combinations in the rows of an evaluator, observed levels only. */
    static Value.Categories observed(Evaluator evaluator, List<Expression> grouping) {
        Value.Categories combined = evaluator.categories(grouping.get(0));
        for (Expression next : grouping.subList(1, grouping.size())) {
            combined = Levels.combine(combined, evaluator.categories(next));
        }
        return Levels.observed(combined);
    }

    /**
     * The rows in the learned levels.
     *
     * @param index the place of each learned level
     * @throws FormulaException if there is an unseen level and the purpose is to fit
     */
    static Codes encode(
            UsedRows rows,
            RandomTerm term,
            List<String> levels,
            Supplier<Map<String, Integer>> index,
            Purpose purpose) {
        if (purpose != Purpose.FIT && lacksColumn(rows.table(), term)) {
            int[] unknown = new int[rows.count()];
            Arrays.fill(unknown, -1);
            return new Codes(unknown, levels);
        }
        Value.Categories observed = rows.evaluator().groups(term);
        if (observed.levels().equals(levels)) {
            return new Codes(observed.codes(), levels);
        }
        int[] map = Levels.map(observed.levels(), index.get());
        if (purpose == Purpose.FIT && Arrays.stream(map).anyMatch(k -> k < 0)) {
            List<String> unseen = new ArrayList<>();
            for (int k = 0; k < map.length; k++) {
                if (map[k] < 0) {
                    unseen.add("'" + observed.levels().get(k) + "'");
                }
            }
            throw new FormulaException(
                    "the grouping factor '" + term.groupLabel() + "' has levels that were not learned, "
                            + Levels.abbreviate(unseen),
                    rows.evaluator().formula().text(),
                    term.span());
        }
        return new Codes(Levels.apply(map, observed.codes()), levels);
    }

    private static boolean lacksColumn(Table table, RandomTerm term) {
        return term.grouping().stream()
                .flatMap(expression -> expression.columns().stream())
                .anyMatch(name -> table.find(name).isEmpty());
    }
}
