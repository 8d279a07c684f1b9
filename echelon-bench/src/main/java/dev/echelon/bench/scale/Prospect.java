package dev.echelon.bench.scale;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a program can hold a set, judged by the largest smaller set of the same model that it was measured on: memory
 * and time are taken to grow with the rows. Spares waiting for what is known to fail.
 */
final class Prospect {
    /** What a runtime takes before it does anything, which does not grow. */
    private static final Limits START = new Limits(5, 300);

    private final Limits limits;
    private final List<ScaleResult> before;

    Prospect(Limits limits, List<ScaleResult> before) {
        this.limits = limits;
        this.before = List.copyOf(before);
    }

    /** Why the program is not to be run on this set; empty if it may be, or nothing is known. */
    Optional<String> refusal(String program, ScaleSet set) {
        for (int i = before.size() - 1; i >= 0; i--) {
            ScaleSet smaller = before.get(i).set();
            if (smaller.model().equals(set.model()) && smaller.rows() < set.rows()) {
                for (Measurement m : before.get(i).measurements()) {
                    if (m.program().equals(program) && m.status() != Measurement.Status.SKIPPED) {
                        return refusal(m, smaller, set);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> refusal(Measurement measured, ScaleSet smaller, ScaleSet set) {
        double growth = (double) set.rows() / smaller.rows();
        double megabytes = growth * Math.max(0, measured.peakMegabytes() - START.megabytes());
        double seconds = growth * Math.max(0, measured.seconds() - START.seconds());
        if (measured.status() == Measurement.Status.STOPPED) {
            return Optional.of(measured.note() + " with " + smaller.name());
        }
        if (megabytes > limits.megabytes()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "would need about %.0f GB, after %.1f GB with %s",
                    megabytes / 1024,
                    measured.peakMegabytes() / 1024,
                    smaller.name()));
        }
        if (seconds > limits.seconds()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "would need about %.0f minutes, after %.0f s with %s",
                    seconds / 60,
                    measured.seconds(),
                    smaller.name()));
        }
        return Optional.empty();
    }
}
