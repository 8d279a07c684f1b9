package dev.echelon.internal.design;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.covariance.VarianceFunction;
import java.util.List;

/**
 * The R side of a model for the rows that are used: which rows belong to one subject, where they lie, and what scales
 * their variance. Rows of different subjects are independent given the random effects. Arrays are shared, never written.
 *
 * @param structure of the covariance of the rows of one subject
 * @param subject label of the subject, {@code id} or {@code a:b}
 * @param subjects subject of each row, 0 … subjectLevels.size() − 1
 * @param subjectLevels names of the subjects
 * @param position label of the position as written
 * @param slots slot of each row on the grid; empty if the structure needs coordinates
 * @param slotNames names of the slots in order, those without rows too; empty without a grid
 * @param coordinates one array of n values for each axis; empty if the structure needs slots only
 * @param group label of the factor whose levels have parameters of their own; empty if there is none
 * @param groups level of each row, constant within a subject; all zero if there is none
 * @param groupLevels names of the levels; one empty name if there is none
 * @param variances variance functions, whose product scales the standard deviation
 */
public record ResidualRows(
        ResidualStructure structure,
        String subject,
        int[] subjects,
        List<String> subjectLevels,
        String position,
        int[] slots,
        List<String> slotNames,
        double[][] coordinates,
        String group,
        int[] groups,
        List<String> groupLevels,
        List<Variance> variances) {

    /**
     * A variance function and its argument.
     *
     * @param function g
     * @param label as written: {@code power(pressure)}
     * @param ofFitted whether the argument is the fitted value; {@code values} is then empty
     * @param values covariate of each row, or index of its stratum
     * @param strata names of the strata; empty if the argument is a covariate
     */
    public record Variance(
            VarianceFunction function, String label, boolean ofFitted, double[] values, List<String> strata) {}
}
