package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.result.MarginalMean;
import dev.echelon.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of a large model give the fits of the models within it. */
class SubModelTest {
    private static final Table ROWS = SummaryMergeTest.crossed(600, 21);
    private static final DataSummary LARGEST =
            Lmm.of("y ~ service * p + (service | s) + (p | d)").summarise(ROWS);

    private static void requireSame(LmmFit fit, LmmFit direct) {
        assertThat(fit.formula()).isEqualTo(direct.formula());
        assertThat(fit.objective()).isCloseTo(direct.objective(), within(1e-8));
        assertThat(fit.singular()).isEqualTo(direct.singular());
        for (int k = 0; k < direct.coefficients().size(); k++) {
            double error = direct.coefficients().get(k).stdError();
            assertThat(fit.coefficients().get(k).term())
                    .isEqualTo(direct.coefficients().get(k).term());
            assertThat(fit.coefficients().get(k).estimate())
                    .isCloseTo(direct.coefficients().get(k).estimate(), within(1e-7 * error));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ service + p + (service | s) + (1 | d)",
                "y ~ service + (1 | s)",
                "y ~ 1 + (1 | d)",
                "y ~ p + (service || s)",
                "y ~ 0 + p + (1 | s)",
                "y ~ 0 + service + (0 + service | s)",
                "y ~ p:service + (1 | s) + (1 | d)",
                "y ~ service:p + service + (0 + p | d)",
                "y ~ service * p + cs(p | d)",
                "y ~ service * p"
            })
    void modelsWithinTheLargestAreFitted(String formula) {
        Lmm model = Lmm.of(formula).criterion(Criterion.ML);

        requireSame(model.fit(LARGEST), model.fit(ROWS));
    }

    @Test
    void columnsThatStayWhatTheyAreGiveTheBitsOfTheData() {
        Lmm model = Lmm.of("y ~ service + p + (1 | s)");
        LmmFit fit = model.fit(LARGEST);

        assertThat(fit.objective()).isEqualTo(model.fit(ROWS).objective());
        assertThat(fit.coefficients()).isEqualTo(model.fit(ROWS).coefficients());
    }

    @Test
    void contrastsMayChange() {
        for (Coding coding : List.of(Coding.sum(), Coding.helmert(), Coding.treatment("p2"))) {
            Lmm model = Lmm.of("y ~ service * p + (1 | s)").coding("p", coding);

            requireSame(model.fit(LARGEST), model.fit(ROWS));
        }
    }

    @Test
    void contrastsOfTheSumsAreKeptWhereNothingElseIsAsked() {
        DataSummary sums =
                Lmm.of("y ~ service * p + (1 | s)").coding("p", Coding.sum()).summarise(ROWS);
        Lmm smaller = Lmm.of("y ~ p + (1 | s)");

        requireSame(smaller.fit(sums), smaller.coding("p", Coding.sum()).fit(ROWS));
        requireSame(smaller.coding("p", Coding.treatment()).fit(sums), smaller.fit(ROWS));
    }

    @Test
    void marginalMeansOfASmallerModelAreThoseOfItsOwnFit() {
        Lmm model = Lmm.of("y ~ service + p + (1 | s)");
        Means request = Means.of("p");
        List<MarginalMean> means = model.fit(LARGEST).means(request).means();
        List<MarginalMean> direct = model.fit(ROWS).means(request).means();

        for (int k = 0; k < direct.size(); k++) {
            assertThat(means.get(k).estimate()).isCloseTo(direct.get(k).estimate(), within(1e-10));
            assertThat(means.get(k).stdError()).isCloseTo(direct.get(k).stdError(), within(1e-10));
        }
    }

    @Test
    void aSmallerModelFarFromTheOriginKeepsItsDigits() {
        Table far = ROWS.with(
                "x",
                dev.echelon.table.NumericColumn.of(java.util.stream.IntStream.range(0, 600)
                        .mapToDouble(i -> 2000 + i % 17)
                        .toArray()));
        DataSummary sums = Lmm.of("y ~ x + (1 + x | s)").summarise(far);
        Lmm model = Lmm.of("y ~ x + (0 + x | s)").criterion(Criterion.ML);

        requireSame(model.fit(sums), model.fit(far));
    }

    @Test
    void whatWasNotSummedUpIsNamed() {
        assertThatThrownBy(() -> Lmm.of("y ~ w + (1 | s)").fit(LARGEST))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the variable 'w' was not summed up")
                .hasMessageContaining("'y ~ service * p + (service | s) + (p | d)'");
        assertThatThrownBy(() -> Lmm.of("y ~ service + (1 | p)").fit(LARGEST))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the grouping factor 'p' was not summed up")
                .hasMessageContaining("there are s, d");
        assertThatThrownBy(() -> Lmm.of("y ~ service + (p | s)").fit(LARGEST))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'pp1' of the random effects of 's'");
        assertThatThrownBy(() -> Lmm.of("service ~ 1 + (1 | s)").fit(LARGEST))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the response 'y', not 'service'");
        assertThatThrownBy(() -> Lmm.of("y ~ service + (1 | s)").weights("w").fit(LARGEST))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no weights, not 'w'");
        assertThatThrownBy(() -> Lmm.of("y ~ service + offset(w) + (1 | s)").fit(LARGEST))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("offsets [], not [w]");
        assertThatThrownBy(() -> Lmm.of("y ~ service + repeated(cs(p | s))").fit(LARGEST))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("needs the rows");
        assertThatThrownBy(() ->
                        Lmm.of("y ~ p + (1 | s)").coding("q", Coding.sum()).fit(LARGEST))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'q'");
    }
}
