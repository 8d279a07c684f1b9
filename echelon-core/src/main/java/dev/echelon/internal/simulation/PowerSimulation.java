package dev.echelon.internal.simulation;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.predict.FittedModel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Simulates responses from a model with known parameters, fits each and tests it; counts what is significant. */
public final class PowerSimulation {
    private static final String NO_TEST = "the test cannot be computed";

    private final FittedModel truth;
    private final ReplicateTest test;
    private final boolean reml;
    private final double alpha;
    private final double[] start;
    private final CrossProductSampler sampler;

    /**
     * A simulation.
     *
     * @param truth the model whose responses are drawn
     * @param reml whether fits are by REML where the test allows
     * @param alpha p values below it are significant
     */
    public PowerSimulation(FittedModel truth, ReplicateTest test, boolean reml, double alpha) {
        this.truth = truth;
        this.test = test;
        this.reml = test.reml(reml);
        this.alpha = alpha;
        this.start = Refit.start(truth);
        this.sampler = new CrossProductSampler(truth);
    }

    /**
     * What became of the replicates.
     *
     * @param significant p below α
     * @param singular fits with a singular Σ, which count like others
     * @param failures fits or tests that failed, by reason; they are not significant
     */
    public record Outcome(int significant, int singular, Map<String, Integer> failures) {}

    private record Replicate(boolean significant, boolean singular, String failure) {}

    /**
     * Runs; the k-th replicate depends on the seed and k only.
     *
     * @param done is counted up at each replicate
     */
    public Outcome run(int replicates, long seed, AtomicLong done) {
        List<Replicate> all = IntStream.range(0, replicates)
                .parallel()
                .mapToObj(k -> {
                    Replicate replicate = replicate(seed, k);
                    done.incrementAndGet();
                    return replicate;
                })
                .toList();
        Map<String, Integer> failures = new TreeMap<>();
        all.stream()
                .filter(replicate -> !replicate.failure.isEmpty())
                .forEach(replicate -> failures.merge(replicate.failure, 1, Integer::sum));
        return new Outcome(
                (int) all.stream().filter(Replicate::significant).count(),
                (int) all.stream().filter(Replicate::singular).count(),
                failures);
    }

    private Replicate replicate(long seed, int k) {
        try {
            CrossProducts data = sampler.sample(Streams.of(seed, k));
            Refit fit = Refit.of(data, truth.factors(), reml, start);
            if (!fit.fitted()) {
                return new Replicate(false, false, fit.failure());
            }
            double p = test.pValue(data, fit, reml);
            return new Replicate(p < alpha, fit.singular(), Double.isNaN(p) ? NO_TEST : "");
        } catch (EchelonException failure) {
            return new Replicate(false, false, String.valueOf(failure.getMessage()));
        }
    }
}
