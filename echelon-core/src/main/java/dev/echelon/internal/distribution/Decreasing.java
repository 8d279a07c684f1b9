package dev.echelon.internal.distribution;

import java.util.function.DoubleUnaryOperator;

/** Where a decreasing tail probability has a value. */
final class Decreasing {
    private static final double PRECISION = 1e-13;

    private Decreasing() {}

    /** The x > 0 with tail(x) = p: brackets by doubling, then regula falsi on log tail with halved ends (Illinois). */
    static double solve(DoubleUnaryOperator tail, double p, double start) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("probability " + p);
        }
        double target = Math.log(p);
        double low = 0;
        double atLow = -target;
        double high = start;
        double atHigh = Math.log(tail.applyAsDouble(high)) - target;
        while (atHigh > 0) {
            low = high;
            atLow = atHigh;
            high *= 2;
            atHigh = Math.log(tail.applyAsDouble(high)) - target;
        }
        int side = 0;
        for (int i = 0; i < 200 && high - low > PRECISION * high; i++) {
            double x = Double.isInfinite(atHigh) ? (low + high) / 2 : (low * atHigh - high * atLow) / (atHigh - atLow);
            double at = Math.log(tail.applyAsDouble(x)) - target;
            if (at == 0) {
                return x;
            }
            if (at > 0) {
                low = x;
                atLow = at;
                atHigh = side == 1 ? atHigh / 2 : atHigh;
                side = 1;
            } else {
                high = x;
                atHigh = at;
                atLow = side == -1 ? atLow / 2 : atLow;
                side = -1;
            }
            if (Math.abs(at) < PRECISION) {
                return x;
            }
        }
        return (low + high) / 2;
    }
}
