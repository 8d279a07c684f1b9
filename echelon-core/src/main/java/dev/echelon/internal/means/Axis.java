package dev.echelon.internal.means;

import java.util.List;

/**
 * One dimension of a reference grid.
 *
 * @param name of the factor or covariate
 * @param labels of its places
 * @param codes of a factor: the level of each place; else empty
 * @param values of a covariate: the numbers at each place
 * @param levels of a factor: how many it has, not only those of the grid
 */
record Axis(String name, List<String> labels, int[] codes, List<double[]> values, int levels) {
    boolean isFactor() {
        return levels > 0;
    }

    int size() {
        return labels.size();
    }
}
