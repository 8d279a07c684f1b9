package dev.echelon.internal.simulation;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Aliasing;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.predict.FittedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The bootstrap: the model refitted to samples, from their cross-products. Every replicate has its own random stream;
 * the k-th depends on the seed and k only. Source: Davison and Hinkley (1997), Bootstrap Methods and their Application.
 */
public final class Bootstrap {
    private static final String INESTIMABLE = "a fixed effect cannot be estimated from the groups drawn";

    private final FittedModel model;
    private final boolean reml;
    private final double[] start;
    private final Sampler sampler;
    private final double[][] estimates;
    private final int singular;
    private final Map<String, Integer> failures = new TreeMap<>();

    private Bootstrap(FittedModel model, boolean reml, Sampler sampler, int replicates, long seed) {
        this.model = model;
        this.reml = reml;
        this.start = Refit.start(model);
        this.sampler = sampler;
        List<Replicate> all = IntStream.range(0, replicates)
                .parallel()
                .mapToObj(k -> replicate(seed, k))
                .toList();
        this.estimates = all.stream()
                .filter(replicate -> replicate.failure.isEmpty())
                .map(Replicate::values)
                .toArray(double[][]::new);
        this.singular =
                (int) all.stream().filter(replicate -> replicate.singular).count();
        all.stream()
                .filter(replicate -> !replicate.failure.isEmpty())
                .forEach(replicate -> failures.merge(replicate.failure, 1, Integer::sum));
    }

    /**
     * Responses simulated by the fit; no rows are needed.
     *
     * @throws EchelonException if the model has too many crossed random effects
     */
    public static Bootstrap parametric(FittedModel model, boolean reml, int replicates, long seed) {
        return new Bootstrap(model, reml, new CrossProductSampler(model), replicates, seed);
    }

    /** Random effects and residuals of the fit, centred and reflated, drawn with replacement. */
    public static Bootstrap residual(FittedModel model, boolean reml, Design rows, int replicates, long seed) {
        return new Bootstrap(model, reml, new ResidualSampler(model, rows), replicates, seed);
    }

    /**
     * Groups of the outermost factor drawn with replacement, and then rows within them if {@code within}.
     *
     * @throws EchelonException if the factors are not nested
     */
    public static Bootstrap cases(
            FittedModel model, boolean reml, Design rows, boolean within, int replicates, long seed) {
        return new Bootstrap(model, reml, new GroupSampler(model, rows, within), replicates, seed);
    }

    private record Replicate(double[] values, boolean singular, String failure) {
        static Replicate failed(String why) {
            return new Replicate(new double[0], false, why);
        }
    }

    private Replicate replicate(long seed, int k) {
        try {
            CrossProducts data = sampler.sample(Streams.of(seed, k));
            if (sampler instanceof GroupSampler && Aliasing.of(data).dropped().length > 0) {
                return Replicate.failed(INESTIMABLE);
            }
            Refit refit = Refit.of(data, Sampler.factors(data, model.factors()), reml, start);
            return refit.fitted()
                    ? new Replicate(Parameters.of(model, refit.estimates(model)), refit.singular(), "")
                    : Replicate.failed(refit.failure());
        } catch (EchelonException failure) {
            return Replicate.failed(String.valueOf(failure.getMessage()));
        }
    }

    /** Number of replicates that were fitted. */
    public int replicates() {
        return estimates.length;
    }

    /** How many of them have a singular Σ. */
    public int singular() {
        return singular;
    }

    /** Replicates that were not fitted, by reason. */
    public Map<String, Integer> failures() {
        return failures;
    }

    /** The model that is refitted. */
    FittedModel model() {
        return model;
    }

    /** The estimates of a parameter, ascending; replicates where it is undefined are left out. */
    public double[] sorted(int parameter) {
        return Arrays.stream(estimates)
                .mapToDouble(values -> values[parameter])
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }
}
