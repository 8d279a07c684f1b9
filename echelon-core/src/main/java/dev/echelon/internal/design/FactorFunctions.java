package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import java.util.ArrayList;
import java.util.List;

/** {@code factor}, {@code ordered} and {@code relevel}. */
final class FactorFunctions {
    private FactorFunctions() {}

    static Value call(Evaluator evaluator, Expression.Call call) {
        return call.function().equals("relevel") ? relevel(evaluator, call) : factor(evaluator, call);
    }

    private static Value factor(Evaluator evaluator, Expression.Call call) {
        Arguments arguments = Arguments.match(evaluator.formula(), call, "x", "levels", "labels", "ordered");
        Value.Categories factor = evaluator.categories(arguments.expression("x"));
        boolean ordered = call.function().endsWith("ordered") || evaluator.flag(arguments, "ordered", false);
        Value.Kind kind = ordered
                        || factor.kind() == Value.Kind.ORDERED
                                && call.function().startsWith("as.")
                ? Value.Kind.ORDERED
                : Value.Kind.NOMINAL;
        List<String> levels = arguments.has("levels") ? evaluator.texts(arguments, "levels") : factor.levels();
        List<String> labels = arguments.has("labels") ? evaluator.texts(arguments, "labels") : levels;
        if (labels.size() != levels.size()) {
            throw arguments.error("'" + call.label() + "' has " + labels.size() + " labels for " + levels.size()
                    + " levels: " + Levels.abbreviate(levels));
        }
        int[] codes = levels.equals(factor.levels())
                ? factor.codes()
                : Levels.apply(Levels.map(factor.levels(), levels), factor.codes());
        return new Value.Categories(codes, labels, kind);
    }

    private static Value relevel(Evaluator evaluator, Expression.Call call) {
        Arguments arguments = Arguments.match(evaluator.formula(), call, "x", "ref");
        Value.Categories factor = evaluator.categories(arguments.expression("x"));
        String base = evaluator.texts(arguments, "ref").get(0);
        List<String> levels = new ArrayList<>(factor.levels());
        // New data need not contain the level of reference, so its absence is no error here.
        levels.remove(base);
        levels.add(0, base);
        return new Value.Categories(
                Levels.apply(Levels.map(factor.levels(), levels), factor.codes()), levels, factor.kind());
    }
}
