package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.golden.TestFiles;
import dev.echelon.result.GroupInfluence;
import dev.echelon.result.RowDiagnostics;
import dev.echelon.table.Factor;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Residuals and influence. Numbers of single rows come from generalised least squares with V formed and inverted in R,
 * with and without the row: src/test/resources/diagnose/diagnostics.R. Influence of levels is held against real fits of
 * the data without their rows.
 */
class DiagnosticsTest {
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";

    private static RowDiagnostics row(LmmFit fit, int row) {
        List<RowDiagnostics> rows = new ArrayList<>();
        fit.diagnostics().forEachRow(rows::add);
        return rows.stream().filter(of -> of.row() == row).findFirst().orElseThrow();
    }

    private static void close(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(2e-5 * Math.abs(expected)));
    }

    @Test
    void deletionOfARowEqualsLeastSquaresWithoutIt() {
        RowDiagnostics row = row(FitExamples.sleepstudy(), 60);
        close(row.standardised(), -4.57043229067);
        close(row.studentised(), -4.85110204909);
        close(row.marginal(), -91.7462784848);
        close(row.marginalStandardised(), -1.43868840346);
        close(row.fixedCooks(), 0.0454402069914);
        close(row.mdffits(), 0.0509707696792);
        close(row.covratio(), 0.791321283735);
        close(row.dfbetas().get(0), 0.174736912134);
        close(row.dfbetas().get(1), -0.288968275039);
    }

    @Test
    void deletionOfARowHonoursWeightsOffsetAndMaximumLikelihood() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (1 | Subject)")
                .criterion(Criterion.ML)
                .weights("w")
                .offset("off")
                .fit(FitExamples.table("sleepstudy_weighted.csv"));
        RowDiagnostics row = row(fit, 60);
        close(row.standardised(), -3.43649222848);
        close(row.studentised(), -3.54520312494);
        close(row.marginal(), -91.215676829);
        close(row.marginalStandardised(), -1.93994621586);
        close(row.fixedCooks(), 0.0945359509381);
        close(row.mdffits(), 0.0990262770189);
        close(row.covratio(), 0.89700534478);
        close(row.dfbetas().get(0), 0.0912645176899);
        close(row.dfbetas().get(1), -0.437553340863);
    }

    /** lme4's {@code rstudent}, which uses σ̂ of all rows. */
    @Test
    void standardisedResidualsEqualRstudentOfLme4() {
        double[] residuals = FitExamples.sleepstudy().diagnostics().residuals(ResidualKind.STANDARDISED);
        double[] expected = {-0.182654143178, -0.627179247088, -1.76447224287, 0.36164505066};
        for (int i = 0; i < expected.length; i++) {
            close(residuals[i], expected[i]);
        }
    }

    @Test
    void rowDiagnosticsDoNotDependOnOriginAndUnitOfAPredictor() {
        Table table = FitExamples.table("sleepstudy.csv");
        LmmFit fit = Lmm.of(FORMULA).fit(table);
        LmmFit shifted = Lmm.of("Reaction ~ I(7 * Days + 2000) + (I(7 * Days + 2000) | Subject)")
                .fit(table);
        assertThat(shifted.diagnostics().cooks())
                .containsExactly(fit.diagnostics().cooks(), within(1e-7));
        assertThat(row(shifted, 60).covratio()).isCloseTo(row(fit, 60).covratio(), within(1e-7));
        assertThat(row(shifted, 60).dfbetas().get(1))
                .isCloseTo(row(fit, 60).dfbetas().get(1), within(1e-7));
    }

    /** Leverages of least squares: 1/n + (x − x̄)²/Σ(x − x̄)². */
    @Test
    void leverageWithoutRandomVariationIsThatOfLeastSquares() {
        double[] leverage = FitExamples.singular().diagnostics().leverage();
        assertThat(leverage).containsExactly(new double[leverage.length], within(1.0 / leverage.length + 1e-12));
        assertThat(Arrays.stream(leverage).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void everyKindOfResidualsHasOneValuePerUsedRow() {
        LmmFit fit = FitExamples.droppedColumn();
        for (ResidualKind kind : ResidualKind.values()) {
            assertThat(fit.diagnostics().residuals(kind))
                    .as(kind.name())
                    .hasSize((int) fit.observations())
                    .doesNotContain(Double.NaN);
        }
        assertThat(fit.diagnostics().residuals(ResidualKind.SCALED))
                .containsExactly(fit.scaledResiduals(), within(1e-9));
    }

    /** From lme4 refits, diagnostics.R; lme4's own {@code dfbetas} has the opposite sign. */
    @Test
    void influenceOfSubjectsEqualsLme4() {
        GroupInfluence influence = FitExamples.sleepstudy().diagnostics().influence("Subject", Deletion.REFIT);
        assertThat(influence.variances()).containsExactly("(Intercept)|Subject", "Days|Subject", "residual");
        GroupInfluence.Deletion deletion = influence.deletions().get(1);
        assertThat(deletion.level()).isEqualTo("309");
        assertThat(deletion.rows()).isEqualTo(10);
        close(deletion.dfbetas().get(0), -0.410875988808);
        close(deletion.dfbetas().get(1), -0.309889177492);
        close(deletion.cooks(), 0.148524797071);
        close(deletion.mdffits(), 0.187811286307);
        close(deletion.covratio(), 0.889672115334);
        close(deletion.covtrace(), 0.0841802065907);
        close(deletion.components().get(0), 510.60849574);
        close(deletion.components().get(1), 32.8933234667);
        close(deletion.components().get(2), 688.833937125);
    }

    @Test
    void influenceEqualsRefitsForOneFactor() {
        Table table = FitExamples.table("sleepstudy.csv").asFactor("Subject");
        equalsRefits(Lmm.of(FORMULA), table, "Subject", 1);
        equalsRefits(Lmm.of(FORMULA).criterion(Criterion.ML), table, "Subject", 1);
        equalsRefits(Lmm.of("Reaction ~ Days + (Days || Subject)"), table, "Subject", 1);
    }

    @Test
    void influenceEqualsRefitsForCrossedFactors() {
        Table table = FitExamples.table("penicillin.csv");
        Lmm model = Lmm.of("diameter ~ 1 + (1 | plate) + (1 | sample)");
        equalsRefits(model, table, "plate", 1);
        equalsRefits(model, table, "sample", 1);
    }

    @Test
    void influenceEqualsRefitsForTheUpperOfNestedFactors() {
        equalsRefits(Lmm.of("strength ~ 1 + (1 | batch/cask)"), FitExamples.table("pastes.csv"), "batch", 1);
    }

    @Test
    void influenceEqualsRefitsForTheLowerOfNestedFactors() {
        equalsRefits(Lmm.of("strength ~ 1 + (1 | batch) + (1 | sample)"), FitExamples.table("pastes.csv"), "sample", 1);
    }

    @Test
    void influenceEqualsRefitsAtTheBoundaryAndWithWeights() {
        equalsRefits(Lmm.of("Yield ~ 1 + (1 | Batch)"), FitExamples.table("dyestuff2.csv"), "Batch", 1);
        Table table = FitExamples.table("sleepstudy_weighted.csv").asFactor("Subject");
        equalsRefits(Lmm.of("Reaction ~ Days + (1 | Subject)").weights("w").offset("off"), table, "Subject", 1);
    }

    /** Twenty of 407 doctors; all of them agree as well, which takes longer. */
    @Test
    void influenceOfDoctorsEqualsRefits() {
        Table table = TestFiles.table("hdp.csv.gz").asFactor("DID");
        equalsRefits(Lmm.of("mobility ~ Age + Married + Sex + WBC + RBC + (1 | DID)"), table, "DID", 20);
    }

    /**
     * β within 1e-6 of its standard error, variances within 1e-6 of their size; 1e-4 for several factors, where steps
     * are not exactly Newton's and both fits end up to 1e-10 above the minimum of the objective, which is flat if a
     * factor has few levels.
     */
    private static void equalsRefits(Lmm model, Table table, String group, int every) {
        LmmFit whole = model.fit(table);
        double tolerance = whole.groups().size() > 1 ? 1e-4 : 1e-6;
        GroupInfluence influence = whole.diagnostics().influence(group, Deletion.REFIT);
        Factor factor = (Factor) table.column(group);
        for (int j = 0; j < influence.deletions().size(); j += every) {
            GroupInfluence.Deletion deletion = influence.deletions().get(j);
            LmmFit real = model.fit(table.rows(IntStream.range(0, table.rowCount())
                    .filter(i -> !deletion.level().equals(factor.level(i)))
                    .toArray()));
            for (int k = 0; k < deletion.estimates().size(); k++) {
                assertThat(deletion.estimates().get(k))
                        .as("%s without %s", model.formula().text(), deletion.level())
                        .isCloseTo(
                                real.coefficients().get(k).estimate(),
                                within(1e-6 * real.coefficients().get(k).stdError()));
            }
            Map<String, Double> variances = variances(real);
            for (int k = 0; k < influence.variances().size(); k++) {
                double expected = variances.getOrDefault(influence.variances().get(k), Double.NaN);
                assertThat(deletion.components().get(k))
                        .as("%s without %s", influence.variances().get(k), deletion.level())
                        .isCloseTo(
                                expected, within(tolerance * Math.max(expected, 1e-3 * real.sigma() * real.sigma())));
            }
        }
    }

    private static Map<String, Double> variances(LmmFit fit) {
        Map<String, Double> variances = new TreeMap<>();
        fit.covarianceEstimates().forEach(term -> {
            for (int k = 0; k < term.columns().size(); k++) {
                variances.put(
                        term.columns().get(k) + "|" + term.group(),
                        Math.pow(term.standardDeviations().get(k), 2));
            }
        });
        variances.put("residual", fit.sigma() * fit.sigma());
        return variances;
    }

    /** With θ kept, deleting a level of one row is deleting the row. */
    @Test
    void deletionOfALevelWithOneRowEqualsDeletionOfTheRow() {
        int n = 40;
        double[] x = new double[n];
        double[] y = new double[n];
        String[] group = new String[n];
        java.util.Random random = new java.util.Random(3);
        for (int i = 0; i < n; i++) {
            x[i] = random.nextGaussian();
            group[i] = i == 0 ? "alone" : "g" + i % 8;
            y[i] = x[i] + i % 8 + random.nextGaussian();
        }
        LmmFit fit = Lmm.of("y ~ x + (1 | g)")
                .fit(Table.builder().numbers("x", x).numbers("y", y).build().with("g", Factor.ofText(group)));
        GroupInfluence.Deletion level = fit.diagnostics()
                .influence("g", Deletion.FIXED_THETA)
                .deletions()
                .get(0);
        RowDiagnostics row = row(fit, 1);
        assertThat(level.level()).isEqualTo("alone");
        assertThat(level.cooks()).isCloseTo(row.fixedCooks(), within(1e-9));
        assertThat(level.mdffits()).isCloseTo(row.mdffits(), within(1e-9));
        assertThat(level.covratio()).isCloseTo(row.covratio(), within(1e-9));
        assertThat(level.dfbetas().get(1)).isCloseTo(row.dfbetas().get(1), within(1e-9));
    }

    @Test
    void oneNewtonStepLiesNearTheRefit() {
        Diagnostics diagnostics = FitExamples.weightedCake().diagnostics();
        GroupInfluence refit = diagnostics.influence("replicate", Deletion.REFIT);
        GroupInfluence step = diagnostics.influence("replicate", Deletion.ONE_STEP);
        GroupInfluence kept = diagnostics.influence("replicate", Deletion.FIXED_THETA);
        assertThat(change(step, refit)).isLessThan(0.2 * change(kept, refit));
    }

    private static double change(GroupInfluence a, GroupInfluence b) {
        double sum = 0;
        for (int j = 0; j < a.deletions().size(); j++) {
            sum += Math.abs(a.deletions().get(j).components().get(0)
                    - b.deletions().get(j).components().get(0));
        }
        return sum;
    }

    @Test
    void levelThatAFixedEffectNeedsHasAReasonAndNoNumbers() {
        Table table = FitExamples.table("sleepstudy.csv").asFactor("Subject");
        double[] only = new double[table.rowCount()];
        for (int i = 0; i < 10; i++) {
            only[i] = 1;
        }
        LmmFit fit = Lmm.of("Reaction ~ Days + only + (1 | Subject)")
                .fit(table.with("only", dev.echelon.table.NumericColumn.of(only)));
        GroupInfluence influence = fit.diagnostics().influence("Subject", Deletion.REFIT);
        assertThat(influence.deletions().get(0).failure()).contains("do not determine all fixed effects");
        assertThat(influence.deletions().get(0).cooks()).isNaN();
        assertThat(influence.deletions().get(1).failure()).isEmpty();
        assertThat(fit.diagnostics().check(Check.defaults()).findings())
                .anyMatch(finding -> finding.id().equals("indispensable-group"));
    }

    @Test
    void rowsAreCountedAsInTheData() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (1 | Subject)").fit(FitExamples.table("sleepstudy_missing.csv"));
        dev.echelon.table.NumericColumn response = (dev.echelon.table.NumericColumn)
                FitExamples.table("sleepstudy_missing.csv").column("Reaction");
        List<RowDiagnostics> rows = new ArrayList<>();
        fit.diagnostics().forEachRow(rows::add);
        assertThat(rows.size()).isLessThan(response.size());
        for (RowDiagnostics row : rows) {
            assertThat(row.fitted() + row.response()).isCloseTo(response.value(row.row() - 1), within(1e-9));
        }
    }

    @Test
    void modelWithoutFixedEffectsHasNoInfluenceOnThem() {
        LmmFit fit = Lmm.of("Reaction ~ 0 + (1 | Subject)").fit(FitExamples.table("sleepstudy.csv"));
        RowDiagnostics row = row(fit, 60);
        assertThat(row.cooks()).isNaN();
        assertThat(row.dfbetas()).isEmpty();
        assertThat(row.studentised()).isNotNaN();
        assertThat(fit.diagnostics().check(Check.defaults()).outlyingRows()).hasSize(10);
    }

    @Test
    void unknownGroupNamesTheChoices() {
        Diagnostics diagnostics = FitExamples.sleepstudy().diagnostics();
        assertThatThrownBy(() -> diagnostics.influence("subject", Deletion.REFIT))
                .isInstanceOf(EchelonException.class)
                .hasMessage("the model has no grouping factor 'subject'; choose Subject");
    }

    @Test
    void savedFitNeedsItsDataAndGivesTheSameBits(@TempDir Path folder) {
        LmmFit fit = FitExamples.bases();
        fit.save(folder.resolve("fit"));
        LmmFit saved = LmmFit.load(folder.resolve("fit"));
        assertThatThrownBy(() -> saved.diagnostics().leverage())
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("give the data");
        Table table = FitExamples.table("sleepstudy_weighted.csv");
        assertThat(saved.diagnostics(table).cooks())
                .containsExactly(fit.diagnostics().cooks());
    }

    @Test
    void otherDataAreRefused() {
        LmmFit fit = FitExamples.sleepstudy();
        Table table = FitExamples.table("sleepstudy.csv");
        UnaryOperator<double[]> plusOne =
                values -> Arrays.stream(values).map(x -> x + 1).toArray();
        double[] days = new double[table.rowCount()];
        Arrays.setAll(days, i -> i % 10);
        Table other = table.with("Days", dev.echelon.table.NumericColumn.of(plusOne.apply(days)));
        assertThatThrownBy(() -> fit.diagnostics(other))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'Days'");
        assertThatThrownBy(() -> fit.diagnostics(table.slice(0, 100)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("100 rows")
                .hasMessageContaining("180");
    }

    @Test
    void allExamplesCanBeChecked() {
        for (LmmFit fit : FitExamples.all()) {
            assertThat(fit.diagnostics().check(Check.defaults().replicates(20)).observations())
                    .as(fit.formula())
                    .isEqualTo(fit.observations());
        }
    }
}
