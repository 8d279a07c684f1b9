package dev.echelon.internal.likelihood;

import java.util.Locale;

/** Large numbers for people. */
final class Amount {
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P"};

    private Amount() {}

    /** Three digits with a prefix: {@code 499 Mflop}. */
    static String of(double value, String unit) {
        int k = 0;
        double scaled = value;
        while (scaled >= 1000 && k + 1 < PREFIXES.length) {
            scaled /= 1000;
            k++;
        }
        String digits = String.format(Locale.ROOT, scaled >= 100 ? "%.0f" : scaled >= 10 ? "%.1f" : "%.2f", scaled);
        return digits + " " + PREFIXES[k] + unit;
    }

    /** A time: {@code 0.3 s}, {@code 12 s}, {@code 4.5 min}, {@code 2.1 h}. */
    static String ofSeconds(double seconds) {
        double scaled = seconds < 120 ? seconds : seconds < 7200 ? seconds / 60 : seconds / 3600;
        String unit = seconds < 120 ? "s" : seconds < 7200 ? "min" : "h";
        return String.format(Locale.ROOT, scaled >= 10 ? "%.0f %s" : "%.1f %s", scaled, unit);
    }
}
