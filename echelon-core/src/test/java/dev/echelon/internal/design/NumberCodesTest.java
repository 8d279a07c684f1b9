package dev.echelon.internal.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class NumberCodesTest {
    private static final int BATCH = 1000;

    private final SplittableRandom random = new SplittableRandom(20261122);

    @Test
    void integersInAnyOrderGetCodesInTheOrderOfTheirFirstSight() {
        isLikeADictionary(() -> random.nextInt(-5000, 5000));
        isLikeADictionary(() -> 3_000_000 + random.nextInt(100_000));
    }

    @Test
    void theRangeMayGrowOnBothSides() {
        int[] width = {1};
        isLikeADictionary(() -> random.nextInt(-width[0], width[0]++));
    }

    @Test
    void theLeastAndTheGreatestIntegerHaveCodes() {
        double[] ends = {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE + 1, Integer.MAX_VALUE - 1};
        isLikeADictionary(() -> ends[random.nextInt(ends.length)]);
        isLikeADictionary(() -> Integer.MIN_VALUE + random.nextInt(50));
        isLikeADictionary(() -> Integer.MAX_VALUE - random.nextInt(50));
    }

    @Test
    void oneFractionAmongIntegersChangesNoCodeGivenBefore() {
        int[] row = {0};
        isLikeADictionary(() -> row[0]++ == 7 * BATCH + 1 ? 0.5 : random.nextInt(300));
    }

    @Test
    void hugeNumbersFractionsAndZeroesOfBothSignsHaveCodes() {
        isLikeADictionary(() -> random.nextInt(50) * 1e12);
        isLikeADictionary(() -> random.nextInt(50) / 8.0);
        isLikeADictionary(() -> random.nextBoolean() ? -0.0 : random.nextInt(3));
    }

    @Test
    void missingNumbersHaveNone() {
        isLikeADictionary(() -> random.nextInt(4) == 0 ? Double.NaN : random.nextInt(20));
    }

    private void isLikeADictionary(DoubleSupplier numbers) {
        NumberCodes codes = new NumberCodes();
        Map<Double, Integer> dictionary = new LinkedHashMap<>();
        for (int batch = 0; batch < 12; batch++) {
            double[] values = new double[BATCH];
            int[] expected = new int[BATCH];
            for (int i = 0; i < BATCH; i++) {
                values[i] = numbers.getAsDouble();
                expected[i] = code(dictionary, values[i]);
            }
            assertThat(codes.codes(values)).containsExactly(expected);
        }
        assertThat(codes.size()).isEqualTo(dictionary.size());
        assertThat(Arrays.stream(codes.values()).map(value -> value + 0.0).toArray())
                .containsExactly(dictionary.keySet().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    private static int code(Map<Double, Integer> dictionary, double value) {
        if (Double.isNaN(value)) {
            return -1;
        }
        Integer known = dictionary.putIfAbsent(value + 0.0, dictionary.size());
        return known == null ? dictionary.size() - 1 : known;
    }
}
