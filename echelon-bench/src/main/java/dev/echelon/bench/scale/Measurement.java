package dev.echelon.bench.scale;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What one program did with one set.
 *
 * @param program its name
 * @param status whether there is a result
 * @param seconds wall-clock time of the whole process, or of a query where that is what is raced
 * @param cpuSeconds processor time of the process
 * @param peakMegabytes most resident memory of the process
 * @param estimates by name, the same names for all programs: {@code b:TERM}, {@code se:TERM}, {@code
 *     sd:FACTOR:TERM}, {@code cor:FACTOR}, {@code sigma}, {@code objective}
 * @param facts whatever else it reported
 * @param note why it was skipped or failed, or what to know about it
 */
record Measurement(
        String program,
        Status status,
        double seconds,
        double cpuSeconds,
        double peakMegabytes,
        Map<String, Double> estimates,
        Map<String, String> facts,
        String note) {

    enum Status {
        DONE,
        SKIPPED,
        STOPPED,
        FAILED
    }

    Measurement {
        estimates = new LinkedHashMap<>(estimates);
        facts = new LinkedHashMap<>(facts);
    }

    static Measurement skipped(String program, String why) {
        return without(program, Status.SKIPPED, Double.NaN, Double.NaN, Double.NaN, why);
    }

    /** Of a process that gave no result. */
    static Measurement without(String program, WatchedProcess.Outcome outcome) {
        Status status = outcome.trouble().startsWith("stopped") ? Status.STOPPED : Status.FAILED;
        return without(
                program,
                status,
                outcome.seconds(),
                outcome.cpuSeconds(),
                outcome.peakMegabytes(),
                outcome.trouble().isEmpty() ? "no result" : outcome.trouble());
    }

    static Measurement done(
            String program,
            WatchedProcess.Outcome outcome,
            double seconds,
            Map<String, Double> estimates,
            Map<String, String> facts) {
        return new Measurement(
                program, Status.DONE, seconds, outcome.cpuSeconds(), outcome.peakMegabytes(), estimates, facts, "");
    }

    boolean done() {
        return status == Status.DONE;
    }

    Measurement noting(String text) {
        return new Measurement(program, status, seconds, cpuSeconds, peakMegabytes, estimates, facts, text);
    }

    /** With facts that became known before it ended. */
    Measurement knowing(Map<String, String> known) {
        return new Measurement(program, status, seconds, cpuSeconds, peakMegabytes, estimates, known, note);
    }

    /**
     * The largest difference of an estimate from that of the other, relative to the larger of its absolute value there
     * and 10⁻³; NaN if they share none. The objective does not count: programs leave out other constants.
     */
    double difference(Measurement other) {
        return largest(other, 1e-3, name -> !name.equals("objective"));
    }

    /** The same of all estimates with the objective, and relative however small they are. */
    double relativeDifference(Measurement other) {
        return largest(other, Double.MIN_NORMAL, name -> true);
    }

    private double largest(Measurement other, double least, Predicate<String> counts) {
        double largest = Double.NaN;
        for (Map.Entry<String, Double> entry : estimates.entrySet()) {
            Double theirs = other.estimates.get(entry.getKey());
            if (theirs != null && counts.test(entry.getKey())) {
                double difference = Math.abs(entry.getValue() - theirs) / Math.max(Math.abs(theirs), least);
                largest = Double.isNaN(largest) ? difference : Math.max(largest, difference);
            }
        }
        return largest;
    }

    private static Measurement without(
            String program, Status status, double seconds, double cpu, double peak, String note) {
        return new Measurement(program, status, seconds, cpu, peak, Map.of(), Map.of(), note);
    }
}
