package dev.echelon.result;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was asked for besides the formula, for whoever wants to make a fit again.
 *
 * @param codings contrasts by factor, as they are written on the command line
 * @param factors columns of numbers that are factors, sorted
 * @param weights the column of precision weights; empty if there is none
 * @param offset the column added to the linear predictor; empty if there is none
 * @param matrices names of known covariances of levels, sorted
 */
public record FitOptions(
        Map<String, String> codings, List<String> factors, String weights, String offset, List<String> matrices) {
    public FitOptions {
        codings = Collections.unmodifiableMap(new TreeMap<>(codings));
        factors = factors.stream().sorted().toList();
        matrices = matrices.stream().sorted().toList();
    }
}
