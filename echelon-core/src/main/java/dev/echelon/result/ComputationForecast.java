package dev.echelon.result;

/**
 * What a fit will need if its likelihood is computed one way, known before anything large is allocated. Times are of
 * processors that do nothing else.
 *
 * @param way {@code blocked} (nested factors level by level, one dense root), {@code sparse} (a sparse factor of all
 *     levels) or {@code iterative} (conjugate gradients and random probes)
 * @param order of elimination that was found cheapest; empty if none was searched for
 * @param chosen whether the fit will go this way
 * @param fits whether memory can hold it
 * @param flopsPerValue floating-point operations of one value of the likelihood
 * @param evaluations expected number of evaluations with derivatives
 * @param cpuSecondsPerValue processor time of one value
 * @param cpuSecondsPerEvaluation processor time of one value with its derivatives
 * @param cpuSeconds processor time of the whole fit, an iterative search for the start included where there is one
 * @param seconds the same as time that passes on the threads of the model
 * @param bytesPerValue of the largest arrays that a value needs
 * @param totalBytes of those that the fit needs, and of the cross-products
 * @param measured whether the speed of this machine was measured for it; else that of a usual one is assumed
 */
public record ComputationForecast(
        String way,
        String order,
        boolean chosen,
        boolean fits,
        double flopsPerValue,
        int evaluations,
        double cpuSecondsPerValue,
        double cpuSecondsPerEvaluation,
        double cpuSeconds,
        double seconds,
        double bytesPerValue,
        double totalBytes,
        boolean measured) {}
