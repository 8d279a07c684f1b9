package dev.echelon.result;

import java.util.List;

/**
 * The dimensions of a model: what its equations need to be written down.
 *
 * @param response the left-hand side as written
 * @param observations n
 * @param fixed columns of X that are estimated, in order
 * @param random the random terms, in the order of results: most levels first
 * @param nested whether the grouping factors form a hierarchy, each level of one inside one level of the next
 * @param reml whether estimates are by REML
 */
public record ModelShape(
        String response,
        long observations,
        List<FixedColumn> fixed,
        List<RandomTerm> random,
        boolean nested,
        boolean reml) {
    public ModelShape {
        fixed = List.copyOf(fixed);
        random = List.copyOf(random);
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
