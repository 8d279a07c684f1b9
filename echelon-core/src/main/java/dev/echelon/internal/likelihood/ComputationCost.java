package dev.echelon.internal.likelihood;

/**
 * What a way of computing a likelihood costs, known before it is begun.
 *
 * @param flops floating-point operations of one value
 * @param valueBytes of the largest arrays that a value needs
 * @param bytes of those that derivatives need, too; cross-products are not counted
 * @param setupSeconds processor time before the first value: laying out, and compiling what is executed often
 * @param valueSeconds processor time of one value
 * @param derivativeSeconds processor time of score and Hessian model at the same point
 * @param serialSeconds the part of both that is done by one thread however many there are
 * @param measured whether the speed of this machine was measured; else that of a usual one is assumed
 */
public record ComputationCost(
        double flops,
        double valueBytes,
        double bytes,
        double setupSeconds,
        double valueSeconds,
        double derivativeSeconds,
        double serialSeconds,
        boolean measured) {

    /** Fits that take less than this are not worth a measurement. */
    public static final double WORTH_MEASURING = 10;

    /** Of Java's compiler. */
    public static final double COMPILATION = 1.5;

    /** Processor time of a value and its derivatives. */
    public double evaluationSeconds() {
        return valueSeconds + derivativeSeconds;
    }

    /** The same as time that passes on so many processors. */
    public double elapsedSeconds(int threads) {
        return serialSeconds + (evaluationSeconds() - serialSeconds) / threads;
    }

    /** Whether memory can hold it. */
    public boolean fits() {
        return new Forecast(flops, bytes, valueSeconds).fits();
    }
}
