package dev.echelon.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of the levels of a factor made from text: numbers by value if every level is a decimal number, otherwise by
 * Unicode code point. Neither depends on a locale: {@code Z} comes before {@code a}, and {@code TRUE} after
 * {@code FALSE}.
 */
final class LevelOrder {
    private static final Comparator<String> BY_CODE_POINT = LevelOrder::compareCodePoints;

    private LevelOrder() {}

    /** The distinct texts in order. */
    static List<String> sorted(List<String> distinct) {
        List<String> sorted = new ArrayList<>(distinct);
        boolean numbers = DecimalText.POINT.areNumbers(distinct);
        sorted.sort(
                numbers ? Comparator.comparingDouble(LevelOrder::value).thenComparing(BY_CODE_POINT) : BY_CODE_POINT);
        return sorted;
    }

    private static double value(String text) {
        return DecimalText.POINT.parse(text.toCharArray(), 0, text.length());
    }

    /** By code point, which differs from {@link String#compareTo} where surrogate pairs occur. */
    static int compareCodePoints(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
