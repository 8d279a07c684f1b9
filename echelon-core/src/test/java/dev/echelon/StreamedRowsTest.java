package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.FittedBatch;
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
}
