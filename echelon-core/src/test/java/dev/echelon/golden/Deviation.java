package dev.echelon.golden;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects how far a fit is from its reference, in units of the tolerance of each quantity. */
final class Deviation {
    private record Entry(String what, double actual, double expected, double tolerance) {
        double units() {
            double d = Math.abs(actual - expected);
            return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d / tolerance;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s is %.15g, reference %.15g (%.3g tolerances of %.3g)",
                    what,
                    actual,
                    expected,
                    units(),
                    tolerance);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    void add(String what, double actual, double expected, double tolerance) {
        entries.add(new Entry(what, actual, expected, tolerance));
    }

    /** What is beyond its tolerance, worst first. */
    List<String> failures() {
        return failures(1);
    }

    /** What is beyond {@code factor} tolerances, worst first. */
    List<String> failures(double factor) {
        return entries.stream()
                .filter(entry -> !(entry.units() <= factor))
                .sorted(Comparator.comparingDouble(entry -> -entry.units()))
                .map(Entry::text)
                .toList();
    }
}
