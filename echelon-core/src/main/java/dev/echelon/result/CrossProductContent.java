package dev.echelon.result;

import java.util.List;

/**
 * What is in cross-products, and with it what whoever has them can know.
 *
 * @param formula the largest model that can be fitted
 * @param rows how many rows were read, used and left out
 * @param weights the column of precision weights; empty for none
 * @param offset the column of the offset; empty for none
 * @param columns names of the columns of X
 * @param groups the grouping factors, most levels first
 * @param pairs for each two grouping factors the pairs of levels that occur
 * @param factors the factors among the predictors, with their levels
 * @param combinations how many combinations of levels of these factors occur in fixed effects
 * @param ranges names of the columns whose smallest and largest value is there, the response first
 * @param means names of the predictors whose mean over all rows is there
 * @param groupMeans expressions whose mean in each group is there
 * @param numbers how many numbers the cross-products are
 * @param digest of the data, SHA-256; after merging the sum of the parts' digests; empty if unknown
 * @param notes remarks for the reader
 */
public record CrossProductContent(
        String formula,
        RowReport rows,
        String weights,
        String offset,
        List<String> columns,
        List<Group> groups,
        List<Pair> pairs,
        List<Levels> factors,
        int combinations,
        List<String> ranges,
        List<String> means,
        List<String> groupMeans,
        long numbers,
        String digest,
        List<String> notes) {
    /** Copies the lists. */
    public CrossProductContent {
        columns = List.copyOf(columns);
        groups = List.copyOf(groups);
        pairs = List.copyOf(pairs);
        factors = List.copyOf(factors);
        ranges = List.copyOf(ranges);
        means = List.copyOf(means);
        groupMeans = List.copyOf(groupMeans);
        notes = List.copyOf(notes);
    }

    /**
     * A grouping factor.
     *
     * @param levels how many there are; all labels are there
     * @param effects names of the random effects of a level
     * @param fewest rows of the level with fewest
     * @param exposed how many levels have no more rows than random effects: their sums give these rows away, or may
     */
    public record Group(String name, int levels, List<String> effects, long fewest, int exposed) {
        /** Copies the names. */
        public Group {
            effects = List.copyOf(effects);
        }
    }

    /**
     * Two grouping factors.
     *
     * @param count how many pairs of their levels occur in a row
     */
    public record Pair(String first, String second, int count) {}

    /** A factor and its levels. */
    public record Levels(String name, List<String> levels) {
        /** Copies the levels. */
        public Levels {
            levels = List.copyOf(levels);
        }
    }
}
