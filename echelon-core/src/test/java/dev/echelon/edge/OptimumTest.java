package dev.echelon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Criterion;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.Optimizer;
import dev.echelon.golden.TestFiles;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the optimum is one: by another optimiser, by closed forms and where false zeros lie near. */
class OptimumTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        Reaction ~ Days + (Days|Subject)           ; sleepstudy.csv
        Reaction ~ Days + (Days||Subject)          ; sleepstudy.csv
        diameter ~ 1 + (1|plate) + (1|sample)      ; penicillin.csv
        strength ~ 1 + (1|batch/cask)              ; pastes.csv
        Yield ~ 1 + (1|Batch)                      ; dyestuff2.csv
        score ~ Machine + (0 + Machine|Worker)     ; machines.csv
        score ~ Machine + (Machine|Worker)         ; machines.csv
        distance ~ age*Sex + (age|Subject)         ; orthodont.csv
        weight ~ Time*factor(Diet) + (Time|Chick)  ; chickweight.csv
        """)
    void bobyqaFindsNothingLower(String formula, String data) {
        Table table = TestFiles.table(data);
        for (Criterion criterion : Criterion.values()) {
            LmmFit fit = Lmm.of(formula).criterion(criterion).fit(table);
            LmmFit other = Lmm.of(formula)
                    .criterion(criterion)
                    .optimizer(Optimizer.BOBYQA)
                    .fit(table);
            assertThat(fit.convergence().converged()).isTrue();
            assertThat(fit.objective()).isLessThanOrEqualTo(other.objective() + 1e-7);
            assertThat(fit.convergence().decrement()).isLessThan(1e-8);
        }
    }

    @Test
    @Tag("slow")
    void bobyqaFindsNothingLowerWithTwentyParameters() {
        Table table = TestFiles.table("kb07.csv.gz");
        Lmm model = Lmm.of("RTtrunc ~ S + P + C + SP + SC + PC + SPC + (S + P + C|subj) + (S + P + C|item)")
                .criterion(Criterion.ML);
        assertThat(model.fit(table).objective())
                .isLessThanOrEqualTo(
                        model.optimizer(Optimizer.BOBYQA).fit(table).objective() + 1e-7);
    }

    /** ML, balanced one-way layout: θ̂² = max((n−1)R/n − 1/n, 0)-type closed form, from MSB and MSW. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void balancedOneWayLayoutHasAClosedForm(long seed) {
        int groups = 6;
        int size = 5;
        double[][] y = oneWay(seed, groups, size, seed % 3 * 0.4);
        double grand = mean(y);
        double between = 0;
        double within = 0;
        for (double[] group : y) {
            double mean = mean(new double[][] {group});
            between += size * Math.pow(mean - grand, 2);
            for (double value : group) {
                within += Math.pow(value - mean, 2);
            }
        }
        double msw = within / (groups * (size - 1));
        // σ²(1 + size θ²) estimates SSB/groups for ML and SSB/(groups − 1) for REML.
        double ml = Math.sqrt(Math.max(0, (between / groups / msw - 1) / size));
        double reml = Math.sqrt(Math.max(0, (between / (groups - 1) / msw - 1) / size));
        Lmm model = Lmm.of("y ~ 1 + (1 | g)");
        assertThat(model.criterion(Criterion.ML).fit(table(y)).theta().get(0).value())
                .isCloseTo(ml, within(1e-6));
        assertThat(model.fit(table(y)).theta().get(0).value()).isCloseTo(reml, within(1e-6));
    }

    /** Unbalanced little layouts, where local optima at zero and beyond it may both exist: against a fine grid. */
    @Test
    void noBetterThetaIsMissedInSmallUnbalancedLayouts() {
        int zeros = 0;
        for (long seed = 1; seed <= 150; seed++) {
            Table table = unbalanced(seed);
            LmmFit fit = Lmm.of("y ~ x + (1 | g)").fit(table);
            double best = Double.POSITIVE_INFINITY;
            for (double theta = 0; theta < 30; theta += theta < 2 ? 0.01 : 0.2) {
                best = Math.min(best, AtGrid.objective("y ~ x + (1 | g)", table, theta));
            }
            zeros += fit.singular() ? 1 : 0;
            assertThat(fit.objective()).as("seed " + seed).isLessThanOrEqualTo(best + 1e-8);
        }
        assertThat(zeros).isBetween(20, 130);
    }

    /** Objectives below zero once confused lme4's step halving. */
    @Test
    void objectivesMayBeNegative() {
        double[][] y = oneWay(5, 3, 8, 1);
        for (double[] group : y) {
            for (int i = 0; i < group.length; i++) {
                group[i] *= 0.01;
            }
        }
        LmmFit fit = Lmm.of("y ~ 1 + (1 | g)").fit(table(y));
        assertThat(fit.objective()).isNegative();
        assertThat(fit.convergence().converged()).isTrue();
    }

    /** Ten thousand rows in four groups; the ANOVA estimate is exact for equal sizes. */
    @Test
    void fewLevelsWithManyRowsEqualTheAnalysisOfVariance() {
        double[][] y = oneWay(77, 4, 2500, 3);
        double grand = mean(y);
        double between = 0;
        double within = 0;
        for (double[] group : y) {
            double mean = mean(new double[][] {group});
            between += 2500 * Math.pow(mean - grand, 2);
            for (double value : group) {
                within += Math.pow(value - mean, 2);
            }
        }
        double msw = within / (4 * 2499);
        double variance = (between / 3 - msw) / 2500;
        LmmFit fit = Lmm.of("y ~ 1 + (1 | g)").fit(table(y));
        double sd = fit.covarianceEstimates().get(0).standardDeviations().get(0);
        assertThat(sd * sd).isCloseTo(variance, within(1e-5 * variance));
    }

    private static double[][] oneWay(long seed, int groups, int size, double sd) {
        Random random = new Random(seed);
        double[][] y = new double[groups][size];
        for (double[] group : y) {
            double effect = sd * random.nextGaussian();
            for (int i = 0; i < size; i++) {
                group[i] = 3 + effect + random.nextGaussian();
            }
        }
        return y;
    }

    private static Table table(double[][] y) {
        List<String> g = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int j = 0; j < y.length; j++) {
            for (double value : y[j]) {
                g.add("g" + j);
                values.add(value);
            }
        }
        return Table.builder()
                .column("g", Factor.of(g))
                .column(
                        "y",
                        NumericColumn.of(
                                values.stream().mapToDouble(Double::doubleValue).toArray()))
                .build();
    }

    private static Table unbalanced(long seed) {
        Random random = new Random(seed);
        int n = 9 + random.nextInt(8);
        List<String> g = new ArrayList<>();
        double[] x = new double[n];
        double[] y = new double[n];
        double[] effects = random.doubles(4, -0.7, 0.7).toArray();
        for (int i = 0; i < n; i++) {
            int j = i < 4 ? i : random.nextInt(3) * random.nextInt(2);
            g.add("g" + j);
            x[i] = random.nextGaussian();
            y[i] = effects[j] + random.nextGaussian();
        }
        return Table.builder()
                .column("g", Factor.of(g))
                .column("x", NumericColumn.of(x))
                .column("y", NumericColumn.of(y))
                .build();
    }

    private static double mean(double[][] y) {
        double sum = 0;
        int n = 0;
        for (double[] group : y) {
            for (double value : group) {
                sum += value;
                n++;
            }
        }
        return sum / n;
    }
}
