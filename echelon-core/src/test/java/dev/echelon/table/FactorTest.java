package dev.echelon.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorTest {

    @Test
    void textLevelsAreSortedByCodePoint() {
        Factor factor = Factor.ofText("b", null, "a", "Z", "b", "ä", "\uD83D\uDE00", "\uFB00");
        assertThat(factor.levels()).containsExactly("Z", "a", "b", "ä", "\uFB00", "\uD83D\uDE00");
        assertThat(codes(factor)).containsExactly(2, -1, 1, 0, 2, 3, 5, 4);
        assertThat(factor.level(0)).isEqualTo("b");
        assertThat(factor.level(1)).isNull();
    }

    @Test
    void textsThatAreAllNumbersAreSortedByValue() {
        assertThat(Factor.ofText("10", "9", "-1", "1e1", "2.5").levels())
                .containsExactly("-1", "2.5", "9", "10", "1e1");
        assertThat(Factor.ofText("10", "9", "x").levels()).containsExactly("10", "9", "x");
    }

    // as.character(x) in R 4.2.
    @ParameterizedTest
    @CsvSource({
        "1,1",
        "2.5,2.5",
        "100000,1e+05",
        "123456.5,123456.5",
        "0.0001,1e-04",
        "0.00012345,0.00012345",
        "0.333333333333333333,0.333333333333333",
        "0.30000000000000004,0.3",
        "1e15,1e+15",
        "-0.5,-0.5",
        "-100000,-1e+05",
        "100,100",
        "120000,120000",
        "1e300,1e+300",
        "1e-300,1e-300",
        "123456789.123456789,123456789.123457",
        "200000.5,200000.5",
        "4.9406564584124654e-324,4.94065645841247e-324",
        "1.7976931348623157e+308,1.79769313486232e+308",
        "123456789012,123456789012",
        "1.234567e15,1.234567e+15",
        "-0.0,0",
        "Infinity,Inf",
        "-Infinity,-Inf"
    })
    void numbersAreNamedAsRNamesThem(double value, String label) {
        assertThat(NumberLabel.of(value)).isEqualTo(label);
    }

    @Test
    void factorOfNumbersSortsByValue() {
        // levels(factor(c(2.5, 1e5, 1, NA, -3))) in R 4.2
        Factor factor = Factor.ofNumbers(NumericColumn.of(2.5, 1e5, 1, Double.NaN, -3, 1));
        assertThat(factor.levels()).containsExactly("-3", "1", "2.5", "1e+05");
        assertThat(codes(factor)).containsExactly(2, 3, 1, -1, 0, 1);
    }

    @Test
    void integersAreNamedInPlainDigitsAsRNamesAnIntegerColumn() {
        // levels(factor(c(100000L, 2L))) in R 4.2
        assertThat(Factor.ofNumbers(NumericColumn.of(100000, 2)).levels()).containsExactly("2", "100000");
    }

    @Test
    void numbersThatAgreeInFifteenDigitsAreOneLevel() {
        // levels(factor(c(0.3, 0.1 + 0.2, 0.1))) in R 4.2
        Factor factor = Factor.ofNumbers(NumericColumn.of(0.3, 0.1 + 0.2, 0.1));
        assertThat(factor.levels()).containsExactly("0.1", "0.3");
        assertThat(codes(factor)).containsExactly(1, 1, 0);
    }

    @Test
    void bothZerosAreOneLevelAndInfinitiesAreLevels() {
        Factor factor =
                Factor.ofNumbers(NumericColumn.of(-0.0, 0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.5));
        assertThat(factor.levels()).containsExactly("-Inf", "0", "0.5", "Inf");
        assertThat(codes(factor)).containsExactly(1, 1, 3, 0, 2);
    }

    @Test
    void slicedNumbersGiveTheLevelsOfTheSlice() {
        assertThat(Factor.ofNumbers(NumericColumn.of(9, 1, 2, 9).slice(1, 3)).levels())
                .containsExactly("1", "2");
    }

    @Test
    void missingNumbersHaveNoCodeInAnyRange() {
        Factor dense = Factor.ofNumbers(NumericColumn.of(3, Double.NaN, 1, 2));
        assertThat(dense.levels()).containsExactly("1", "2", "3");
        assertThat(codes(dense)).containsExactly(2, -1, 0, 1);
        Factor wide = Factor.ofNumbers(NumericColumn.of(2e9, Double.NaN, -2e9, 7));
        assertThat(wide.levels()).containsExactly("-2000000000", "7", "2000000000");
        assertThat(codes(wide)).containsExactly(2, -1, 0, 1);
        Factor large = Factor.ofNumbers(NumericColumn.of(1e12 + 2, Double.NaN, 1e12));
        assertThat(large.levels()).containsExactly("1e+12", "1000000000002");
        assertThat(codes(large)).containsExactly(1, -1, 0);
    }

    @Test
    void extremeIntegersAreDifferentLevels() {
        Factor factor = Factor.ofNumbers(NumericColumn.of(Integer.MAX_VALUE, Integer.MIN_VALUE, 0));
        assertThat(factor.levels()).containsExactly("-2147483648", "0", "2147483647");
        assertThat(codes(factor)).containsExactly(2, 0, 1);
    }

    @Test
    void levelsOfNumbersAreAnOrdinaryListThatCannotBeChanged() {
        List<String> levels = Factor.ofNumbers(NumericColumn.of(10, 9)).levels();
        assertThat(levels).isEqualTo(List.of("9", "10")).hasSameHashCodeAs(List.of("9", "10"));
        assertThat(levels.get(1)).isEqualTo("10");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> levels.set(0, "x"));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> levels.get(2));
    }

    @Test
    void interactionOfMoreCombinationsThanIntegersIsExact() {
        List<String> names = IntStream.range(0, 50_000).mapToObj(i -> "L" + i).toList();
        Factor a = Factor.of(new int[] {49_999, 0, 49_999, -1}, names);
        Factor b = Factor.of(new int[] {49_999, 49_999, 0, 3}, names);
        Factor both = Factor.interaction(a, b, ":");
        assertThat(both.levels()).containsExactly("L0:L49999", "L49999:L0", "L49999:L49999");
        assertThat(codes(both)).containsExactly(2, 0, 1, -1);
    }

    @Test
    void columnWithoutValuesHasNoLevels() {
        Factor factor = Factor.ofNumbers(NumericColumn.of(Double.NaN, Double.NaN));
        assertThat(factor.levels()).isEmpty();
        assertThat(codes(factor)).containsExactly(-1, -1);
        assertThat(Factor.ofNumbers(NumericColumn.of()).size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, -1, 1000003, 0.1, 1e12, 1e-9, 1e20})
    void numbersInAnyRangeGetTheCodesOfTheirRank(double scale) {
        Random random = new Random(42);
        double[] values =
                random.ints(20_000, -300, 900).mapToDouble(i -> i * scale).toArray();
        List<Double> sorted = new ArrayList<>(new TreeSet<>(
                Arrays.stream(values).map(value -> value + 0.0).boxed().toList()));
        Map<Double, Integer> rank = new HashMap<>();
        sorted.forEach(value -> rank.put(value, rank.size()));
        Factor factor = Factor.ofNumbers(NumericColumn.of(values));
        assertThat(factor.levels()).hasSize(sorted.size());
        for (int row = 0; row < values.length; row++) {
            assertThat(factor.code(row)).isEqualTo(rank.get(values[row] + 0.0));
        }
    }

    @Test
    void interactionHasTheCombinationsThatOccurInOrderOfTheFirstFactor() {
        // factor(a:b) in R 4.2 for the same two factors
        Factor a = Factor.of(new int[] {0, 1, 0, -1, 1}, List.of("b", "a", "c"));
        Factor b = Factor.of(new int[] {1, 0, 0, 0, 1}, List.of("x", "y"));
        Factor both = Factor.interaction(a, b, ":");
        assertThat(both.levels()).containsExactly("b:x", "b:y", "a:x", "a:y");
        assertThat(codes(both)).containsExactly(1, 2, 0, -1, 3);
        assertThat(Factor.interaction(a.slice(0, 2), b.slice(0, 2), "/").levels())
                .containsExactly("b/y", "a/x");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 5000})
    void interactionOfManyLevelsAgreesWithSortedPairs(int levels) {
        Random random = new Random(levels);
        int[] first = random.ints(10_000, 0, levels).toArray();
        int[] second = random.ints(10_000, 0, levels).toArray();
        List<String> names = IntStream.range(0, levels).mapToObj(i -> "L" + i).toList();
        Factor both = Factor.interaction(Factor.of(first, names), Factor.of(second, names), ":");
        TreeSet<Long> pairs = new TreeSet<>();
        for (int row = 0; row < first.length; row++) {
            pairs.add((long) first[row] * levels + second[row]);
        }
        assertThat(both.levels())
                .containsExactlyElementsOf(pairs.stream()
                        .map(pair -> "L" + pair / levels + ":L" + pair % levels)
                        .toList());
        for (int row = 0; row < first.length; row++) {
            assertThat(both.level(row)).isEqualTo("L" + first[row] + ":L" + second[row]);
        }
    }

    @Test
    void interactionNeedsEquallyManyRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Factor.interaction(Factor.ofText("a"), Factor.ofText("a", "b"), ":"))
                .withMessage("factors of 1 and 2 rows");
    }

    @Test
    void unusedLevelsCanBeDropped() {
        Factor factor = Factor.ofText("a", "b", "c", null, "d").rows(new int[] {3, 2, 0});
        Factor kept = factor.withoutUnusedLevels();
        assertThat(kept.levels()).containsExactly("a", "c");
        assertThat(codes(kept)).containsExactly(-1, 1, 0);
        assertThat(codes(factor)).containsExactly(-1, 2, 0);
        assertThat(codes(Factor.ofText("a", "b", "c").slice(1, 3).withoutUnusedLevels()))
                .containsExactly(0, 1);
    }

    private static int[] codes(Factor factor) {
        int[] codes = new int[factor.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = factor.code(row);
        }
        return codes;
    }
}
