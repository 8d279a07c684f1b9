package dev.echelon.internal.likelihood;

import dev.echelon.error.EchelonException;
import java.util.Locale;

/**
 * What a fit will need, before any of it is allocated.
 *
 * @param flops floating-point operations of one value of the likelihood
 * @param bytes of the largest arrays: factor, selected inverse, their places
 * @param secondsPerValue predicted time of one value on one thread
 */
public record Forecast(double flops, double bytes, double secondsPerValue) {
    /** Evaluations with derivatives that a fit is expected to need. */
    static final double EVALUATIONS = 8;

    /** Time of a value with derivatives, in values. */
    private static final double WITH_DERIVATIVES = 3;

    /** Predicted seconds of a whole fit on one thread. */
    public double secondsOfFit() {
        return EVALUATIONS * WITH_DERIVATIVES * secondsPerValue;
    }

    /** Operations of a whole fit. */
    double flopsOfFit() {
        return EVALUATIONS * WITH_DERIVATIVES * flops;
    }

    /** Whether memory can hold it. */
    public boolean fits() {
        if (bytes > available()) {
            System.gc(); // what is in use may be garbage
        }
        return bytes <= available();
    }

    /**
     * One sentence with what is needed, what is there and what would fit.
     *
     * @param what the subject of the sentence, plural
     * @param remedy what would fit, or empty
     */
    EchelonException refusal(String what, String remedy) {
        return new EchelonException(String.format(
                Locale.ROOT,
                "%s need %s of memory for the exact likelihood, but Java has %s left of %s; give it more (-Xmx%dg)%s",
                what,
                Amount.of(bytes, "B"),
                Amount.of(available(), "B"),
                Amount.of(Runtime.getRuntime().maxMemory(), "B"),
                (long) Math.ceil((bytes + used()) * 1.1 / (1L << 30)),
                remedy));
    }

    /** Bytes that can still be allocated. */
    static double available() {
        return Runtime.getRuntime().maxMemory() - used();
    }

    private static double used() {
        return (double) Runtime.getRuntime().totalMemory()
                - Runtime.getRuntime().freeMemory();
    }
}
