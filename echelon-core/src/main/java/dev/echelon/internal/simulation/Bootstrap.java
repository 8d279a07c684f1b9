package dev.echelon.internal.simulation;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.Interval;
import dev.echelon.result.ParameterInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The parametric bootstrap: the model refitted to responses that the fit simulates. A replicate draws cross-products and
 * optimises; it never sees rows. Source: Davison and Hinkley (1997), Bootstrap Methods and their Application, chapter 5.
 */
public final class Bootstrap {
    /** A predicted distance from the minimum that is too large to count as a fit. */
    private static final double CONVERGED = 1e-6;

    private final FittedModel model;
    private final boolean reml;
    private final double[] start;
    private final CrossProductSampler sampler;
    private final double[][] estimates;
    private final Map<String, Integer> failures = new TreeMap<>();

    private Bootstrap(FittedModel model, boolean reml, int replicates, long seed) {
        this.model = model;
        this.reml = reml;
        this.start = model.theta();
        this.sampler = new CrossProductSampler(model);
        List<Replicate> all = IntStream.range(0, replicates)
                .parallel()
                .mapToObj(k -> replicate(seed, k))
                .toList();
        this.estimates = all.stream()
                .filter(replicate -> replicate.failure.isEmpty())
                .map(Replicate::values)
                .toArray(double[][]::new);
        all.stream()
                .filter(replicate -> !replicate.failure.isEmpty())
                .forEach(replicate -> failures.merge(replicate.failure, 1, Integer::sum));
    }

    /**
     * Draws and fits; the k-th replicate depends on the seed and k only.
     *
     * @throws EchelonException if the model has too many crossed random effects
     */
    public static Bootstrap of(FittedModel model, boolean reml, int replicates, long seed) {
        return new Bootstrap(model, reml, replicates, seed);
    }

    private record Replicate(double[] values, String failure) {}

    private Replicate replicate(long seed, int k) {
        try {
            CrossProducts data = sampler.sample(Streams.of(seed, k));
            ProfiledLikelihood likelihood = new ProfiledLikelihood(data, model.factors(), reml);
            Optimum first = TrustRegion.minimise(likelihood, interior(), Options.DEFAULTS);
            Boundary finished = Boundary.finish(likelihood, first);
            Optimum optimum = finished.optimum();
            boolean stationary = optimum.status() == Optimum.Status.CONVERGED || optimum.decrement() < CONVERGED;
            if (!stationary || !finished.certified()) {
                return new Replicate(new double[0], "the optimiser did not converge");
            }
            Estimates of = likelihood.estimates(optimum.point(), model.conditioning(), model.factors(), model.kept());
            return new Replicate(Parameters.of(model, of), "");
        } catch (EchelonException failure) {
            return new Replicate(new double[0], String.valueOf(failure.getMessage()));
        }
    }

    /** θ̂, with zeros moved off the boundary. */
    private double[] interior() {
        double[] point = start.clone();
        for (int i = 0; i < point.length; i++) {
            point[i] = point[i] == 0 ? 0.05 : point[i];
        }
        return point;
    }

    /** Number of replicates that were fitted. */
    public int replicates() {
        return estimates.length;
    }

    /** Replicates that were not, by reason. */
    public Map<String, Integer> failures() {
        return failures;
    }

    /** The estimates of a parameter, ascending; replicates where it is undefined are left out. */
    public double[] sorted(int parameter) {
        return Arrays.stream(estimates)
                .mapToDouble(values -> values[parameter])
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }

    /** How an interval is made of the estimates. */
    public enum Kind {
        /** Quantiles. */
        PERCENTILE,
        /** 2·estimate − quantiles. */
        BASIC,
        /** Estimate − bias ± z·sd. */
        NORMAL
    }

    /** Intervals for all parameters; NaN bounds if fewer than two replicates determine one. */
    public List<ParameterInterval> intervals(Kind kind, double coverage) {
        List<String> names = Parameters.names(model);
        double[] original = Parameters.of(model);
        List<ParameterInterval> intervals = new ArrayList<>();
        for (int k = 0; k < original.length; k++) {
            double[] values = sorted(k);
            double[] bounds = values.length < 2
                    ? new double[] {Double.NaN, Double.NaN}
                    : bounds(kind, values, original[k], coverage);
            intervals.add(
                    new ParameterInterval(names.get(k), original[k], new Interval(bounds[0], bounds[1], coverage)));
        }
        return intervals;
    }

    private static double[] bounds(Kind kind, double[] sorted, double estimate, double coverage) {
        double tail = (1 - coverage) / 2;
        if (kind == Kind.NORMAL) {
            double mean = Arrays.stream(sorted).average().orElseThrow();
            double squares =
                    Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
            double half = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - tail)
                    * Math.sqrt(squares / (sorted.length - 1));
            return new double[] {2 * estimate - mean - half, 2 * estimate - mean + half};
        }
        double low = quantile(sorted, tail);
        double high = quantile(sorted, 1 - tail);
        return kind == Kind.PERCENTILE
                ? new double[] {low, high}
                : new double[] {2 * estimate - high, 2 * estimate - low};
    }

    /** The (N + 1)p-th smallest, linearly between neighbours. */
    private static double quantile(double[] sorted, double p) {
        double position = Math.max(1, Math.min(sorted.length, (sorted.length + 1) * p));
        int below = (int) Math.floor(position);
        double low = sorted[below - 1];
        double high = sorted[Math.min(below, sorted.length - 1)];
        return low + (position - below) * (high - low);
    }
}
