package dev.echelon.internal.simulation;

import dev.echelon.result.Interval;
import dev.echelon.result.ParameterInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Intervals from the estimates of a bootstrap. Source: Davison and Hinkley (1997), chapter 5. */
public final class BootstrapIntervals {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private BootstrapIntervals() {}

    /** How an interval is made of the estimates. */
    public enum Kind {
        /** Quantiles. */
        PERCENTILE,
        /** 2·estimate − quantiles. */
        BASIC,
        /** Estimate − bias ± z·sd. */
        NORMAL,
        /** Quantiles whose levels are moved for bias and for a standard error that changes with the parameter. */
        BCA
    }

    /**
     * Intervals for all parameters; NaN bounds if fewer than two replicates determine one.
     *
     * @param accelerations for {@link Kind#BCA} one for each parameter
     */
    public static List<ParameterInterval> of(Bootstrap bootstrap, Kind kind, double coverage, double[] accelerations) {
        List<String> names = Parameters.names(bootstrap.model());
        double[] original = Parameters.of(bootstrap.model());
        List<ParameterInterval> intervals = new ArrayList<>();
        for (int k = 0; k < original.length; k++) {
            double[] values = bootstrap.sorted(k);
            double[] bounds = {Double.NaN, Double.NaN};
            if (values.length >= 2) {
                bounds = kind == Kind.BCA
                        ? accelerated(values, original[k], coverage, accelerations[k])
                        : bounds(kind, values, original[k], coverage);
            }
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
            double half = NORMAL.inverseCumulativeProbability(1 - tail) * Math.sqrt(squares / (sorted.length - 1));
            return new double[] {2 * estimate - mean - half, 2 * estimate - mean + half};
        }
        double low = quantile(sorted, tail);
        double high = quantile(sorted, 1 - tail);
        return kind == Kind.PERCENTILE
                ? new double[] {low, high}
                : new double[] {2 * estimate - high, 2 * estimate - low};
    }

    /** Quantiles at Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))), z₀ = Φ⁻¹ of the share below the estimate, ties half. */
    static double[] accelerated(double[] sorted, double estimate, double coverage, double acceleration) {
        double below = 0;
        for (double value : sorted) {
            below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
        }
        double share = Math.max(0.5, Math.min(sorted.length - 0.5, below)) / sorted.length;
        double bias = NORMAL.inverseCumulativeProbability(share);
        double tail = NORMAL.inverseCumulativeProbability((1 - coverage) / 2);
        return new double[] {
            quantile(sorted, level(bias, tail, acceleration)), quantile(sorted, level(bias, -tail, acceleration))
        };
    }

    private static double level(double bias, double z, double acceleration) {
        double shrink = 1 - acceleration * (bias + z);
        return shrink > 0 ? NORMAL.cumulativeProbability(bias + (bias + z) / shrink) : z < 0 ? 0 : 1;
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
