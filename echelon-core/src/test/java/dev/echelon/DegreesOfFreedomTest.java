package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.internal.design.Design;
import dev.echelon.result.Coefficient;
import dev.echelon.result.TestResult;
import dev.echelon.table.Factor;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containment against ranks of [X Z] formed from the rows; the choice of the information against V formed densely. */
class DegreesOfFreedomTest {

    /** SAS: a split-plot has the degrees of freedom of its strata. */
    @Test
    void containmentGivesASplitPlotItsStrata() {
        LmmFit fit = Lmm.of("yield ~ Variety * nitro + (1 | Block/Variety)")
                .factors("nitro")
                .fit(FitExamples.table("oats.csv"));
        assertThat(fit.anova(3, DfMethod.CONTAINMENT).tests().stream().map(TestResult::denDf))
                .containsExactly(10.0, 45.0, 45.0);
        List<Coefficient> coefficients = fit.coefficients(DfMethod.CONTAINMENT);
        assertThat(coefficients.get(0).df()).isEqualTo(5);
        assertThat(coefficients.get(1).df()).isEqualTo(10);
        LmmFit other = Lmm.of("yield ~ Variety * nitro + (1 | Block/Variety)")
                .factors("nitro")
                .coding("Variety", Coding.helmert())
                .coding("nitro", Coding.poly())
                .fit(FitExamples.table("oats.csv"));
        assertThat(other.anova(3, DfMethod.CONTAINMENT).tests().stream().map(TestResult::denDf))
                .containsExactly(10.0, 45.0, 45.0);
    }

    /** rank [X Z_1 … Z_k] − rank [X Z_1 … Z_{k−1}] of the blocks in the order of their number of variables. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "angle ~ recipe * w + (1 | replicate) + (1 | temperature)",
                "angle ~ recipe + (1 | replicate) + (0 + w | replicate)",
                "angle ~ recipe * temperature + (1 | replicate/recipe)"
            })
    void residualDegreesAreThoseOfTheRank(String formula) {
        Table cake = FitExamples.withWeights(FitExamples.table("cake.csv")).rows(unbalanced(270, 0.7));
        Lmm model = Lmm.of(formula);
        Prepared prepared = Prepared.of(model, cake);
        Design design = prepared.design();
        List<double[]> columns = fixed(design);
        int fixedRank = rank(columns);
        List<Integer> added = new ArrayList<>();
        List<Design.RandomBlock> blocks = new ArrayList<>(design.random());
        blocks.sort(
                (a, b) -> Integer.compare(a.group().split(":").length, b.group().split(":").length));
        int before = fixedRank;
        for (Design.RandomBlock block : blocks) {
            columns.addAll(random(block));
            int now = rank(columns);
            added.add(now - before);
            before = now;
        }
        LmmFit fit = model.fit(cake);
        double constant = fit.coefficients(DfMethod.CONTAINMENT).get(0).df();
        assertThat(constant)
                .isEqualTo(added.stream().mapToInt(Integer::intValue).min().orElseThrow());
        if (formula.contains("temperature + (1 | replicate/recipe)")) {
            // 'recipe' is in replicate:recipe, 'temperature' in no random effect
            assertThat(df(fit, "recipeB")).isEqualTo(added.get(1).doubleValue());
            assertThat(df(fit, "temperature")).isEqualTo(design.response().length - before);
        }
        if (formula.contains("(1 | temperature)")) {
            assertThat(df(fit, "recipeB")).isEqualTo(design.response().length - before);
        }
    }

    /** SAS would write {@code random int w / subject=replicate}: the slope is contained in w*replicate. */
    @Test
    void aRandomSlopeContainsItsVariable() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)").fit(FitExamples.table("sleepstudy.csv"));
        assertThat(fit.coefficients(DfMethod.CONTAINMENT).stream().map(Coefficient::df))
                .containsExactly(17.0, 17.0);
        LmmFit intercepts = Lmm.of("Reaction ~ Days + (1 | Subject)").fit(FitExamples.table("sleepstudy.csv"));
        assertThat(intercepts.coefficients(DfMethod.CONTAINMENT).stream().map(Coefficient::df))
                .containsExactly(17.0, 161.0);
    }

    @Test
    void tooManyCrossedEffectsAreRefusedForContainmentAndSaidWithoutDegreesOfFreedom() {
        LmmFit fit = crossed();
        assertThatThrownBy(() -> fit.coefficients(DfMethod.CONTAINMENT))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("3400 random effects that are connected")
                .hasMessageContaining("'residual' or 'none'");
        assertThat(fit.preferredDf()).isEqualTo(DfMethod.NONE);
        assertThat(fit.dfNotes(DfMethod.NONE)).hasSize(1);
        assertThat(fit.dfNotes(DfMethod.NONE).get(0))
                .contains("3400 random effects")
                .contains("--df satterthwaite");
        assertThat(fit.anova(3, DfMethod.NONE).notes()).isEqualTo(fit.dfNotes(DfMethod.NONE));
        assertThat(fit.dfNotes(DfMethod.RESIDUAL)).isEmpty();
    }

    private static LmmFit crossed() {
        Random random = new Random(4);
        int n = 12_000;
        double[] y = new double[n];
        double[] x = new double[n];
        String[] a = new String[n];
        String[] b = new String[n];
        for (int i = 0; i < n; i++) {
            a[i] = "a" + i % 3000;
            b[i] = "b" + (i < 400 ? i : random.nextInt(400));
            x[i] = random.nextDouble();
            y[i] = x[i] + (i % 3000) % 7 + random.nextGaussian();
        }
        Table table = Table.builder()
                .numbers("y", y)
                .numbers("x", x)
                .build()
                .with("a", Factor.ofText(a))
                .with("b", Factor.ofText(b));
        return Lmm.of("y ~ x + (1 | a) + (1 | b)").fit(table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Reaction ~ Days + (Days | Subject)", "Reaction ~ Days + (Days || Subject)"})
    void everyInformationEqualsTheDenseComputation(String formula) {
        Table data = FitExamples.withWeights(FitExamples.table("sleepstudy_missing.csv"));
        for (Criterion criterion : Criterion.values()) {
            Lmm model = Lmm.of(formula).criterion(criterion).weights("w");
            LmmFit fit = model.fit(data);
            DenseInference dense = new DenseInference(model, data, fit, true);
            for (int k = 0; k < 2; k++) {
                double[] l = new double[2];
                l[k] = 1;
                double[] expected = {dense.satterthwaite(l), dense.expectedDegrees(l), dense.averageDegrees(l)};
                for (Information information : Information.values()) {
                    double df = expected[information.ordinal()];
                    LmmFit with = fit.information(information);
                    assertThat(with.coefficients(DfMethod.SATTERTHWAITE).get(k).df())
                            .as(information + " " + criterion)
                            .isCloseTo(df, within(1e-6 * df));
                    if (criterion == Criterion.REML) {
                        assertThat(with.coefficients(DfMethod.KENWARD_ROGER)
                                        .get(k)
                                        .df())
                                .isCloseTo(df, within(1e-6 * df));
                    }
                }
            }
        }
    }

    /** Correlated effects of one factor crossed with another, enough of them for the inverse to be used. */
    @Test
    void crossedVectorsEqualTheDenseComputation() {
        Random random = new Random(8);
        int n = 160;
        double[] y = new double[n];
        double[] x = new double[n];
        String[] a = new String[n];
        String[] b = new String[n];
        double[] effects = random.doubles(60, -3, 3).toArray();
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(14);
            int k = random.nextInt(9);
            a[i] = "a" + j;
            b[i] = "b" + k;
            x[i] = random.nextDouble() - 0.3;
            y[i] = x[i] + effects[j] + effects[14 + j] * x[i] + effects[40 + k] + random.nextGaussian();
        }
        Table table = Table.builder()
                .numbers("y", y)
                .numbers("x", x)
                .build()
                .with("a", Factor.ofText(a))
                .with("b", Factor.ofText(b));
        Lmm model = Lmm.of("y ~ x + (x | a) + (1 | b)");
        LmmFit fit = model.fit(table);
        assertThat(fit.singular()).isFalse();
        DenseInference dense = new DenseInference(model, table, fit, true);
        double[][] expected = dense.linear();
        for (int k = 0; k < 2; k++) {
            double[] l = new double[2];
            l[k] = 1;
            double df = dense.satterthwaite(l);
            assertThat(fit.coefficients(DfMethod.SATTERTHWAITE).get(k).df()).isCloseTo(df, within(1e-7 * df));
            double se = Math.sqrt(expected[k][k]);
            assertThat(fit.coefficients(DfMethod.KENWARD_ROGER).get(k).stdError())
                    .isCloseTo(se, within(1e-9 * se));
        }
    }

    @Test
    void theInformationIsSaidWhereItWasChosen() {
        LmmFit fit = FitExamples.sleepstudy();
        assertThat(fit.dfNotes(DfMethod.SATTERTHWAITE)).isEmpty();
        LmmFit expected = fit.information(Information.EXPECTED);
        assertThat(expected.dfNotes(DfMethod.KENWARD_ROGER))
                .containsExactly("Information about the covariance parameters: expected.");
        assertThat(expected.anova(3, DfMethod.SATTERTHWAITE).notes()).hasSize(1);
        assertThat(expected.dfNotes(DfMethod.RESIDUAL)).isEmpty();
        assertThat(fit.coefficients(DfMethod.KENWARD_ROGER)).isEqualTo(expected.coefficients(DfMethod.KENWARD_ROGER));
        assertThatThrownBy(() -> Information.of("expect")).hasMessageContaining("did you mean 'expected'");
    }

    private static double df(LmmFit fit, String term) {
        return fit.coefficients(DfMethod.CONTAINMENT).stream()
                .filter(c -> c.term().equals(term))
                .findFirst()
                .orElseThrow()
                .df();
    }

    private static int[] unbalanced(int n, double share) {
        Random random = new Random(11);
        return java.util.stream.IntStream.range(0, n)
                .filter(i -> random.nextDouble() < share)
                .toArray();
    }

    private static List<double[]> fixed(Design design) {
        List<double[]> columns = new ArrayList<>();
        for (int k = 0; k < design.fixed().width(); k++) {
            double[] column = new double[design.response().length];
            for (int i = 0; i < column.length; i++) {
                column[i] = design.fixed().column(k).value(i);
            }
            columns.add(column);
        }
        return columns;
    }

    private static List<double[]> random(Design.RandomBlock block) {
        List<double[]> columns = new ArrayList<>();
        for (int j = 0; j < block.levels().size(); j++) {
            for (int k = 0; k < block.effects().width(); k++) {
                double[] column = new double[block.codes().length];
                for (int i = 0; i < column.length; i++) {
                    column[i] =
                            block.codes()[i] == j ? block.effects().column(k).value(i) : 0;
                }
                columns.add(column);
            }
        }
        return columns;
    }

    /** By modified Gram–Schmidt, twice. */
    private static int rank(List<double[]> columns) {
        List<double[]> basis = new ArrayList<>();
        for (double[] column : columns) {
            double[] left = column.clone();
            double whole = Math.sqrt(DenseInference.dot(left, left));
            for (int repeat = 0; repeat < 2; repeat++) {
                for (double[] b : basis) {
                    double along = DenseInference.dot(b, left);
                    Arrays.setAll(left, i -> left[i] - along * b[i]);
                }
            }
            double norm = Math.sqrt(DenseInference.dot(left, left));
            if (norm > 1e-8 * whole) {
                Arrays.setAll(left, i -> left[i] / norm);
                basis.add(left);
            }
        }
        return basis.size();
    }
}
