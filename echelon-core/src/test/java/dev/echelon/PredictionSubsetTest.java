package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.Predictions;
import dev.echelon.table.Table;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some effects of a term, incomplete rows, and rows outside of the data. */
class PredictionSubsetTest {
    private static final LmmFit SLEEP =
            Lmm.of("Reaction ~ Days + (Days | Subject)").factors("Subject").fit(PredictionTest.data("sleepstudy.csv"));

    private static Table rows() {
        return Table.builder()
                .numbers("Days", 0, 9, 0, 9, 0, 9)
                .numbers("Subject", 308, 308, 309, 309, 310, 310)
                .build();
    }

    /**
     * lme4's tests (test-predict.R) for re.form NULL, NA, ~(0 + Days | Subject) and ~(1 | Subject); fits differ in the
     * eighth digit.
     */
    @Test
    void anySubsetOfEffectsGivesWhatLme4Gives() {
        double tolerance = 2e-3;
        assertThat(SLEEP.predict(rows(), Prediction.conditional()).estimates())
                .containsExactly(
                        new double[] {253.663652, 430.660019, 211.006416, 227.634789, 212.444743, 257.610538},
                        within(tolerance));
        assertThat(SLEEP.predict(rows(), Prediction.population()).estimates())
                .containsExactly(
                        new double[] {251.405105, 345.610678, 251.405105, 345.610678, 251.405105, 345.610678},
                        within(tolerance));
        double[] slopes = SLEEP.predict(rows(), Prediction.conditional().terms("(0 + Days | Subject)"))
                .estimates();
        assertThat(slopes[1]).isCloseTo(428.401472, within(tolerance));
        assertThat(slopes[3]).isCloseTo(268.033478, within(tolerance));
        assertThat(slopes[5]).isCloseTo(296.570901, within(tolerance));
        double[] intercepts = SLEEP.predict(rows(), Prediction.conditional().terms("~ (1 | Subject)"))
                .estimates();
        assertThat(intercepts[1]).isCloseTo(347.869226, within(tolerance));
        assertThat(intercepts[3]).isCloseTo(305.211989, within(tolerance));
        assertThat(intercepts[5]).isCloseTo(306.650316, within(tolerance));
    }

    @Test
    void subsetsTogetherAreTheWholeAndNoEffectHasNoVariance() {
        Prediction all = Prediction.conditional().withErrors();
        Predictions whole = SLEEP.predict(rows(), all);
        Predictions both = SLEEP.predict(rows(), all.terms("(1 | Subject) + (0 + Days | Subject)"));
        assertThat(both.estimates()).isEqualTo(whole.estimates());
        assertThat(both.standardError(3)).isEqualTo(whole.standardError(3));
        // at day 0 the slope plays no part, so the intercept alone has the whole error
        assertThat(SLEEP.predict(rows(), all.terms("(1 | Subject)")).standardError(2))
                .isCloseTo(whole.standardError(2), within(1e-10));
        assertThat(SLEEP.predict(rows(), all.terms("(1 | Subject)")).standardError(3))
                .isNotCloseTo(whole.standardError(3), within(1e-3));
    }

    @Test
    void effectsThatTheModelHasNotAreNamed() {
        assertThatThrownBy(() -> SLEEP.predict(rows(), Prediction.conditional().terms("(1 | Subj)")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'(Intercept)' by 'Subj'")
                .hasMessageContaining("(Intercept) and Days by Subject");
        assertThatThrownBy(() -> SLEEP.predict(rows(), Prediction.conditional().terms("(0 + x | Subject)")))
                .hasMessageContaining("'x' is not a variable");
    }

    @Test
    void incompleteRowsAreKeptDroppedOrRefused() {
        Table rows = Table.builder()
                .numbers("Days", 1, Double.NaN, 3)
                .numbers("Subject", 308, 308, 309)
                .build();
        Predictions kept = SLEEP.predict(rows, Prediction.conditional());
        assertThat(kept.size()).isEqualTo(3);
        assertThat(kept.notes()).containsExactly("1 row has no prediction: missing in 'Days' (1)");
        Predictions dropped = SLEEP.predict(rows, Prediction.conditional().incomplete(Prediction.Incomplete.DROP));
        assertThat(dropped.size()).isEqualTo(2);
        assertThat(dropped.row(1)).isEqualTo(2);
        assertThat(dropped.estimate(1)).isEqualTo(kept.estimate(2));
        assertThatThrownBy(() -> SLEEP.predict(rows, Prediction.conditional().incomplete(Prediction.Incomplete.ERROR)))
                .hasMessageContaining("row 2")
                .hasMessageContaining("missing in 'Days'");
    }

    @Test
    void extrapolationIsNotedFromASavedFitToo(@TempDir Path folder) {
        Path file = folder.resolve("sleep.fit");
        SLEEP.save(file);
        Table rows = Table.builder()
                .numbers("Days", 9, 9.5, 12, -1)
                .numbers("Subject", 308, 308, 309, 310)
                .build();
        assertThat(LmmFit.load(file).predict(rows, Prediction.conditional()).notes())
                .containsExactly(
                        "3 rows extrapolate: 'Days' was between 0 and 9 when the model was fitted, and is 9.5 in"
                                + " row 2");
        assertThat(SLEEP.predict(rows(), Prediction.conditional()).notes()).isEmpty();
    }

    @Test
    void unknownLevelsOfAFixedFactorAreNamed() {
        LmmFit fit =
                Lmm.of("score ~ Machine + (1 | Worker)").factors("Worker").fit(PredictionTest.data("machines.csv"));
        Table rows = Table.builder()
                .factor("Machine", "A", "D")
                .numbers("Worker", 1, 2)
                .build();
        assertThatThrownBy(() -> fit.predict(rows, Prediction.conditional()))
                .hasMessageContaining("'Machine'")
                .hasMessageContaining("'D'");
    }
}
