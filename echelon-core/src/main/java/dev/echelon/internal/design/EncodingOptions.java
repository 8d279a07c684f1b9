package dev.echelon.internal.design;

import dev.echelon.formula.Coding;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a formula does not say about the encoding of data.
 *
 * @param codings contrasts by factor (column name or label as in the formula)
 * @param factors columns that are factors even if they hold numbers
 * @param weights the column of precision weights, empty for none
 * @param offset the column added to the linear predictor with coefficient one, empty for none
 */
public record EncodingOptions(Map<String, Coding> codings, Set<String> factors, String weights, String offset) {
    /** Treatment contrasts, no weights, no offset. */
    public static final EncodingOptions DEFAULTS = new EncodingOptions(Map.of(), Set.of(), "", "");

    /** Copies its arguments. */
    public EncodingOptions {
        codings = Map.copyOf(codings);
        factors = Set.copyOf(factors);
    }

    /** With contrasts for one factor. */
    public EncodingOptions withCoding(String factor, Coding coding) {
        Map<String, Coding> next = new LinkedHashMap<>(codings);
        next.put(factor, coding);
        return new EncodingOptions(next, factors, weights, offset);
    }

    /** With a column treated as a factor. */
    public EncodingOptions withFactor(String column) {
        Set<String> next = new LinkedHashSet<>(factors);
        next.add(column);
        return new EncodingOptions(codings, next, weights, offset);
    }

    /** With precision weights. */
    public EncodingOptions withWeights(String column) {
        return new EncodingOptions(codings, factors, column, offset);
    }

    /** With an offset. */
    public EncodingOptions withOffset(String column) {
        return new EncodingOptions(codings, factors, weights, column);
    }
}
