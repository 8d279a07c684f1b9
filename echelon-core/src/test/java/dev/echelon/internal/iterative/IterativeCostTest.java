package dev.echelon.internal.iterative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.table.Table;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is forecast of an iterative fit against what it does. */
class IterativeCostTest {
    private final IterativeCase crossed = crossed(20_000, 1500, 60_000);

    @Test
    void theHeadIsTheOneThatWillBeChosen() {
        for (int columns : new int[] {1000, 100}) {
            IterativeOptions options = IterativeOptions.DEFAULTS.withHeadColumns(columns);
            HeadWork head = HeadWork.of(crossed.data, Split.of(crossed.data), options);
            assertThat(head.columns()).isEqualTo(crossed.stochastic(options, 1).headEffects());
            assertThat(head.entries()).isPositive();
            assertThat(head.work()).isGreaterThanOrEqualTo(head.entries());
        }
    }

    @Test
    void memoryIsAboutThatOfTheSparseProductsAndTheVectorsThatAreAlive() {
        IterativeCost cost = IterativeCost.of(crossed.data, IterativeOptions.DEFAULTS.withHeadColumns(8), 2);
        double vectors = 9.5 * 64 * (20_000 + 1500);
        double transposed = 12.0 * crossed.data.coupling(0, 1).entries();
        assertThat(cost.evaluation().bytes()).isCloseTo(vectors + transposed, within(0.1 * (vectors + transposed)));
    }

    @Test
    void whatIsQuickIsNotMeasuredAndTheSameEveryTime() {
        IterativeCost cost = IterativeCost.of(crossed.data, IterativeOptions.DEFAULTS, 2);
        assertThat(cost.evaluation().measured()).isFalse();
        assertThat(cost.seconds()).isBetween(5 * cost.evaluation().valueSeconds(), 60.0);
        assertThat(IterativeCost.of(crossed.data, IterativeOptions.DEFAULTS, 2)).isEqualTo(cost);
    }

    @Test
    void speedIsMeasuredOnRowsOfTheData() {
        ProductRates rates = ProductRates.measure(crossed.data, Split.of(crossed.data));
        assertThat(rates.byChain()).isBetween(1e-11, 1e-6);
        assertThat(rates.byTail()).isBetween(1e-11, 1e-6);
    }

    private static IterativeCase crossed(int first, int second, int rows) {
        Random random = new Random(3);
        int[] a = random.ints(rows, 0, first).toArray();
        int[] b = random.ints(rows, 0, second).toArray();
        Table table = IterativeCase.simulated(rows, 3, Map.of("a", (i, r) -> a[i], "b", (i, r) -> b[i]));
        return new IterativeCase("crossed", "y ~ 1 + (1 | a) + (1 | b)", table, true);
    }
}
