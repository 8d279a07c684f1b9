package dev.echelon.internal.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.covariance.VarianceFunctions;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.inference.KenwardRoger;
import dev.echelon.internal.inference.Satterthwaite;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Estimates and everything that tests need, against {@link DenseMarginal} at the estimates. */
class FitsEqualDenseTest {

    @Test
    void structureAlone() {
        for (String structure : List.of("us", "cs", "csh", "ar1", "arh1", "toep", "toeph", "adh", "hf")) {
            for (boolean reml : new boolean[] {true, false}) {
                String kernel = List.of("cs", "ar1", "toep").contains(structure) ? "block" : "grid";
                hold(balanced("y ~ x + z + (1 | id)", true).slots("visit"), structure, reml, kernel);
            }
        }
    }

    @Test
    void groupsWeightsAndVarianceFunctions() {
        EncodingOptions weighted = EncodingOptions.DEFAULTS.withWeights("w");
        Example example = Example.of(table(14, 4), "y ~ x + z + (1 | id)", true, weighted)
                .subject("id")
                .slots("visit");
        hold(example.group("arm"), "ar1", true, "block");
        hold(example.group("arm"), "arh1", true, "grid");
        Example power = Example.of(table(14, 4), "y ~ x + z + (1 | id)", true, weighted)
                .subject("id")
                .slots("visit")
                .power(VarianceFunctions.named("power"), "w")
                .ident(VarianceFunctions.named("ident"), "arm");
        hold(power, "ar1", true, "block");
        hold(power, "cs", false, "block");
    }

    @Test
    void randomTermsInsideSubjects() {
        Example slopes = Example.of(table(20, 9), "y ~ x + z + (1 + x | id)", false, EncodingOptions.DEFAULTS)
                .subject("id")
                .slots("visit");
        hold(slopes, "ar1", true, "block");
        hold(balanced("y ~ x + z + (1 | id)", false).slots("visit"), "diag", false, "block");
    }

    @Test
    void randomTermsAcrossSubjects() {
        hold(balanced("y ~ x + z + (1 | item)", false).slots("visit"), "ar1", true, "block");
        hold(balanced("y ~ x + z + (1 | item) + (1 | id)", false).slots("visit"), "ar1", true, "block");
        hold(balanced("y ~ x + z + (1 + x | item)", false).slots("visit"), "csh", true, "block");
        hold(balanced("y ~ x + z + (1 | item)", false).slots("visit"), "arh1", false, "block");
    }

    @Test
    void longSeries() {
        for (String structure : List.of("ar1", "car1")) {
            for (boolean reml : new boolean[] {true, false}) {
                Example example = Example.of(table(2, 60), "y ~ x + z + (1 | id)", true, EncodingOptions.DEFAULTS)
                        .subject("id")
                        .coordinates("time");
                hold(structure.equals("ar1") ? example.slots("visit") : example, structure, reml, "markov");
            }
        }
        Example varying = Example.of(table(2, 60), "y ~ x + z + (1 | id)", true, EncodingOptions.DEFAULTS)
                .subject("id")
                .coordinates("time")
                .power(VarianceFunctions.named("power"), "w");
        hold(varying, "car1", true, "markov");
    }

    private static Example balanced(String formula, boolean onlyFixed) {
        return Example.of(table(30, 4), formula, onlyFixed, EncodingOptions.DEFAULTS)
                .subject("id");
    }

    /** Correlated numbers with a few rows missing; the same every time. */
    private static Table table(int subjects, int visits) {
        Random random = new Random(7);
        List<String> id = new ArrayList<>();
        List<String> arm = new ArrayList<>();
        List<String> item = new ArrayList<>();
        List<double[]> numbers = new ArrayList<>();
        double[] items = random.doubles(9, -2, 2).toArray();
        for (int s = 0; s < subjects; s++) {
            double before = random.nextGaussian();
            double own = random.nextGaussian();
            double slope = 0.7 * random.nextGaussian();
            double time = 0;
            for (int v = 0; v < visits; v++) {
                double x = random.nextGaussian();
                double z = s % 2 + 0.3 * random.nextGaussian();
                before = 0.6 * before + (1 + 0.2 * (v % 4)) * random.nextGaussian();
                time += 0.5 + random.nextDouble();
                int on = random.nextInt(items.length);
                double y = 3 + x - 0.5 * z + before + own + slope * x + items[on];
                if (random.nextDouble() < 0.12) {
                    continue;
                }
                id.add("s" + (100 + s));
                arm.add(s % 3 == 0 ? "a" : "b");
                item.add("i" + on);
                numbers.add(new double[] {y, x, z, v, time, 0.5 + random.nextDouble()});
            }
        }
        java.util.Map<String, dev.echelon.table.Column> columns = new java.util.LinkedHashMap<>();
        columns.put("id", Factor.of(id));
        columns.put("arm", Factor.of(arm));
        columns.put("item", Factor.of(item));
        List<String> names = List.of("y", "x", "z", "visit", "time", "w");
        for (int c = 0; c < names.size(); c++) {
            int at = c;
            columns.put(
                    names.get(c),
                    NumericColumn.of(numbers.stream().mapToDouble(r -> r[at]).toArray()));
        }
        return Table.of(columns);
    }

    private static void hold(Example example, String structure, boolean reml, String kernel) {
        ResidualRows rows = example.rows(structure);
        MarginalEstimates fit = MarginalFit.of(example.design, rows, reml);
        DenseMarginal dense = new DenseMarginal(example.design, rows, fit, reml);
        String what = structure + (reml ? " REML" : " ML");
        assertThat(fit.convergence().status()).as(what).isEqualTo("converged");
        assertThat(fit.kernel()).as(what).isEqualTo(kernel);
        assertThat(fit.objective()).as(what).isCloseTo(dense.objective, within(1e-8));
        assertThat(fit.beta()).as(what).containsExactly(dense.beta, within(1e-8));
        double[][] informations = dense.informations();
        double[] gradient = dense.gradient();
        for (int k = 0; k < gradient.length; k++) {
            double scale = Math.sqrt(Math.abs(informations[1][k * gradient.length + k]));
            assertThat(gradient[k] / scale).as(what + " gradient " + k).isCloseTo(0, within(1e-4));
        }
        double[][] ours = {
            fit.moments().observed(), fit.moments().expected(), fit.moments().average()
        };
        int p = fit.beta().length;
        for (int w = 0; w < 3; w++) {
            Satterthwaite satterthwaite = new Satterthwaite(fit.moments(), ours[w]);
            for (int c = 0; c < p; c++) {
                double[] l = new double[p];
                l[c] = 1;
                double df = dense.degrees(informations[w], c);
                assertThat(satterthwaite.degreesOfFreedom(l) / df)
                        .as(what + " df " + w + " of " + c)
                        .isCloseTo(1, within(1e-5));
            }
            for (KenwardRoger.Variant variant : KenwardRoger.Variant.values()) {
                boolean bias = variant == KenwardRoger.Variant.BIAS_CORRECTED;
                if (!reml || bias && kernel.equals("markov")) {
                    continue;
                }
                int order = bias ? 2 : variant == KenwardRoger.Variant.ORIGINAL ? 1 : 0;
                double[] adjusted = dense.adjusted(informations[w], order);
                double[] own = new KenwardRoger(fit.moments(), variant, ours[w]).covariance();
                for (int e = 0; e < p * p; e++) {
                    assertThat(own[e])
                            .as(what + " " + variant + " " + w)
                            .isCloseTo(adjusted[e], within(1e-6 * Math.abs(adjusted[e]) + 1e-9));
                }
            }
        }
    }
}
