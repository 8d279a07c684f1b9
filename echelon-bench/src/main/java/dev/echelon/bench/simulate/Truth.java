package dev.echelon.bench.simulate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a simulation knows of its data.
 *
 * @param model name of the simulated model
 * @param formula the formula that generated the response
 * @param rows number of rows
 * @param seed the seed
 * @param fixed the fixed effects by name of coefficient
 * @param random the random effects by factor, in the order of the formula
 * @param residual standard deviation of the residuals
 * @param assumption in a sentence or two, how the design was drawn
 * @param facts counts of what was drawn, by name
 */
record Truth(
        String model,
        String formula,
        long rows,
        long seed,
        Map<String, Double> fixed,
        List<Effects> random,
        double residual,
        String assumption,
        Map<String, Long> facts) {

    Truth {
        fixed = new LinkedHashMap<>(fixed);
        random = List.copyOf(random);
        facts = new LinkedHashMap<>(facts);
    }

    /**
     * The random effects of a factor.
     *
     * @param factor its name in the formula
     * @param levels how many levels the design has room for
     * @param deviations standard deviation by effect
     * @param correlation of the first two effects, 0 if there is one
     */
    record Effects(String factor, int levels, Map<String, Double> deviations, double correlation) {
        Effects {
            deviations = new LinkedHashMap<>(deviations);
        }

        static Effects intercept(String factor, int levels, double deviation) {
            return new Effects(factor, levels, Map.of("(Intercept)", deviation), 0);
        }
    }
}
