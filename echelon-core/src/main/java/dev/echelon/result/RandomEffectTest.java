package dev.echelon.result;

import java.util.List;
import java.util.Optional;

/**
 * The likelihood-ratio test of a fit against the same model without some random effects.
 *
 * @param term what was left out, {@code Days | Subject}
 * @param parameters how many covariance parameters went with it
 * @param logLik log-likelihood without it
 * @param aic −2 logLik + 2·parameters of the model without it
 * @param statistic twice the gain in log-likelihood, at least 0
 * @param chiSquareP P(χ²(parameters) ≥ statistic), which ignores that variances are not negative
 * @param mixture the law at the boundary; absent if none is known
 * @param exact the law for this number of rows, by simulation; absent if none is known
 * @param bootstrap by fitting both models to responses drawn from the smaller; absent unless asked for
 * @param notes what a reader must know of this test
 */
public record RandomEffectTest(
        String term,
        int parameters,
        double logLik,
        double aic,
        double statistic,
        double chiSquareP,
        Optional<BoundaryLaw> mixture,
        Optional<Simulated> exact,
        Optional<Simulated> bootstrap,
        List<String> notes) {
    /** Copies the notes. */
    public RandomEffectTest {
        notes = List.copyOf(notes);
    }

    /**
     * A mixture of χ² distributions.
     *
     * @param weights of χ²(0), χ²(1), …
     * @param isBound whether p is only an upper bound
     * @param pValue P(ratio ≥ statistic)
     */
    public record BoundaryLaw(List<Double> weights, boolean isBound, double pValue) {
        /** Copies the weights. */
        public BoundaryLaw {
            weights = List.copyOf(weights);
        }
    }

    /**
     * A p value by simulation, (1 + draws at least as large as the statistic) / (1 + draws).
     *
     * @param pValue the estimate
     * @param draws how many counted
     * @param failures how many did not, because a fit failed
     * @param isApproximate whether the law is that of a simpler model
     */
    public record Simulated(double pValue, int draws, int failures, boolean isApproximate) {}
}
