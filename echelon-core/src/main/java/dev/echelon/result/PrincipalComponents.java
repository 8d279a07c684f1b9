package dev.echelon.result;

import java.util.List;

/**
 * Principal components of the random effects of one grouping factor, all its terms together.
 *
 * @param group the grouping factor
 * @param effects the effects
 * @param standardDeviations of the components, relative to σ̂, largest first; one near zero is a direction in which levels
 *     do not vary
 * @param proportions share of the variance
 */
public record PrincipalComponents(
        String group, List<String> effects, List<Double> standardDeviations, List<Double> proportions) {}
