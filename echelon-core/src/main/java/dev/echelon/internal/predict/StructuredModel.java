package dev.echelon.internal.predict;

import dev.echelon.internal.design.Encoding;
import java.util.List;

/**
 * What a fit with an R side leaves for predictions and simulations.
 *
 * @param kept columns of X that are estimated
 * @param beta their estimates
 * @param covariance Φ of beta, p×p
 * @param random covariance G of the effects of one level for each random term, w×w, absolute
 * @param theta parameters of the structure for each group, then of the variance functions
 */
public record StructuredModel(
        Encoding encoding, int[] kept, double[] beta, double[] covariance, List<double[]> random, double[] theta) {}
