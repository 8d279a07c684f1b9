package dev.echelon.result;

import java.util.List;

/**
 * Models of the same data side by side, those with the fewest parameters first.
 *
 * @param criterion what the likelihoods maximise, {@code ML} or {@code REML}
 * @param refitted whether some fit by REML was fitted again by ML, because fixed parts differ
 * @param models one row for each
 */
public record ModelComparison(String criterion, boolean refitted, List<Row> models) {
    /** Copies the list. */
    public ModelComparison {
        models = List.copyOf(models);
    }

    /**
     * A model, and the likelihood-ratio test against the row before.
     *
     * @param formula of the model
     * @param parameters number of fixed effects, covariance parameters and σ
     * @param logLik log-likelihood
     * @param aic −2 logLik + 2·parameters
     * @param aicc AIC + 2k(k + 1)/(n − k − 1); NaN without enough rows
     * @param bic −2 logLik + log(n)·parameters
     * @param weight Akaike weight, exp(−Δ/2) over its sum
     * @param chiSquare twice the gain in logLik over the row before; NaN in the first row
     * @param df parameters more than in the row before
     * @param pValue P(χ²(df) ≥ chiSquare); NaN without a test
     * @param mixturePValue the same by ½χ²(df − 1) + ½χ²(df), if the models differ by one random effect; else NaN
     */
    public record Row(
            String formula,
            int parameters,
            double logLik,
            double aic,
            double aicc,
            double bic,
            double weight,
            double chiSquare,
            int df,
            double pValue,
            double mixturePValue) {}
}
