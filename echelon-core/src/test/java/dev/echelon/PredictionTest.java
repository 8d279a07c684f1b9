package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Prediction.NewLevels;
import dev.echelon.Prediction.Range;
import dev.echelon.error.EchelonException;
import dev.echelon.result.Predictions;
import dev.echelon.table.Csv;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Standard errors were computed in R 4.2 from lme4 1.1-31 fits (bobyqa, rhoend 1e-12) by inverting the dense mixed-model
 * equations: sqrt(diag(W C W')), W = [Z X].
 */
class PredictionTest {
    private static final LmmFit SLEEP =
            Lmm.of("Reaction ~ Days + (Days | Subject)").factors("Subject").fit(data("sleepstudy.csv"));

    static Table data(String name) {
        String root = System.getProperty("echelon.root", "");
        Path folder = Path.of(root).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.resolve("..").normalize();
        }
        return Csv.read(folder.resolve("data").resolve(name));
    }

    /** Rows for subject 308, an unknown one and none. */
    private static Table days(double... days) {
        int[] codes = {0, 1, -1};
        int[] used = new int[days.length];
        System.arraycopy(codes, 0, used, 0, days.length);
        return Table.builder().numbers("Days", days).build().with("Subject", Factor.of(used, List.of("308", "999")));
    }

    @Test
    void conditionalPredictionsOfTheTrainingRowsAreTheFittedValues() {
        Predictions predictions = SLEEP.predict(data("sleepstudy.csv"), Prediction.conditional());
        assertThat(predictions.estimates()).containsExactly(SLEEP.fitted(), within(1e-10));
    }

    /** lme4: predict(re.form = NULL) at rows 1, 4, 40, 180. */
    @Test
    void knownGroupsHaveTheErrorOfTheJointCovariance() {
        Predictions predictions =
                SLEEP.predict(data("sleepstudy.csv"), Prediction.conditional().withErrors());
        assertRow(predictions, 0, 253.663670349, 12.25479261643);
        assertRow(predictions, 3, 312.662443941, 8.11647573853);
        assertRow(predictions, 39, 325.972195293, 13.85689854296);
        assertRow(predictions, 179, 369.481485545, 13.85689854296);
    }

    private static void assertRow(Predictions predictions, int row, double estimate, double error) {
        assertThat(predictions.estimate(row)).isCloseTo(estimate, within(1e-4));
        assertThat(predictions.standardError(row)).isCloseTo(error, within(1e-4));
    }

    /** At day 3: lme4's se.fit omits the between-group variance, 7.7054; with it sqrt(7.7054² + z'Σz) = 32.3225. */
    @Test
    void newGroupsCarryTheirBetweenGroupVarianceIfAsked() {
        Prediction request = Prediction.conditional().withErrors();
        Predictions without = SLEEP.predict(days(3, 3, 3), request.newLevels(NewLevels.POPULATION));
        Predictions with = SLEEP.predict(days(3, 3, 3), request.newLevels(NewLevels.VARIANCE));
        for (int row : new int[] {1, 2}) {
            assertRow(without, row, 282.806962727, 7.7054);
            assertThat(with.standardError(row)).isCloseTo(32.3225, within(5e-4));
        }
        assertThat(with.standardError(0)).isEqualTo(without.standardError(0));
    }

    @Test
    void predictionIntervalAddsTheResidualVariance() {
        Prediction request = Prediction.conditional()
                .newLevels(NewLevels.VARIANCE)
                .interval(Range.PREDICTION)
                .coverage(0.9);
        Predictions predictions = SLEEP.predict(days(3, 3), request);
        double half = 41.2273 * 1.6448536269514722;
        assertThat(predictions.interval(1).upper() - predictions.estimate(1)).isCloseTo(half, within(1e-3));
        assertThat(predictions.estimate(1) - predictions.interval(1).lower()).isCloseTo(half, within(1e-3));
        Predictions marginal = SLEEP.predict(days(3, 3), Prediction.population().interval(Range.PREDICTION));
        double marginalHalf = 41.2273 * 1.959963984540054;
        assertThat(marginal.interval(0).upper() - marginal.estimate(0)).isCloseTo(marginalHalf, within(1e-3));
        assertThat(marginal.standardError(0)).isCloseTo(7.7054, within(1e-4));
    }

    @Test
    void crossedAndNestedGroupsHaveTheErrorOfTheJointCovariance() {
        Predictions penicillin =
                errors("diameter ~ 1 + (1 | plate) + (1 | sample)", "penicillin.csv", new String[] {"plate", "sample"});
        assertThat(penicillin.standardError(49)).isCloseTo(0.240197642895, within(1e-6));
        Predictions pastes = errors("strength ~ 1 + (1 | batch/cask)", "pastes.csv", new String[] {"batch", "cask"});
        assertThat(pastes.standardError(29)).isCloseTo(0.572501857305, within(1e-6));
        Predictions oats =
                errors("yield ~ nitro + Variety + (1 | Block/Variety)", "oats.csv", new String[] {"Block", "Variety"});
        assertThat(oats.standardError(0)).isCloseTo(6.21275346399, within(1e-5));
        assertThat(oats.standardError(29)).isCloseTo(5.90924936407, within(1e-5));
        Predictions chainAndTail = errors(
                "yield ~ Variety + (1 | Block/Variety) + (1 | nitro)", "oats.csv", new String[] {"Block", "nitro"});
        assertThat(chainAndTail.standardError(71)).isCloseTo(6.36918981476, within(1e-5));
    }

    private static Predictions errors(String formula, String file, String[] factors) {
        Table table = data(file);
        return Lmm.of(formula)
                .factors(factors)
                .fit(table)
                .predict(table, Prediction.conditional().withErrors());
    }

    /** The variance of one observation is σ²/w; without a column of weights w is 1, and a note says so. */
    @Test
    void predictionIntervalsCountTheWeightOfTheNewObservation() {
        Table weighted = data("sleepstudy_weighted.csv");
        LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)")
                .factors("Subject")
                .weights("w")
                .fit(weighted);
        Prediction request = Prediction.conditional().interval(Prediction.Range.PREDICTION);
        Predictions with = fit.predict(weighted, request);
        Predictions without = fit.predict(data("sleepstudy.csv"), request);
        double sigma2 = fit.sigma() * fit.sigma();
        double se2 = with.standardError(2) * with.standardError(2);
        double z = 1.959963984540054;
        assertThat(with.interval(2).upper() - with.estimate(2))
                .isCloseTo(z * Math.sqrt(se2 + sigma2 / 0.929), within(1e-8));
        assertThat(without.interval(2).upper() - without.estimate(2))
                .isCloseTo(z * Math.sqrt(se2 + sigma2), within(1e-8));
        assertThat(with.notes()).isEmpty();
        assertThat(without.notes()).anyMatch(note -> note.contains("weight 1") && note.contains("'w'"));
    }

    /** lme4 with weights and offset: se 11.33581976654, 12.82276902444; fitted 255.511324133, 365.832391176. */
    @Test
    void weightsAndOffsetAreHonoured() {
        Table table = data("sleepstudy_weighted.csv");
        Predictions predictions = Lmm.of("Reaction ~ Days + (Days | Subject)")
                .factors("Subject")
                .weights("w")
                .offset("off")
                .fit(table)
                .predict(table, Prediction.conditional().withErrors());
        assertRow(predictions, 0, 255.511324133, 11.33581976654);
        assertRow(predictions, 179, 365.832391176, 12.82276902444);
    }

    /** lme4: re.form = ~(0 + Days | Subject) 429.522082767; re.form = ~(1 | Subject) 347.123374483. */
    @Test
    void aSubsetOfTermsCanBeChosen() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (1 | Subject) + (0 + Days | Subject)")
                .factors("Subject")
                .fit(data("sleepstudy.csv"));
        Prediction all = Prediction.conditional();
        assertThat(fit.predict(days(9), all.terms("Subject.1")).estimate(0)).isCloseTo(429.522082767, within(1e-3));
        assertThat(fit.predict(days(9), all.terms("Subject")).estimate(0)).isCloseTo(347.123374483, within(1e-3));
        assertThatThrownBy(() -> fit.predict(days(9), all.terms("Subjekt")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("Subject, Subject.1");
    }

    @Test
    void unknownGroupsAreAnErrorThatNamesThem() {
        assertThatThrownBy(() -> SLEEP.predict(days(3, 3), Prediction.conditional()))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'999'")
                .hasMessageContaining("'Subject'");
        Table noColumn = Table.builder().numbers("Days", 3).build();
        assertThatThrownBy(() -> SLEEP.predict(noColumn, Prediction.conditional()))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no column 'Subject'");
        assertThat(SLEEP.predict(noColumn, Prediction.population()).estimate(0)).isCloseTo(282.806962727, within(1e-6));
    }

    @Test
    void missingValuesGiveAMissingPredictionWithAReason() {
        Table rows = Table.of(java.util.Map.of("Days", NumericColumn.of(Double.NaN, 3)));
        Predictions predictions = SLEEP.predict(rows, Prediction.population().interval(Range.CONFIDENCE));
        assertThat(predictions.estimate(0)).isNaN();
        assertThat(predictions.reason(0)).isEqualTo("missing in 'Days'");
        assertThat(predictions.reason(1)).isEmpty();
        assertThat(predictions.standardError(1)).isCloseTo(7.7054, within(1e-4));
    }
}
