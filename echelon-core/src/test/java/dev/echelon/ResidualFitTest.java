package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.FormulaException;
import dev.echelon.golden.TestFiles;
import dev.echelon.result.Finding;
import dev.echelon.result.Predictions;
import dev.echelon.result.ResidualCovariance;
import dev.echelon.result.Simulations;
import dev.echelon.result.StructureComparison;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of a fit with an R side. */
class ResidualFitTest {
    private static final Table ORTHODONT = TestFiles.table("orthodont.csv");
    private static final LmmFit FIT =
            Lmm.of("distance ~ age * Sex + repeated(us(age | Subject))").fit(ORTHODONT);

    @Test
    void savedFitAnswersLikeTheFit(@TempDir Path folder) {
        Path file = folder.resolve("un.fit");
        LmmFit robust = FIT.robust(Vcov.CR2);
        robust.save(file);
        LmmFit loaded = LmmFit.load(file);

        assertThat(loaded.residual()).isEqualTo(FIT.residual());
        assertThat(loaded.robust()).isEqualTo(Vcov.CR2);
        assertThat(loaded.coefficients(DfMethod.SATTERTHWAITE)).isEqualTo(robust.coefficients(DfMethod.SATTERTHWAITE));
        assertThat(loaded.robust(Vcov.MODEL).coefficients(DfMethod.KENWARD_ROGER))
                .isEqualTo(FIT.coefficients(DfMethod.KENWARD_ROGER));
        assertThat(loaded.parameters()).isEqualTo(14);
        assertThat(loaded.predict(ORTHODONT, Prediction.conditional()).estimates())
                .containsExactly(
                        FIT.predict(ORTHODONT, Prediction.conditional()).estimates());
        assertThatThrownBy(() -> loaded.robust(Vcov.CR3))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("fit again with --vcov cr3");
    }

    /** The last visit of the first boy given the other three, by the textbook formula in four dimensions. */
    @Test
    void unobservedVisitIsPredictedFromTheOthers() {
        int row = row("M01", 14);
        Table missing = ORTHODONT.with("distance", without(row));
        Predictions predictions = FIT.predict(missing, Prediction.conditional().interval(Prediction.Range.PREDICTION));
        Predictions population = FIT.predict(ORTHODONT, Prediction.population());
        List<List<Double>> sigma = FIT.residual().orElseThrow().groups().get(0).covariance();
        double[][] s = new double[3][4];
        double[] expected = new double[3];
        for (int i = 0; i < 3; i++) {
            int own = row("M01", 8 + 2 * i);
            for (int j = 0; j < 3; j++) {
                s[i][j] = sigma.get(i).get(j);
            }
            s[i][3] = sigma.get(i).get(3);
            expected[i] = value("distance", own) - population.estimate(own);
        }
        double[] k = solve(s);
        double estimate = population.estimate(row);
        double variance = sigma.get(3).get(3);
        for (int i = 0; i < 3; i++) {
            estimate += k[i] * expected[i];
            variance -= k[i] * sigma.get(i).get(3);
        }
        assertThat(predictions.estimate(row)).isCloseTo(estimate, within(1e-10));
        double half = predictions.interval(row).upper() - predictions.estimate(row);
        double error = predictions.standardError(row);
        // the interval adds the variance of the visit given the others to the error of the mean
        assertThat(half / 1.959963984540054).isCloseTo(Math.sqrt(variance + error * error), within(1e-9));
        assertThat(error).isPositive().isLessThan(population(row));
    }

    private static double population(int row) {
        return FIT.predict(ORTHODONT, Prediction.population().withErrors()).standardError(row) * 2;
    }

    private static double[] solve(double[][] s) {
        double[][] a = new double[3][];
        for (int i = 0; i < 3; i++) {
            a[i] = s[i].clone();
        }
        for (int i = 0; i < 3; i++) {
            for (int r = 0; r < 3; r++) {
                if (r != i) {
                    double factor = a[r][i] / a[i][i];
                    for (int c = 0; c < 4; c++) {
                        a[r][c] -= factor * a[i][c];
                    }
                }
            }
        }
        return new double[] {a[0][3] / a[0][0], a[1][3] / a[1][1], a[2][3] / a[2][2]};
    }

    private static double value(String column, int row) {
        return ((NumericColumn) ORTHODONT.column(column)).value(row);
    }

    private static NumericColumn without(int row) {
        double[] values = ((NumericColumn) ORTHODONT.column("distance")).toArray();
        values[row] = Double.NaN;
        return NumericColumn.of(values);
    }

    private static int row(String subject, double age) {
        dev.echelon.table.Factor subjects = (dev.echelon.table.Factor) ORTHODONT.column("Subject");
        for (int i = 0; i < ORTHODONT.rowCount(); i++) {
            if (subject.equals(subjects.level(i)) && value("age", i) == age) {
                return i;
            }
        }
        throw new AssertionError(subject);
    }

    /** With a random intercept in place of cs, conditional predictions of unobserved rows are the same. */
    @Test
    void randomInterceptAndCompoundSymmetryPredictAlike() {
        Table missing = ORTHODONT.with("distance", without(row("F03", 10)));
        LmmFit random = Lmm.of("distance ~ age * Sex + (1 | Subject)").fit(missing);
        LmmFit residual =
                Lmm.of("distance ~ age * Sex + repeated(cs(age | Subject))").fit(missing);
        Prediction request = Prediction.conditional().interval(Prediction.Range.PREDICTION);
        int row = row("F03", 10);
        Predictions a = random.predict(missing, request);
        Predictions b = residual.predict(missing, request);

        assertThat(b.estimate(row)).isCloseTo(a.estimate(row), within(1e-5));
        assertThat(b.interval(row).upper()).isCloseTo(a.interval(row).upper(), within(1e-5));
    }

    @Test
    void optionsSayTheSameAsTheFormula() {
        Lmm said = Lmm.of("distance ~ age")
                .random("1 | Subject")
                .repeated("ar1(age | Subject)")
                .variance("ident(Sex)");

        assertThat(said.formula().expanded())
                .isEqualTo("distance ~ 1 + age + (1 | Subject) + repeated(ar1(age | Subject)) + variance(ident(Sex))");
        assertThatThrownBy(() -> said.repeated("us(age | Subject)")).isInstanceOf(FormulaException.class);
    }

    @Test
    void structuresAreComparedWithThoseNestedInThem() {
        StructureComparison comparison = Lmm.of("distance ~ age * Sex + repeated(us(age | Subject))")
                .compareStructures(List.of("us", "cs", "csh", "ar1"), ORTHODONT);

        assertThat(comparison.rows())
                .extracting(StructureComparison.Row::structure)
                .containsExactly("cs", "ar1", "csh", "us");
        StructureComparison.Row us = comparison.rows().get(3);
        assertThat(us.against()).isEqualTo("csh");
        // objectives of nlme: 431.9723761426 (csh) and 424.546800198527 (us)
        assertThat(us.chiSquare()).isCloseTo(431.9723761426 - 424.546800198527, within(1e-5));
        assertThat(us.df()).isEqualTo(5);
        assertThat(comparison.rows().get(0).delta()).isZero();
    }

    @Test
    void whatDoesNotApplyIsRefusedInOneSentence() {
        String reason = "cannot be computed yet for a model with repeated() or variance()";
        assertThatThrownBy(() -> FIT.confint(Confint.profile())).hasMessageContaining(reason);
        assertThatThrownBy(() -> FIT.confint(Confint.bootstrap(10, 1))).hasMessageContaining(reason);
        assertThatThrownBy(FIT::diagnostics).hasMessageContaining(reason);
        assertThat(FIT.confint(Confint.wald()).intervals()).hasSize(4);
    }

    @Test
    void interceptThatTheResidualsHoldIsFound() {
        List<Finding> findings = Lmm.of("distance ~ age + (1 | Subject) + repeated(cs(age | Subject))")
                .explain(ORTHODONT)
                .findings();

        assertThat(findings).extracting(Finding::id).contains("residual-holds-intercept");
    }

    @Test
    void visitsNeverSeenTogetherAreFound() {
        int[] kept = java.util.stream.IntStream.range(0, ORTHODONT.rowCount())
                .filter(i -> i % 8 < 4 ? value("age", i) != 8 : value("age", i) != 14)
                .toArray();
        List<Finding> findings = Lmm.of("distance ~ age + repeated(us(age | Subject))")
                .explain(ORTHODONT.rows(kept))
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.id().equals("positions-never-together"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("8 and 14"));
    }

    /** Means and covariances of 4000 draws within four standard errors of those of the fit. */
    @Test
    void simulationsHaveTheCovarianceOfTheResiduals(@TempDir Path folder) {
        int count = 4000;
        Simulations draws = FIT.simulate(count, 7);
        double[] mean = FIT.predict(ORTHODONT, Prediction.population()).estimates();
        List<List<Double>> sigma = FIT.residual().orElseThrow().groups().get(0).covariance();
        for (int i = 0; i < 4; i++) {
            int row = row("M01", 8 + 2 * i);
            for (int j = 0; j <= i; j++) {
                int other = row("M01", 8 + 2 * j);
                double sum = 0;
                double stranger = 0;
                for (int k = 0; k < count; k++) {
                    double e = draws.response(k, row) - mean[row];
                    sum += e * (draws.response(k, other) - mean[other]);
                    stranger += e * (draws.response(k, row("F01", 8)) - mean[row("F01", 8)]);
                }
                double v = sigma.get(i).get(i) * sigma.get(j).get(j);
                double error = Math.sqrt((v + Math.pow(sigma.get(i).get(j), 2)) / count);
                assertThat(sum / count).isCloseTo(sigma.get(i).get(j), within(4 * error));
                assertThat(stranger / count).isCloseTo(0, within(4 * Math.sqrt(2 * v / count)));
            }
        }
        FIT.save(folder.resolve("f.fit"));
        LmmFit loaded = LmmFit.load(folder.resolve("f.fit"));
        assertThat(loaded.simulate(ORTHODONT, 2, 7, false).response(1, 5)).isEqualTo(draws.response(1, 5));
    }

    /** The variance function and the modes: the residual variance of females is that of the fit. */
    @Test
    void simulationsHaveTheVarianceFunction() {
        LmmFit fit =
                Lmm.of("distance ~ age + (1 | Subject) + variance(ident(Sex))").fit(ORTHODONT);
        Simulations draws = fit.simulate(4000, 3, true);
        double[] fitted = fit.fitted();
        double[] deviations = new double[fitted.length];
        for (int i = 0; i < fitted.length; i++) {
            deviations[i] = fit.residuals()[i] / fit.scaledResiduals()[i];
        }
        for (int row : new int[] {row("M03", 8), row("F03", 12)}) {
            double sum = 0;
            for (int k = 0; k < 4000; k++) {
                sum += Math.pow(draws.response(k, row) - fitted[row], 2);
            }
            assertThat(sum / 4000).isCloseTo(Math.pow(deviations[row], 2), within(0.1 * Math.pow(deviations[row], 2)));
        }
    }

    @Test
    void ladderOfStructuresReadsTheDataOnce() {
        int[] passes = new int[1];
        RowSource counted = new RowSource() {
            @Override
            public Schema schema() {
                return ORTHODONT.schema();
            }

            @Override
            public void forEachBatch(Consumer<Table> consumer) {
                passes[0]++;
                ORTHODONT.forEachBatch(consumer);
            }
        };
        StructureComparison ladder = Lmm.of("distance ~ age * Sex + repeated(us(age | Subject))")
                .compareStructures(List.of("cs", "ar1", "us", "exp"), counted);
        assertThat(passes[0]).isEqualTo(1);
        for (StructureComparison.Row row : ladder.rows()) {
            LmmFit alone = Lmm.of("distance ~ age * Sex")
                    .repeated(row.structure() + "(age | Subject)")
                    .fit(ORTHODONT);
            assertThat(row.objective()).isEqualTo(alone.objective());
        }
    }

    /** R: sin(2 * pi * x), whether or not the number has a name. */
    @Test
    void piIsTheNumberUnlessThereIsAColumn() {
        LmmFit number = Lmm.of("distance ~ sin(2 * pi * age / 14)").fit(ORTHODONT);
        LmmFit written =
                Lmm.of("distance ~ sin(2 * 3.141592653589793 * age / 14)").fit(ORTHODONT);
        assertThat(number.objective()).isEqualTo(written.objective());
        assertThat(number.coefficients().get(1).term()).isEqualTo("sin(2 * pi * age/14)");

        Table column = ORTHODONT.with("pi", NumericColumn.of(new double[ORTHODONT.rowCount()]));
        assertThat(Lmm.of("distance ~ age + sin(pi + age)").fit(column).objective())
                .isEqualTo(Lmm.of("distance ~ age + sin(age)").fit(ORTHODONT).objective());
    }

    @Test
    void groupsHaveTheirOwnParameters() {
        ResidualCovariance residual = Lmm.of("distance ~ age * Sex + repeated(cs(age | Sex/Subject))")
                .fit(ORTHODONT)
                .residual()
                .orElseThrow();

        assertThat(residual.group()).isEqualTo("Sex");
        assertThat(residual.groups()).extracting(ResidualCovariance.Group::name).containsExactly("Female", "Male");
        assertThat(residual.parameters()).hasSize(4);
    }
}
