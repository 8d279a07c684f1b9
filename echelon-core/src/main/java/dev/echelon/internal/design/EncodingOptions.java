package dev.echelon.internal.design;

import dev.echelon.covariance.LevelCovariance;
import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.formula.Coding;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a formula does not say about the encoding of data.
 *
 * @param codings contrasts by factor (column name or label as in the formula)
 * @param factors columns that are factors even if they hold numbers
 * @param weights the column of precision weights, empty for none
 * @param offset the column added to the linear predictor with coefficient one, empty for none
 * @param matrices known covariances of levels by the names that the formula uses
 */
public record EncodingOptions(
        Map<String, Coding> codings,
        Set<String> factors,
        String weights,
        String offset,
        Map<String, LevelCovariance> matrices) {
    /** Treatment contrasts, no weights, no offset. */
    public static final EncodingOptions DEFAULTS = new EncodingOptions(Map.of(), Set.of(), "", "", Map.of());

    /** Copies its arguments. */
    public EncodingOptions {
        codings = Map.copyOf(codings);
        factors = Set.copyOf(factors);
        matrices = Map.copyOf(matrices);
    }

    /**
     * Checks that the columns named here exist as far as they are needed.
     *
     * @throws EchelonException for the first that does not; the message names the nearest
     */
    void require(List<String> columns, Purpose purpose) {
        if (purpose == Purpose.FIT) {
            require("weights", weights, columns);
            for (String factor : factors) {
                require("factor", factor, columns);
            }
        }
        require("offset", offset, columns);
    }

    private static void require(String role, String name, List<String> columns) {
        if (!name.isEmpty() && !columns.contains(name)) {
            throw new EchelonException("the " + role + " column '" + name + "' does not exist"
                    + Suggestions.hint(name, columns) + "; the columns are " + Levels.abbreviate(columns));
        }
    }

    /** With contrasts for one factor. */
    public EncodingOptions withCoding(String factor, Coding coding) {
        Map<String, Coding> next = new LinkedHashMap<>(codings);
        next.put(factor, coding);
        return new EncodingOptions(next, factors, weights, offset, matrices);
    }

    /** With a column treated as a factor. */
    public EncodingOptions withFactor(String column) {
        Set<String> next = new LinkedHashSet<>(factors);
        next.add(column);
        return new EncodingOptions(codings, next, weights, offset, matrices);
    }

    /** With precision weights. */
    public EncodingOptions withWeights(String column) {
        return new EncodingOptions(codings, factors, column, offset, matrices);
    }

    /** With an offset. */
    public EncodingOptions withOffset(String column) {
        return new EncodingOptions(codings, factors, weights, column, matrices);
    }

    /** With a known covariance of levels. */
    public EncodingOptions withMatrix(String name, LevelCovariance matrix) {
        Map<String, LevelCovariance> next = new LinkedHashMap<>(matrices);
        next.put(name, matrix);
        return new EncodingOptions(codings, factors, weights, offset, next);
    }
}
