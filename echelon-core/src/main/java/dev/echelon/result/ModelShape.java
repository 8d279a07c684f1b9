package dev.echelon.result;

import java.util.List;
import java.util.Optional;

/**
 * The dimensions of a model: what its equations need to be written down.
 *
 * @param response the left-hand side as written
 * @param observations n
 * @param fixed columns of X that are estimated, in order
 * @param random the random terms, in the order of results: most levels first
 * @param nested whether the grouping factors form a hierarchy, each level of one inside one level of the next
 * @param reml whether estimates are by REML
 * @param residual the R side; empty if the residuals are independent with one variance
 */
public record ModelShape(
        String response,
        long observations,
        List<FixedColumn> fixed,
        List<RandomTerm> random,
        boolean nested,
        boolean reml,
        Optional<ResidualSide> residual) {
    public ModelShape {
        fixed = List.copyOf(fixed);
        random = List.copyOf(random);
    }

    /** The shape of a model whose residuals are independent with one variance. */
    public ModelShape(
            String response,
            long observations,
            List<FixedColumn> fixed,
            List<RandomTerm> random,
            boolean nested,
            boolean reml) {
        this(response, observations, fixed, random, nested, reml, Optional.empty());
    }

    /**
     * The R side.
     *
     * @param structure its name in formulas
     * @param formula the covariance of the residuals at positions i and j in plain text
     * @param subject label of the subjects; empty if all rows are one, or each is its own
     * @param subjects how many there are
     * @param fewest rows of a subject
     * @param most rows of a subject
     * @param group label of the groups with parameters of their own; empty if there is one
     * @param variances variance functions that multiply the standard deviation, as written
     * @param parameters number of parameters of structure and variance functions
     */
    public record ResidualSide(
            String structure,
            String formula,
            String subject,
            int subjects,
            int fewest,
            int most,
            String group,
            List<String> variances,
            int parameters) {
        public ResidualSide {
            variances = List.copyOf(variances);
        }
    }

    /**
     * A column of X.
     *
     * @param name R's name
     * @param intercept whether it is the constant
     * @param constantWithin labels of the grouping factors within whose levels it does not vary
     */
    public record FixedColumn(String name, boolean intercept, List<String> constantWithin) {
        public FixedColumn {
            constantWithin = List.copyOf(constantWithin);
        }
    }

    /**
     * A random term.
     *
     * @param name unique name
     * @param group grouping label
     * @param structure of its covariance
     * @param columns its effects
     * @param levels how many
     * @param smallest rows of the smallest level
     * @param largest rows of the largest level
     */
    public record RandomTerm(
            String name,
            String group,
            String structure,
            List<String> columns,
            int levels,
            long smallest,
            long largest) {
        public RandomTerm {
            columns = List.copyOf(columns);
        }
    }

    /** The grouping labels, finest first, each once. */
    public List<String> groups() {
        return random.stream().map(RandomTerm::group).distinct().toList();
    }

    /** Columns of Z: levels times effects, summed over the terms. */
    public long randomColumns() {
        return random.stream()
                .mapToLong(term -> (long) term.levels() * term.columns().size())
                .sum();
    }
}
