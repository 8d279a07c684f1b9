package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.table.Column;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/** The levels of one factor, from rows that come in batches. */
final class LevelDictionary {
    private final NumberCodes numbers = new NumberCodes();
    private final TextCodes texts = new TextCodes();

    /** The code of each row, in the order in which levels are first seen; -1 if missing. */
    int[] codes(Evaluator evaluator, Expression expression) {
        Expression inner = inner(expression);
        if (inner instanceof Expression.Variable variable) {
            Column column = evaluator.column(variable.name());
            if (column instanceof NumericColumn numeric) {
                requireOneKind(evaluator, expression, texts.size() == 0);
                return numbers.codes(SharedStorage.values(numeric));
            }
        }
        Value value = evaluator.evaluate(inner);
        requireOneKind(evaluator, expression, value instanceof Value.Numbers ? texts.size() == 0 : numbers.size() == 0);
        return value instanceof Value.Numbers of
                ? numbers.codes(of.values())
                : texts.codes(evaluator.categories(inner));
    }

    /** {@code factor(x)} has the levels of x. */
    private static Expression inner(Expression expression) {
        boolean plain = expression instanceof Expression.Call call
                && (call.function().equals("factor") || call.function().equals("as.factor"))
                && call.arguments().size() == 1
                && call.arguments().get(0).name().isEmpty();
        return plain ? inner(((Expression.Call) expression).arguments().get(0).value()) : expression;
    }

    private static void requireOneKind(Evaluator evaluator, Expression expression, boolean one) {
        if (!one) {
            throw evaluator.error(
                    "'" + expression.label()
                            + "' holds numbers in some batches of the data and text in others; give all"
                            + " of them one type",
                    expression);
        }
    }

    void write(DataOutputStream out) throws IOException {
        StateBytes.numbers(out, numbers.values());
        texts.write(out);
    }

    void read(DataInputStream in) throws IOException {
        numbers.codes(StateBytes.numbers(in));
        texts.read(in);
    }

    int size() {
        return numbers.size() + texts.size();
    }

    /** The code here of each level of another dictionary; new levels are added. */
    int[] merge(LevelDictionary other) {
        if (other.numbers.size() > 0) {
            return numbers.codes(other.numbers.values());
        }
        int[] codes = new int[other.texts.size()];
        if (codes.length > 0) {
            texts.mix(other.texts);
        }
        for (int code = 0; code < codes.length; code++) {
            codes[code] = texts.code(other.texts.text(code));
        }
        return codes;
    }

    /** The levels that the data declare, observed or not; empty if they declare none. */
    List<String> declared() {
        return texts.declared();
    }

    Ranking ranking() {
        return texts.size() > 0 ? texts.ranking() : numbers.ranking();
    }
}
