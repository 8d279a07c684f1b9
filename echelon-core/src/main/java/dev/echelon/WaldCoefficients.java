package dev.echelon;

import dev.echelon.result.Coefficient;
import dev.echelon.result.Interval;
import java.util.ArrayList;
import java.util.List;

/** Fixed effects with intervals from the normal distribution. */
final class WaldCoefficients {
    /** Standard normal quantile of 0.975. */
    private static final double Z = 1.959963984540054;

    private WaldCoefficients() {}

    static List<Coefficient> of(List<String> names, double[] beta, double[] covariance) {
        List<Coefficient> coefficients = new ArrayList<>();
        int p = beta.length;
        for (int k = 0; k < p; k++) {
            double error = Math.sqrt(covariance[k * p + k]);
            coefficients.add(new Coefficient(
                    names.get(k),
                    beta[k],
                    error,
                    Double.NaN,
                    beta[k] / error,
                    Double.NaN,
                    new Interval(beta[k] - Z * error, beta[k] + Z * error, 0.95)));
        }
        return List.copyOf(coefficients);
    }
}
