package dev.echelon.internal.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.formula.Coding;
import dev.echelon.formula.Formula;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, terms and numbers of model.matrix in R 4.2, written by {@code design/model-matrices.R}. */
class ModelMatrixEqualsRTest {
    /** R writes 15 digits; spline and polynomial columns come from other operation orders. */
    private static final double TOLERANCE = 1e-10;

    static Stream<Arguments> cases() {
        return TestData.json("/design/model-matrices.json").stream().map(entry -> {
            Map<?, ?> map = (Map<?, ?>) entry;
            return Arguments.of(map.get("data") + ": " + map.get("formula") + " " + map.get("contrasts"), map);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void columnsAreThoseOfModelMatrix(String title, Map<?, ?> expected) {
        Table table = table(expected);
        EncodingOptions options = EncodingOptions.DEFAULTS;
        if (field(expected, "contrasts") instanceof Map<?, ?> contrasts) {
            for (Map.Entry<?, ?> contrast : contrasts.entrySet()) {
                options = options.withCoding((String) contrast.getKey(), Coding.named((String) contrast.getValue()));
            }
        }
        Encoding encoding = Encoding.learn(Formula.parse((String) field(expected, "formula")), table, options);
        ModelMatrix x = encoding.encode(table).design().fixed();
        assertThat(x.names()).isEqualTo(field(expected, "names"));
        assertThat(encoding.fixedTerms()).isEqualTo(field(expected, "terms"));
        assertThat((double) x.rows()).isEqualTo(field(expected, "nrow"));
        List<?> rows = list(expected, "rows");
        for (int i = 0; i < rows.size(); i++) {
            int row = ((Double) rows.get(i)).intValue() - 1;
            Object values = list(expected, "values").get(i);
            List<?> list = values instanceof List<?> several ? several : List.of(values);
            for (int j = 0; j < x.width(); j++) {
                assertClose(title + " [" + row + ", " + j + "]", x.column(j).value(row), list.get(j));
            }
        }
        for (int j = 0; j < x.width(); j++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < x.rows(); i++) {
                sum += x.column(j).value(i);
                squares += x.column(j).value(i) * x.column(j).value(i);
            }
            assertClose("sum of " + j, sum, list(expected, "sums").get(j));
            assertClose("squares of " + j, squares, list(expected, "squares").get(j));
        }
    }

    private static void assertClose(String what, double actual, Object expected) {
        double number = (Double) expected;
        assertThat(actual).as(what).isCloseTo(number, within(TOLERANCE * Math.max(1, Math.abs(number))));
    }

    private static Object field(Map<?, ?> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return (List<?>) field(map, name);
    }

    private static Table table(Map<?, ?> expected) {
        Table table = TestData.table((String) field(expected, "data"));
        for (Object name : list(expected, "factors")) {
            if (table.column((String) name) instanceof NumericColumn numeric) {
                table = table.with((String) name, Factor.ofNumbers(numeric));
            }
        }
        return table;
    }
}
