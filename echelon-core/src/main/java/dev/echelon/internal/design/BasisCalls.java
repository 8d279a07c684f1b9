package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import java.util.Set;

/** Tells the expressions whose values depend on what is learned from all rows. */
final class BasisCalls {
    private static final Set<String> LEARNING = Set.of("poly", "ns", "bs", "scale", "within", "between", "cut");

    private BasisCalls() {}

    static boolean in(Expression expression) {
        if (expression instanceof Expression.Call call) {
            return LEARNING.contains(call.function())
                    || call.arguments().stream().anyMatch(argument -> in(argument.value()));
        } else if (expression instanceof Expression.Binary binary) {
            return in(binary.left()) || in(binary.right());
        } else if (expression instanceof Expression.Unary unary) {
            return in(unary.operand());
        }
        return expression instanceof Expression.Parenthesis parenthesis && in(parenthesis.inner());
    }
}
