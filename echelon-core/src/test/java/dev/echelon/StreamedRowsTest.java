package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.FittedBatch;
import dev.echelon.result.Predictions;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamedRowsTest {
    private static final Table ROWS = StreamedFitTest.rows(3000, 8);
    private static final String FORMULA = "y ~ x + t + f + (x | h) + (1 | g / k)";

    @Test
    void fittedValuesComeBatchByBatch() {
        LmmFit whole = Lmm.of(FORMULA).weights("w").fit(ROWS);
        StreamedFitTest.Batches batches = new StreamedFitTest.Batches(ROWS, 2, 700, false);
        List<FittedBatch> parts = new ArrayList<>();
        whole.rows(batches, parts::add);

        int row = 0;
        for (FittedBatch part : parts) {
            for (int i = 0; i < part.rows().length; i++, row++) {
                assertThat(part.fitted()[i]).isEqualTo(whole.fitted()[row]);
                assertThat(part.residuals()[i]).isEqualTo(whole.residuals()[row]);
                assertThat(part.scaled()[i]).isEqualTo(whole.scaledResiduals()[row]);
                assertThat(part.response()[i]).isCloseTo(whole.fitted()[row] + whole.residuals()[row], within(1e-12));
            }
        }
        assertThat(row).isEqualTo((int) whole.rows().used()).isLessThan(3000);
        FittedBatch last = parts.get(parts.size() - 1);
        assertThat(last.rows()[last.rows().length - 1]).isGreaterThan(2990);
    }

    @Test
    void aStreamedFitHasNoRowsButTakesThem() {
        Lmm model = Lmm.of(FORMULA).weights("w");
        LmmFit fit = model.fit(new StreamedFitTest.Batches(ROWS, 2, 700, false));

        assertThat(fit.fitted()).isEmpty();
        assertThat(fit.modelRows()).isEmpty();
        assertThat(fit.withRows(ROWS).fitted()).hasSize((int) fit.rows().used());
        assertThat(fit.effectSizes(ROWS)).isNotNull();
    }

    @Test
    void otherDataAreRefused() {
        LmmFit fit = Lmm.of("y ~ x + (1 | g)").fit(ROWS);

        assertThatThrownBy(() -> fit.rows(ROWS.slice(0, 2999), part -> {}))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("2999 rows");
        double[] y = new double[3000];
        java.util.Arrays.setAll(y, i -> 600 + i % 7);
        assertThatThrownBy(() -> fit.rows(ROWS.with("y", dev.echelon.table.NumericColumn.of(y)), part -> {}))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the response differs");
    }

    @Test
    void predictionsComeBatchByBatch() {
        LmmFit fit = Lmm.of(FORMULA).fit(ROWS);
        double[] whole = fit.predict(ROWS, Prediction.conditional()).estimates();
        double[] parts = new double[3000];
        fit.predict(
                new StreamedFitTest.Batches(ROWS, 5, 600, false),
                Prediction.conditional(),
                (first, predictions) ->
                        System.arraycopy(predictions.estimates(), 0, parts, first.intValue(), predictions.size()));

        assertThat(parts).containsExactly(whole);
    }

    @Test
    void influenceComesBatchByBatch() {
        LmmFit whole = Lmm.of(FORMULA).weights("w").fit(ROWS);
        List<FittedBatch> parts = new ArrayList<>();
        whole.diagnosedRows(new StreamedFitTest.Batches(ROWS, 4, 500, true), parts::add);

        int[] next = {0};
        int[] part = {0};
        whole.diagnostics().forEachRow(row -> {
            while (next[0] == parts.get(part[0]).rows().length) {
                part[0]++;
                next[0] = 0;
            }
            FittedBatch batch = parts.get(part[0]);
            int i = next[0]++;
            assertThat(batch.rows()[i] + 1).isEqualTo(row.row());
            assertThat(batch.influence().leverage()[i]).isCloseTo(row.leverage(), within(1e-13));
            assertThat(batch.influence().standardised()[i]).isCloseTo(row.standardised(), within(1e-12));
            assertThat(batch.influence().cooks()[i]).isCloseTo(row.cooks(), within(1e-12));
        });
        assertThat(part[0]).isEqualTo(parts.size() - 1);
        assertThat(parts).allSatisfy(batch -> assertThat(batch.notes()).isEmpty());
    }

    @Test
    void influenceIsComputedWhenItIsAskedForOnly() {
        LmmFit fit = Lmm.of("y ~ x + (1 | g)").fit(ROWS);
        fit.rows(ROWS, batch -> assertThat(batch.influence()).isSameAs(FittedBatch.Influence.NONE));
    }

    @Test
    void anIterativeFitSaysWhyThereIsNoInfluence() {
        LmmFit fit = Lmm.of("y ~ x + (1 | g) + (1 | h)")
                .computation(Computation.ITERATIVE)
                .fit(ROWS);
        List<FittedBatch> parts = new ArrayList<>();
        fit.diagnosedRows(ROWS, parts::add);
        assertThat(parts).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch.residuals()).isNotEmpty();
            assertThat(batch.influence()).isSameAs(FittedBatch.Influence.NONE);
            assertThat(batch.notes()).singleElement().asString().contains("computed iteratively");
        });
    }

    @Test
    void errorsAndIntervalsOfPredictionsHaveTheSameBitsBatchByBatch() {
        double[] w = new double[3000];
        java.util.Arrays.setAll(w, i -> 1 + i % 5);
        Table weighted = ROWS.with("w", dev.echelon.table.NumericColumn.of(w));
        LmmFit fit = Lmm.of(FORMULA).weights("w").fit(weighted.slice(0, 2000));
        for (Prediction.Range range : Prediction.Range.values()) {
            Prediction request = Prediction.conditional()
                    .newLevels(Prediction.NewLevels.VARIANCE)
                    .interval(range);
            Predictions whole = fit.predict(weighted, request);
            int[] batches = {0};
            List<List<String>> notes = new ArrayList<>();
            fit.predict(new StreamedFitTest.Batches(weighted, 5, 600, false), request, (first, part) -> {
                batches[0]++;
                notes.add(part.notes());
                for (int i = 0; i < part.size(); i++) {
                    int row = first.intValue() + i;
                    assertThat(part.standardError(i)).isEqualTo(Double.valueOf(whole.standardError(row))); // NaN is NaN
                    assertThat(part.interval(i)).isEqualTo(whole.interval(row));
                    assertThat(part.reason(i)).isEqualTo(whole.reason(row));
                }
            });
            assertThat(batches[0]).isGreaterThan(5);
            assertThat(notes.get(notes.size() - 1)).isEqualTo(whole.notes()).isNotEmpty();
        }
    }

    @Test
    void aRowThatCannotBePredictedIsNamedByItsPlaceInAllData() {
        LmmFit fit = Lmm.of("y ~ x + (1 | g)").fit(ROWS);
        double[] x = new double[3000];
        x[2345] = Double.NaN;
        Table rows = ROWS.with("x", dev.echelon.table.NumericColumn.of(x));
        Prediction request = Prediction.conditional().incomplete(Prediction.Incomplete.ERROR);
        assertThatThrownBy(() -> fit.predict(
                        new StreamedFitTest.Batches(rows, 5, 600, false), request, (first, predictions) -> {}))
                .isInstanceOf(EchelonException.class)
                .hasMessageStartingWith("row 2346 cannot be predicted: missing in 'x'");
    }
}
