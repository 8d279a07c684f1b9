package dev.echelon.internal.marginal;

import java.util.List;

/**
 * Where V is evaluated: the parameters of the R side and the states of the random terms.
 *
 * @param parameters their order
 * @param residual the parameters of the R side
 * @param terms one for each random term
 */
record Point(Parameters parameters, double[] residual, List<TermState> terms) {
    Point {
        residual = residual.clone();
    }
}
