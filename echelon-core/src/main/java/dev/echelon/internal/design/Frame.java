package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.formula.FormulaException;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variables of a model for the used rows: finite numbers, and codes into the learned levels. */
final class Frame {
    private final UsedRows rows;
    private final Evaluator evaluator;
    private final Map<String, Learned.Variable> variables;
    private final long firstRow;
    private final Map<String, double[][]> numbers = new HashMap<>();
    private final Map<String, int[]> codes = new HashMap<>();

    /**
     * @param firstRow how many rows came before the table that the used rows are from, for messages
     */
    Frame(UsedRows rows, Map<String, Learned.Variable> variables, long firstRow) {
        this.rows = rows;
        this.evaluator = rows.evaluator();
        this.variables = variables;
        this.firstRow = firstRow;
    }

    int rowCount() {
        return rows.count();
    }

    /** The row of the data as a reader counts. */
    private long rowNumber(int row) {
        return firstRow + rows.indices()[row] + 1;
    }

    /** The columns of a numeric variable, checked to be finite. */
    double[][] numbers(Expression expression, int width) {
        double[][] known = numbers.get(expression.label());
        if (known == null) {
            known = evaluator.evaluate(expression) instanceof Value.Columns matrix
                    ? matrix.columns().toArray(new double[0][])
                    : new double[][] {evaluator.numbers(expression)};
            if (known.length != width) {
                throw evaluator.error(
                        "'" + expression.label() + "' has " + known.length + " columns where " + width + " are needed",
                        expression);
            }
            for (double[] column : known) {
                checkFinite(expression, column);
            }
            numbers.put(expression.label(), known);
        }
        return known;
    }

    /** One checked column of numbers. */
    double[] numbers(Expression expression) {
        return numbers(expression, 1)[0];
    }

    private void checkFinite(Expression expression, double[] column) {
        if (expression instanceof Expression.Variable variable
                && rows.table().column(variable.name()) instanceof NumericColumn numeric
                && numeric.isFinite()) {
            return;
        }
        for (int i = 0; i < column.length; i++) {
            if (!Double.isFinite(column[i])) {
                throw notFinite(expression, i, column[i]);
            }
        }
    }

    private FormulaException notFinite(Expression expression, int row, double value) {
        String what = Double.isNaN(value) ? "not a number" : value > 0 ? "infinite" : "minus infinity";
        String where = "' is " + what + " in row " + rowNumber(row);
        if (expression instanceof Expression.Variable variable) {
            return evaluator.error(
                    "the column '" + variable.name() + where + "; correct it or mark it as missing", expression);
        }
        List<String> inputs = new ArrayList<>();
        for (String name : expression.columns()) {
            if (rows.table().column(name) instanceof NumericColumn numeric) {
                inputs.add("'" + name + "' is " + Levels.label(numeric.value(row)));
            }
        }
        return evaluator.error(
                "'" + expression.label() + where + (inputs.isEmpty() ? "" : ", where " + String.join(" and ", inputs))
                        + "; transform it differently or leave such rows out",
                expression);
    }

    private Learned.Variable variable(Expression expression) {
        Learned.Variable variable = variables.get(expression.label());
        if (variable == null) {
            throw new IllegalStateException("nothing was learned for " + expression.label());
        }
        return variable;
    }

    /**
     * The codes of a factor in its learned levels.
     *
     * @throws EchelonException if a level was not there in training; the message names it and the known ones
     */
    int[] codes(Expression expression) {
        int[] known = codes.get(expression.label());
        if (known == null) {
            known = learnedCodes(expression);
            codes.put(expression.label(), known);
        }
        return known;
    }

    private int[] learnedCodes(Expression expression) {
        Value.Categories categories = evaluator.categories(expression);
        List<String> levels = variable(expression).levels();
        if (categories.levels().equals(levels)) {
            return categories.codes();
        }
        int[] map = Levels.map(categories.levels(), levels);
        boolean[] unseen = new boolean[map.length];
        boolean any = false;
        for (int code : categories.codes()) {
            if (code >= 0 && map[code] < 0) {
                unseen[code] = true;
                any = true;
            }
        }
        if (any) {
            List<String> names = new ArrayList<>();
            for (int k = 0; k < map.length; k++) {
                if (unseen[k]) {
                    names.add("'" + categories.levels().get(k) + "'");
                }
            }
            throw evaluator.error(
                    "the factor '" + expression.label() + "' has " + (names.size() == 1 ? "a level" : "levels")
                            + " that did not occur when the model was fitted, " + Levels.abbreviate(names)
                            + "; the known levels are " + Levels.abbreviate(levels),
                    expression);
        }
        return Levels.apply(map, categories.codes());
    }

    /** The codes of the combinations of indicator-coded factors, first factor slowest; shared by terms that need them. */
    int[] combined(List<PlannedTerm.Part> parts) {
        if (parts.size() == 1) {
            return codes(parts.get(0).expression());
        }
        String key = String.join(
                "\u0000", parts.stream().map(part -> part.expression().label()).toList());
        int[] known = codes.get(key);
        if (known == null) {
            known = new int[rowCount()];
            for (PlannedTerm.Part part : parts) {
                int[] next = codes(part.expression());
                int levels = part.levels();
                for (int i = 0; i < known.length; i++) {
                    known[i] = known[i] * levels + next[i];
                }
            }
            codes.put(key, known);
        }
        return known;
    }

    /** The sum of offsets per row; empty array if there are none. */
    double[] offset(List<Expression> offsets, String column) {
        if (offsets.isEmpty() && column.isEmpty()) {
            return new double[0];
        }
        double[] sum = new double[rowCount()];
        for (Expression expression : offsets) {
            add(sum, numbers(expression));
        }
        if (!column.isEmpty()) {
            if (!(rows.table().column(column) instanceof NumericColumn numeric)) {
                throw new EchelonException("the offset column '" + column + "' is a factor; an offset must be numbers");
            }
            add(sum, SharedStorage.values(numeric));
        }
        for (int i = 0; i < sum.length; i++) {
            if (!Double.isFinite(sum[i])) {
                throw new EchelonException("the offset is infinite in row " + rowNumber(i));
            }
        }
        return sum;
    }

    private static void add(double[] sum, double[] more) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
    }

    /** The precision weights per row; empty array if there are none or all are one. */
    double[] weights(String column) {
        if (column.isEmpty()) {
            return new double[0];
        }
        double[] weights = SharedStorage.values((NumericColumn) rows.table().column(column));
        for (double weight : weights) {
            if (weight != 1) {
                return weights;
            }
        }
        return new double[0];
    }
}
