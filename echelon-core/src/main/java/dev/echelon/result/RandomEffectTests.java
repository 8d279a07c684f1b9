package dev.echelon.result;

import java.util.List;

/**
 * Tests of random effects of a fit.
 *
 * @param criterion what both models of each test optimise, {@code ML} or {@code REML}
 * @param parameters of the fit
 * @param logLik of the fit
 * @param aic of the fit
 * @param tests one for each reduction
 */
public record RandomEffectTests(
        String criterion, int parameters, double logLik, double aic, List<RandomEffectTest> tests) {
    /** Copies the list. */
    public RandomEffectTests {
        tests = List.copyOf(tests);
    }
}
