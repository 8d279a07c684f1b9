package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.result.AnovaTable;
import dev.echelon.result.Coefficient;
import dev.echelon.result.TestResult;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Degrees of freedom and tests against V formed densely, and what must not change them. */
class InferenceTest {
    private static final String SLOPES = "Reaction ~ Days + (Days | Subject)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                SLOPES,
                "Reaction ~ Days + (1 | Subject)",
                "Reaction ~ Days + (Days || Subject)",
                "Reaction ~ Days + cs(Days | Subject)",
                "Reaction ~ Days + (1 | Subject) + (1 | Days)",
            })
    void satterthwaiteEqualsTheDenseComputationForMlAndReml(String formula) {
        Table data = FitExamples.withWeights(FitExamples.table("sleepstudy_missing.csv"));
        for (Criterion criterion : Criterion.values()) {
            Lmm model = Lmm.of(formula).criterion(criterion).weights("w");
            LmmFit fit = model.fit(data);
            DenseInference dense = new DenseInference(model, data, fit, false);
            List<Coefficient> coefficients = fit.coefficients(DfMethod.SATTERTHWAITE);
            for (int k = 0; k < 2; k++) {
                double expected = dense.satterthwaite(unit(k));
                assertThat(coefficients.get(k).df())
                        .as(formula + " " + criterion)
                        .isCloseTo(expected, within(1e-6 * expected));
            }
        }
    }

    @Test
    void satterthwaiteDoesNotDependOnTheParametersOfTheCovariances() {
        Table data = FitExamples.table("sleepstudy_missing.csv");
        Lmm model = Lmm.of(SLOPES);
        LmmFit fit = model.fit(data);
        double relative = new DenseInference(model, data, fit, false).satterthwaite(unit(1));
        double natural = new DenseInference(model, data, fit, true).satterthwaite(unit(1));
        assertThat(relative).isCloseTo(natural, within(1e-6 * natural));
        assertThat(fit.coefficients(DfMethod.SATTERTHWAITE).get(1).df()).isCloseTo(natural, within(1e-7 * natural));
    }

    @Test
    void kenwardRogerEqualsTheDenseComputationWithWeights() {
        Table data = FitExamples.withWeights(FitExamples.table("sleepstudy_missing.csv"));
        Lmm model = Lmm.of(SLOPES).weights("w");
        LmmFit fit = model.fit(data);
        DenseInference dense = new DenseInference(model, data, fit, true);
        double[][] covariance = fit.vcov(DfMethod.KENWARD_ROGER);
        double[][] expected = dense.linear();
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 2; k++) {
                assertThat(covariance[i][k]).isCloseTo(expected[i][k], within(1e-8 * Math.abs(expected[i][k])));
            }
            assertThat(fit.coefficients(DfMethod.KENWARD_ROGER).get(i).df())
                    .isCloseTo(dense.expectedDegrees(unit(i)), within(1e-8 * 20));
        }
        assertThat(covariance[0][0]).isGreaterThan(1.0001 * fit.vcov()[0][0]);
    }

    @Test
    void variantsOfKenwardAndRogerDifferOnlyForStructuresThatAreNotLinear() {
        Table data = FitExamples.table("sleepstudy_missing.csv");
        LmmFit linear = Lmm.of(SLOPES).fit(data);
        LmmFit curved = Lmm.of("Reaction ~ Days + cs(Days | Subject)").fit(data);
        assertThat(linear.vcov(DfMethod.KENWARD_ROGER_2009)).isEqualTo(linear.vcov(DfMethod.KENWARD_ROGER_LINEAR));
        double original = curved.vcov(DfMethod.KENWARD_ROGER)[1][1];
        assertThat(original).isNotEqualTo(curved.vcov(DfMethod.KENWARD_ROGER_LINEAR)[1][1]);
        // A heterogeneous compound symmetry of two effects is the unstructured model in other parameters. Corrected for
        // their bias, the method does not depend on them; uncorrected it does.
        double free = linear.vcov(DfMethod.KENWARD_ROGER)[1][1];
        assertThat(curved.vcov(DfMethod.KENWARD_ROGER_2009)[1][1]).isCloseTo(free, within(1e-6 * free));
        assertThat(Math.abs(original - free)).isGreaterThan(1e-5 * free);
    }

    @Test
    void nullComponentsOfASingularFitHaveNoPart() {
        Table data = FitExamples.table("dyestuff2.csv");
        LmmFit fit = Lmm.of("Yield ~ 1 + (1 | Batch)").fit(data);
        assertThat(fit.singular()).isTrue();
        for (DfMethod method : DfMethod.values()) {
            boolean byDesign = method == DfMethod.BETWEEN_WITHIN || method == DfMethod.CONTAINMENT;
            if (method != DfMethod.NONE && !byDesign) {
                Coefficient intercept = fit.coefficients(method).get(0);
                assertThat(intercept.df()).as(method.id()).isCloseTo(29, within(1e-9)); // as without random effects
                assertThat(intercept.stdError())
                        .isCloseTo(fit.coefficients().get(0).stdError(), within(1e-12));
            }
        }
    }

    @Test
    void shiftsAndScalesOfPredictorsDoNotMatter() {
        Table data = FitExamples.table("sleepstudy_missing.csv");
        double[] days = new double[data.rowCount()];
        for (int i = 0; i < days.length; i++) {
            days[i] = 2000 + 1e-3 * ((NumericColumn) data.column("Days")).value(i);
        }
        LmmFit plain = Lmm.of(SLOPES).fit(data);
        LmmFit moved = Lmm.of(SLOPES).fit(data.with("Days", NumericColumn.of(days)));
        for (DfMethod method : List.of(DfMethod.SATTERTHWAITE, DfMethod.KENWARD_ROGER)) {
            double df = plain.coefficients(method).get(1).df();
            assertThat(moved.coefficients(method).get(1).df()).isCloseTo(df, within(1e-4 * df));
            for (int type = 1; type <= 3; type++) {
                TestResult expected = plain.anova(type, method).tests().get(0);
                TestResult actual = moved.anova(type, method).tests().get(0);
                assertThat(actual.statistic()).isCloseTo(expected.statistic(), within(1e-4 * expected.statistic()));
            }
        }
    }

    @Test
    void typeThreeDoesNotDependOnTheCoding() {
        Table data = FitExamples.table("oats.csv").rows(rowsWithoutBalance());
        Lmm model = Lmm.of("yield ~ Variety * nitro + (1 | Block)").factors("nitro");
        AnovaTable treatment = model.fit(data).anova(3, DfMethod.KENWARD_ROGER);
        for (Coding coding : List.of(Coding.sum(), Coding.helmert(), Coding.poly())) {
            AnovaTable other = model.coding("Variety", coding)
                    .coding("nitro", coding)
                    .fit(data)
                    .anova(3, DfMethod.KENWARD_ROGER);
            for (int t = 0; t < 3; t++) {
                TestResult expected = treatment.tests().get(t);
                TestResult actual = other.tests().get(t);
                assertThat(actual.statistic()).isCloseTo(expected.statistic(), within(1e-6 * expected.statistic()));
                assertThat(actual.denDf()).isCloseTo(expected.denDf(), within(1e-6 * expected.denDf()));
            }
        }
    }

    /** lmerTest 3.1-3 without the cell Victory at 0.6: type II F 3.3389 on 2, 23.0850 on 3, 0.2478 on 5 and 50. */
    @Test
    void anEmptyCellLeavesWhatCanBeEstimated() {
        Table data = FitExamples.table("oats.csv");
        int[] rows = java.util.stream.IntStream.range(0, data.rowCount())
                .filter(i -> !("Victory".equals(((Factor) data.column("Variety")).level(i))
                        && ((NumericColumn) data.column("nitro")).value(i) == 0.6))
                .toArray();
        LmmFit fit =
                Lmm.of("yield ~ Variety * nitro + (1 | Block)").factors("nitro").fit(data.rows(rows));
        AnovaTable second = fit.anova(2, DfMethod.SATTERTHWAITE);
        assertThat(second.tests().get(0).statistic()).isCloseTo(3.3389, within(1e-4));
        assertThat(second.tests().get(2).statistic()).isCloseTo(0.2478, within(1e-4));
        assertThat(second.tests().get(2).numDf()).isEqualTo(5);
        AnovaTable third = fit.anova(3, DfMethod.SATTERTHWAITE);
        assertThat(third.tests().get(0).numDf()).isEqualTo(1);
        assertThat(third.notes().get(0)).contains("'Variety': only 1 of 2 contrasts can be estimated");
        // the column of the variety with the empty cell has no part in what is left
        assertThat(third.tests().get(0).hypothesis()[0][2]).isZero();
    }

    private static int[] rowsWithoutBalance() {
        return java.util.stream.IntStream.range(0, 72).filter(i -> i % 7 != 3).toArray();
    }

    /** nlme 3.1-162: lme(yield ~ Variety*nitro, random = ~1|Block/Variety), denDF 45, 10, 45, 45. */
    @Test
    void betweenWithinEqualsNlme() {
        LmmFit fit = Lmm.of("yield ~ Variety * nitro + (1 | Block/Variety)")
                .factors("nitro")
                .fit(FitExamples.table("oats.csv"));
        List<Coefficient> coefficients = fit.coefficients(DfMethod.BETWEEN_WITHIN);
        assertThat(coefficients.get(0).df()).isEqualTo(45);
        assertThat(coefficients.get(1).df()).isEqualTo(10);
        assertThat(coefficients.get(3).df()).isEqualTo(45);
        assertThat(fit.anova(1, DfMethod.BETWEEN_WITHIN).tests().stream().map(TestResult::denDf))
                .containsExactly(10.0, 45.0, 45.0);
    }

    @Test
    void savedFitsGiveTheSameTests(@TempDir Path folder) {
        LmmFit fit = Lmm.of(SLOPES).fit(FitExamples.table("sleepstudy.csv"));
        Path file = folder.resolve("fit");
        fit.save(file);
        LmmFit loaded = LmmFit.load(file);
        for (DfMethod method : DfMethod.values()) {
            assertThat(loaded.coefficients(method)).isEqualTo(fit.coefficients(method));
            assertThat(loaded.anova(3, method).tests().get(0).pValue())
                    .isEqualTo(fit.anova(3, method).tests().get(0).pValue());
        }
    }

    @Test
    void anyHypothesisCanBeTested() {
        LmmFit fit = Lmm.of(SLOPES).fit(FitExamples.table("sleepstudy.csv"));
        TestResult both = fit.test(new double[][] {{1, 0}, {0, 1}, {1, 1}}, DfMethod.KENWARD_ROGER);
        assertThat(both.numDf()).isEqualTo(2); // the third row follows from the others
        TestResult slope = fit.test(new double[][] {{0, 1}}, DfMethod.SATTERTHWAITE);
        Coefficient days = fit.coefficients(DfMethod.SATTERTHWAITE).get(1);
        assertThat(slope.statistic()).isCloseTo(days.statistic() * days.statistic(), within(1e-9));
        assertThat(slope.pValue()).isCloseTo(days.pValue(), within(1e-12));
    }

    @Test
    void whatCannotBeDoneIsSaidInOneSentence() {
        LmmFit ml = Lmm.of(SLOPES).criterion(Criterion.ML).fit(FitExamples.table("sleepstudy.csv"));
        assertThatThrownBy(() -> ml.coefficients(DfMethod.KENWARD_ROGER))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("fit again by REML");
        assertThatThrownBy(() -> ml.test(new double[][] {{1}}, DfMethod.NONE))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("row 1 of the hypothesis matrix has 1 numbers, but the model has 2");
        assertThatThrownBy(() -> ml.test(new double[][] {{0, 0}}, DfMethod.NONE))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("tests nothing");
        LmmFit crossed = FitExamples.weightedCake();
        assertThatThrownBy(() -> crossed.coefficients(DfMethod.BETWEEN_WITHIN)).hasMessageContaining("are crossed");
        LmmFit slopes = Lmm.of("Reaction ~ Days + (0 + Days | Subject)").fit(FitExamples.table("sleepstudy.csv"));
        assertThatThrownBy(() -> slopes.coefficients(DfMethod.BETWEEN_WITHIN))
                .hasMessageContaining("need a random intercept of 'Subject'");
        assertThatThrownBy(() -> ml.anova(4, DfMethod.NONE)).hasMessageContaining("the types are 1, 2 and 3");
        assertThatThrownBy(() -> DfMethod.of("satterthwait")).hasMessageContaining("satterthwaite");
    }

    private static double[] unit(int k) {
        double[] l = new double[2];
        l[k] = 1;
        return l;
    }
}
