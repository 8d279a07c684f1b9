package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.result.Coefficient;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sums over parts of the rows add up to those over all rows: merged fits are those of the whole. */
class SummaryMergeTest {

    private static final Table SLEEPSTUDY = FitExamples.table("sleepstudy.csv").asFactor("Subject");

    /** The parts into which {@code part} divides the rows, in order; what is not in a part is not among its levels. */
    private static List<Table> split(Table table, int parts, IntUnaryOperator part) {
        List<Table> tables = new ArrayList<>();
        for (int k = 0; k < parts; k++) {
            int wanted = k;
            tables.add(table.rows(IntStream.range(0, table.rowCount())
                    .filter(row -> part.applyAsInt(row) == wanted)
                    .toArray()));
        }
        return tables;
    }

    private static DataSummary merged(Lmm model, List<Table> parts) {
        return parts.stream().map(model::summarise).reduce(DataSummary::merge).orElseThrow();
    }

    private static void requireSame(LmmFit fit, LmmFit whole) {
        requireSame(fit, whole, 1e-10);
    }

    private static void requireSame(LmmFit fit, LmmFit whole, double tolerance) {
        assertThat(fit.objective()).isCloseTo(whole.objective(), within(1e-8));
        assertThat(fit.observations()).isEqualTo(whole.observations());
        assertThat(fit.rows()).isEqualTo(whole.rows());
        for (int k = 0; k < whole.coefficients().size(); k++) {
            Coefficient expected = whole.coefficients().get(k);
            Coefficient actual = fit.coefficients().get(k);
            assertThat(actual.term()).isEqualTo(expected.term());
            double size = Math.abs(expected.estimate()) + expected.stdError();
            assertThat(actual.estimate()).isCloseTo(expected.estimate(), within(tolerance * size));
            assertThat(actual.stdError()).isCloseTo(expected.stdError(), within(1e-8 * expected.stdError()));
        }
        for (String term : whole.randomTerms()) {
            assertThat(fit.randomEffects(term).levels())
                    .isEqualTo(whole.randomEffects(term).levels());
        }
    }

    @Test
    void subjectsInDifferentPartsAddUp() {
        Lmm model = Lmm.of("Reaction ~ Days + (Days | Subject)");
        List<Table> parts = split(SLEEPSTUDY, 3, row -> row / 10 % 3);

        requireSame(model.fit(merged(model, parts)), model.fit(SLEEPSTUDY));
    }

    @Test
    void rowsOfEverySubjectInDifferentPartsAddUp() {
        Lmm model = Lmm.of("Reaction ~ Days + (Days | Subject)").criterion(Criterion.ML);
        List<Table> parts = split(SLEEPSTUDY, 4, row -> (row * 7 + row / 10) % 4);

        requireSame(model.fit(merged(model, parts)), model.fit(SLEEPSTUDY));
    }

    @Test
    void mergingIsAssociativeToRoundingAndItsDigestExactly() {
        Lmm model = Lmm.of("Reaction ~ Days + (Days | Subject)");
        List<DataSummary> parts = split(SLEEPSTUDY, 3, row -> row % 3).stream()
                .map(model::summarise)
                .toList();
        DataSummary left = parts.get(0).merge(parts.get(1)).merge(parts.get(2));
        DataSummary right = parts.get(0).merge(parts.get(1).merge(parts.get(2)));

        requireSame(model.fit(left), model.fit(right));
        assertThat(left.digest()).isEqualTo(right.digest()).hasSize(64);
        assertThat(model.fit(parts.get(0).merge(parts.get(1)).merge(parts.get(2)))
                        .objective())
                .isEqualTo(model.fit(left).objective());
    }

    /** A lecture evaluation in small: students by lecturers, not all pairs, departments above lecturers. */
    static Table crossed(int n, long seed) {
        Random random = new Random(seed);
        double[] y = new double[n];
        double[] service = new double[n];
        double[] weights = new double[n];
        String[] student = new String[n];
        String[] lecturer = new String[n];
        String[] department = new String[n];
        for (int i = 0; i < n; i++) {
            int s = random.nextInt(60);
            int d = random.nextInt(25);
            service[i] = random.nextInt(2);
            weights[i] = 1 + random.nextInt(3);
            student[i] = "s" + s;
            lecturer[i] = "d" + d;
            department[i] = "p" + d % 4;
            y[i] = 3 + 0.2 * service[i] + Math.sin(s) + 0.5 * Math.cos(d) + random.nextGaussian();
        }
        return Table.builder()
                .numbers("y", y)
                .numbers("service", service)
                .numbers("w", weights)
                .factor("s", student)
                .factor("d", lecturer)
                .factor("p", department)
                .build();
    }

    @Test
    void crossedFactorsWithWeightsAddUp() {
        Table all = crossed(500, 3);
        Lmm model = Lmm.of("y ~ service + p + (1 | s) + (service || d)").weights("w");
        List<Table> parts = split(all, 3, row -> row < 30 ? 0 : 1 + row % 2);

        requireSame(model.fit(merged(model, parts)), model.fit(all));
    }

    @Test
    void theFactorWithMostLevelsMayBeAnotherOneInEveryPart() {
        Table all = crossed(400, 5);
        Lmm model = Lmm.of("y ~ service + (1 | s) + (1 | d)");
        Factor students = (Factor) all.column("s");
        List<Table> parts = split(all, 2, row -> students.code(row) < 12 ? 0 : 1);
        List<DataSummary> summaries = parts.stream().map(model::summarise).toList();

        assertThat(summaries.get(0).groups()).containsExactly("d", "s");
        assertThat(summaries.get(1).groups()).containsExactly("s", "d");
        requireSame(model.fit(summaries.get(0).merge(summaries.get(1))), model.fit(all));
        requireSame(model.fit(summaries.get(1).merge(summaries.get(0))), model.fit(all));
    }

    @Test
    void nestedFactorsAddUpInTheOrderOfTheirParts() {
        Table pastes = FitExamples.table("pastes.csv");
        Lmm model = Lmm.of("strength ~ 1 + (1 | batch/cask)");

        requireSame(model.fit(merged(model, split(pastes, 3, row -> row % 3))), model.fit(pastes));
    }

    @Test
    void onePartMayHaveOneLevelOnly() {
        Lmm model = Lmm.of("Reaction ~ Days + (1 | Subject)");
        List<Table> parts = split(SLEEPSTUDY, 18, row -> row / 10);

        requireSame(model.fit(merged(model, parts)), model.fit(SLEEPSTUDY));
        assertThatThrownBy(() -> model.fit(model.summarise(parts.get(0))))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("only one level");
    }

    @Test
    void levelsOfPredictorsAreUnitedWhateverTheCoding() {
        Table all = crossed(600, 9);
        Factor department = (Factor) all.column("p");
        Factor lecturer = (Factor) all.column("d");
        for (Coding coding : List.of(Coding.treatment(), Coding.sum(), Coding.helmert(), Coding.poly())) {
            Lmm model = Lmm.of("y ~ service * p + (p | s)").coding("p", coding).criterion(Criterion.ML);
            // the first part lacks p0, the base; the second lacks p2
            List<Table> parts = split(all, 3, row -> {
                int p = department.code(row);
                int d = lecturer.code(row);
                return p == 0 ? 1 + d % 2 : p == 2 ? 2 * (d % 2) : row % 3;
            });

            requireSame(
                    model.fit(merged(model, parts)),
                    model.fit(all),
                    1e-8); // to which the optimum of ten parameters is found
        }
    }

    @Test
    void partsWithoutAConstantAddUp() {
        Table all = crossed(300, 2);
        Lmm model = Lmm.of("y ~ 0 + p + service + (0 + service | s)");

        requireSame(model.fit(merged(model, split(all, 2, row -> row % 2))), model.fit(all));
    }

    @Test
    void partsThatLieFarApartSayWhatIsLost() {
        Random random = new Random(1);
        int n = 300;
        double[] x = new double[n];
        double[] y = new double[n];
        double[] g = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextGaussian() + (i < 10 ? 0 : 1e3);
            g[i] = i % 20;
            y[i] = 0.5 * x[i] + Math.sin(g[i]) + random.nextGaussian();
        }
        Table all =
                Table.builder().numbers("y", y).numbers("x", x).numbers("g", g).build();
        Lmm model = Lmm.of("y ~ x + (1 | g)");
        List<Table> parts = split(all, 2, row -> row < 10 ? 0 : 1);

        requireSame(model.fit(merged(model, parts)), model.fit(all));
    }

    @Test
    void basesLearnedFromOtherValuesAreRefusedUnlessTakenOver() {
        Lmm model = Lmm.of("Reaction ~ poly(Days, 2) + (1 | Subject)");
        List<Table> parts = split(SLEEPSTUDY, 2, row -> row % 3 == 0 ? 0 : 1);
        DataSummary first = model.summarise(parts.get(0));

        assertThatThrownBy(() -> first.merge(model.summarise(parts.get(1))))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("poly(Days, 2)")
                .hasMessageContaining("--like");
        LmmFit fit = model.fit(first.merge(model.summarise(parts.get(1), first)));
        assertThat(fit.criterion()).isEqualTo(Criterion.REML);
        double likelihood = model.criterion(Criterion.ML)
                .fit(first.merge(model.summarise(parts.get(1), first)))
                .objective();
        assertThat(likelihood)
                .isCloseTo(model.criterion(Criterion.ML).fit(SLEEPSTUDY).objective(), within(1e-8));
    }

    @Test
    void meansOfDifferentGroupsAreUnited() {
        Table hsb82 = FitExamples.table("hsb82.csv.gz");
        Lmm model = Lmm.of("mAch ~ within(ses, school) + between(ses, school) + (1 | school)");
        Factor school = Factor.ofNumbers((NumericColumn) hsb82.column("school"));
        List<Table> parts = split(hsb82, 2, row -> school.code(row) % 2);

        requireSame(model.fit(merged(model, parts)), model.fit(hsb82));
    }

    @Test
    void sumsOfAnotherModelAreRefused() {
        DataSummary one = Lmm.of("Reaction ~ Days + (1 | Subject)").summarise(SLEEPSTUDY);
        DataSummary other = Lmm.of("Reaction ~ Days + (Days | Subject)").summarise(SLEEPSTUDY);
        DataSummary weighted =
                Lmm.of("Reaction ~ Days + (1 | Subject)").weights("Days").summarise(SLEEPSTUDY);

        assertThatThrownBy(() -> one.merge(other))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'Reaction ~ Days + (1 | Subject)'")
                .hasMessageContaining("'Reaction ~ Days + (Days | Subject)'");
        assertThatThrownBy(() -> one.merge(weighted))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("different weights, none and 'Days'");
    }

    @Test
    void marginalMeansAndRangesAreThoseOfAllRows() {
        Table all = crossed(600, 4);
        Lmm model = Lmm.of("y ~ service * p + (1 | s)");
        LmmFit whole = model.fit(all);
        LmmFit fit = model.fit(merged(model, split(all, 3, row -> row % 3)));

        assertThat(fit.means(Means.of("p")).means().get(1).estimate())
                .isCloseTo(whole.means(Means.of("p")).means().get(1).estimate(), within(1e-10));
        assertThat(fit.state().learned().ranges())
                .isEqualTo(whole.state().learned().ranges());
        assertThat(fit.state().learned().composition().codes())
                .isEqualTo(whole.state().learned().composition().codes());
        assertThat(fit.state().learned().composition().weights())
                .isEqualTo(whole.state().learned().composition().weights());
    }
}
