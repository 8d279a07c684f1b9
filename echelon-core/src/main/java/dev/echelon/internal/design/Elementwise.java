package dev.echelon.internal.design;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Functions and operators that act on each row by itself. */
final class Elementwise {
    private static final Map<String, DoubleUnaryOperator> UNARY = new TreeMap<>(Map.ofEntries(
            Map.entry("log2", x -> Math.log(x) / Math.log(2)),
            Map.entry("log10", Math::log10),
            Map.entry("log1p", Math::log1p),
            Map.entry("exp", Math::exp),
            Map.entry("expm1", Math::expm1),
            Map.entry("sqrt", Math::sqrt),
            Map.entry("abs", Math::abs),
            Map.entry("sin", Math::sin),
            Map.entry("cos", Math::cos),
            Map.entry("tan", Math::tan),
            Map.entry("asin", Math::asin),
            Map.entry("acos", Math::acos),
            Map.entry("atan", Math::atan),
            Map.entry("sinh", Math::sinh),
            Map.entry("cosh", Math::cosh),
            Map.entry("tanh", Math::tanh),
            Map.entry("floor", Math::floor),
            Map.entry("ceiling", Math::ceil),
            Map.entry("trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
            Map.entry("sign", Math::signum)));

    private Elementwise() {}

    static Optional<DoubleUnaryOperator> unary(String function) {
        return Optional.ofNullable(UNARY.get(function));
    }

    static Iterable<String> unaryNames() {
        return UNARY.keySet();
    }

    static Optional<DoubleBinaryOperator> arithmetic(String operator) {
        return switch (operator) {
            case "+" -> Optional.of((a, b) -> a + b);
            case "-" -> Optional.of((a, b) -> a - b);
            case "*" -> Optional.of((a, b) -> a * b);
            case "/" -> Optional.of((a, b) -> a / b);
            case "^" -> Optional.of((a, b) -> b == 2 ? a * a : Math.pow(a, b));
            case "%%" -> Optional.of((a, b) -> a - Math.floor(a / b) * b);
            case "%/%" -> Optional.of((a, b) -> Math.floor(a / b));
            default -> Optional.empty();
        };
    }

    /** One for true, zero for false, NaN for unknown. */
    static Optional<DoubleBinaryOperator> comparison(String operator) {
        return switch (operator) {
            case "==" -> Optional.of((a, b) -> unknown(a, b) ? Double.NaN : a == b ? 1 : 0);
            case "!=" -> Optional.of((a, b) -> unknown(a, b) ? Double.NaN : a != b ? 1 : 0);
            case "<" -> Optional.of((a, b) -> unknown(a, b) ? Double.NaN : a < b ? 1 : 0);
            case "<=" -> Optional.of((a, b) -> unknown(a, b) ? Double.NaN : a <= b ? 1 : 0);
            case ">" -> Optional.of((a, b) -> unknown(a, b) ? Double.NaN : a > b ? 1 : 0);
            case ">=" -> Optional.of((a, b) -> unknown(a, b) ? Double.NaN : a >= b ? 1 : 0);
            case "&", "&&" -> Optional.of((a, b) -> unknown(a, b) ? Double.NaN : a != 0 && b != 0 ? 1 : 0);
            case "|", "||" -> Optional.of((a, b) -> unknown(a, b) ? Double.NaN : a != 0 || b != 0 ? 1 : 0);
            default -> Optional.empty();
        };
    }

    private static boolean unknown(double a, double b) {
        return Double.isNaN(a) || Double.isNaN(b);
    }
}
