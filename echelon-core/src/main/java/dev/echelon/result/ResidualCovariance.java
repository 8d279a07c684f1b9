package dev.echelon.result;

import java.util.List;

/**
 * The estimated covariance of the residuals of one subject: the R side of a fit.
 *
 * @param structure its name in formulas: {@code us}, {@code ar1}, …
 * @param label its name in SAS: {@code UN}, {@code AR(1)}, …
 * @param formula σ_ij in plain text: {@code σ²ρ^|i−j|}
 * @param subject label of the subjects; empty if all rows are one, or each row is its own
 * @param subjects how many there are
 * @param fewest rows of a subject
 * @param most rows of a subject
 * @param position label of the positions as written
 * @param positions their names in order; empty if they are coordinates
 * @param group label of the groups with parameters of their own; empty if there is one
 * @param variances variance functions that multiply the standard deviation, as written
 * @param parameters with standard errors; those of the structure for each group, then those of the variance functions
 * @param groups Σ̂ on all positions, one for each group; empty if positions are coordinates
 * @param optima values of the objective at the optima that were found, the best first; the first is that of this fit
 */
public record ResidualCovariance(
        String structure,
        String label,
        String formula,
        String subject,
        int subjects,
        int fewest,
        int most,
        String position,
        List<String> positions,
        String group,
        List<String> variances,
        List<Parameter> parameters,
        List<Group> groups,
        List<Double> optima) {
    public ResidualCovariance {
        positions = List.copyOf(positions);
        variances = List.copyOf(variances);
        parameters = List.copyOf(parameters);
        groups = List.copyOf(groups);
        optima = List.copyOf(optima);
    }

    /**
     * A parameter, in natural units: variances, covariances, correlations, ranges.
     *
     * @param of the structure's or the variance function's label
     * @param group the level it belongs to; empty if there is one group
     * @param name within the structure: {@code var}, {@code rho}, …
     * @param estimate of it
     * @param stdError asymptotic, from the observed information; NaN at a bound
     */
    public record Parameter(String of, String group, String name, double estimate, double stdError) {
        /** {@code rho}, or {@code rho[TRT]} where groups have parameters of their own. */
        public String title() {
            return group.isEmpty() ? name : name + "[" + group + "]";
        }
    }

    /**
     * Σ̂ of one group, where variance functions are one.
     *
     * @param name of the group; empty if there is only one
     * @param covariance m rows of m numbers
     * @param observed of how many subjects rows at both positions were seen; zero tells that the covariance rests on the
     *     structure alone
     */
    public record Group(String name, List<List<Double>> covariance, List<List<Integer>> observed) {
        public Group {
            covariance = covariance.stream().map(List::copyOf).toList();
            observed = observed.stream().map(List::copyOf).toList();
        }

        /** Standard deviation at each position. */
        public List<Double> standardDeviations() {
            return java.util.stream.IntStream.range(0, covariance.size())
                    .mapToObj(i -> Math.sqrt(covariance.get(i).get(i)))
                    .toList();
        }

        /** Correlation of positions i and j. */
        public double correlation(int i, int j) {
            return i == j
                    ? 1
                    : covariance.get(i).get(j)
                            / Math.sqrt(
                                    covariance.get(i).get(i) * covariance.get(j).get(j));
        }
    }
}
