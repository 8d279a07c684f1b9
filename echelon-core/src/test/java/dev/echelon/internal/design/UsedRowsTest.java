package dev.echelon.internal.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.formula.Formula;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsedRowsTest {
    private static final double NA = Double.NaN;

    private static Table table(double[] y, double[] x) {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("y", NumericColumn.of(y));
        columns.put("x", NumericColumn.of(x));
        return Table.of(columns);
    }

    private static Table six() {
        return table(new double[] {1, 2, 3, 4, 5, 6}, new double[] {1, 4, 2, 8, 5, 7})
                .with("g", Factor.ofText("a", "a", "b", "b", "c", "c"));
    }

    private static EncodedRows encode(String formula, Table table, EncodingOptions options) {
        return Encoding.learn(Formula.parse(formula), table, options).encode(table);
    }

    @Test
    void aRowIsCountedOnceUnderItsFirstReason() {
        Table table = six().with("y", NumericColumn.of(NA, 2, 3, 4, 5, 6))
                .with("x", NumericColumn.of(NA, NA, 3, 4, 5, 7))
                .with("g", Factor.ofText("a", "a", null, "b", "c", "a"))
                .with("w", NumericColumn.of(0, 1, 1, 0, 1, 2));
        EncodedRows rows = encode("y ~ x + g", table, EncodingOptions.DEFAULTS.withWeights("w"));
        assertThat(rows.used()).containsExactly(4, 5);
        assertThat(rows.rows().read()).isEqualTo(6);
        assertThat(rows.rows().used()).isEqualTo(2);
        assertThat(rows.rows().dropped())
                .containsExactly(
                        entry("missing in 'y'", 1L),
                        entry("missing in 'x'", 1L),
                        entry("missing in 'g'", 1L),
                        entry("zero weight", 1L));
        assertThat(rows.design().weights()).containsExactly(1, 2);
        assertThat(rows.design().response()).containsExactly(5, 6);
    }

    @Test
    void levelsThatDoNotOccurInUsedRowsAreLeftOutWithANote() {
        Table table = six().with("y", NumericColumn.of(1, 2, NA, NA, 5, 6));
        Encoding encoding = TestData.encoding("y ~ g", table);
        assertThat(encoding.fixedNames()).containsExactly("(Intercept)", "gc");
        assertThat(encoding.notes()).singleElement().asString().contains("'g'").endsWith("left out: b");
    }

    @Test
    void aTransformationThatFailsNamesExpressionRowAndValue() {
        Table table = six().with("x", NumericColumn.of(1, 2, NA, -3, 5, 6));
        assertThatThrownBy(() -> TestData.encode("y ~ log(x)", table))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'log(x)' is not a number in row 4, where 'x' is -3");
        assertThatThrownBy(() -> TestData.encode("log(y - 1) ~ x", six()))
                .hasMessageContaining("is minus infinity in row 1, where 'y' is 1");
    }

    @Test
    void anInfinitePredictorOrResponseNamesColumnAndRow() {
        Table table = six().with("x", NumericColumn.of(1, 2, 3, Double.POSITIVE_INFINITY, 5, 6));
        assertThatThrownBy(() -> TestData.encode("y ~ x", table)).hasMessageContaining("'x' is infinite in row 4");
        assertThatThrownBy(() -> TestData.encode("x ~ y", table)).hasMessageContaining("'x' is infinite in row 4");
    }

    @Test
    void aNegativeWeightNamesTheRow() {
        Table table = six().with("w", NumericColumn.of(1, 1, 1, 1, -2, 1));
        assertThatThrownBy(() -> encode("y ~ x", table, EncodingOptions.DEFAULTS.withWeights("w")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("row 5 of 'w' is -2");
    }

    @Test
    void aFactorResponseIsRefusedWithItsLevels() {
        assertThatThrownBy(() -> TestData.encode("g ~ x", six()))
                .hasMessageContaining("the response 'g' is a factor with levels a, b, c");
    }

    @Test
    void noUsableRowListsTheReasons() {
        Table table = six().with("x", NumericColumn.of(NA, NA, NA, NA, NA, NA));
        assertThatThrownBy(() -> TestData.encode("y ~ x", table))
                .hasMessage("no row can be used: of 6 rows, missing in 'x': 6");
    }

    @Test
    void offsetsOfFormulaAndOptionAreSubtractedFromTheResponse() {
        Table table = six().with("o", NumericColumn.of(1, 1, 1, 1, 1, 2));
        EncodedRows rows = encode("y ~ x + offset(2 * x)", table, EncodingOptions.DEFAULTS.withOffset("o"));
        assertThat(rows.offset()).containsExactly(3, 9, 5, 17, 11, 16);
        assertThat(rows.design().response()).containsExactly(-2, -7, -2, -13, -6, -10);
    }

    @Test
    void numbersForcedToAFactorSortAsNumbers() {
        Table table = six().with("v", NumericColumn.of(10, 9, 2, 10, 2, 9));
        Encoding encoding = Encoding.learn(Formula.parse("y ~ v"), table, EncodingOptions.DEFAULTS.withFactor("v"));
        assertThat(encoding.fixedNames()).containsExactly("(Intercept)", "v9", "v10");
    }

    @Test
    void aCodingForNoFactorOfTheModelIsRefused() {
        EncodingOptions options = EncodingOptions.DEFAULTS.withCoding("h", Coding.sum());
        assertThatThrownBy(() -> encode("y ~ g", six(), options))
                .hasMessageContaining("'h', which is not a factor of the model; its factors are g");
    }

    @Test
    void aFactorWithOneUsedLevelIsRefusedByName() {
        Table table = six().with("h", Factor.ofText("u", "u", "u", "u", "u", "u"));
        assertThatThrownBy(() -> TestData.encode("y ~ h", table))
                .hasMessageContaining("the factor 'h' has only one level in the rows used, 'u'");
    }

    @Test
    void groupMeansAreTakenOverUsedRows() {
        Table table = six().with("y", NumericColumn.of(1, 2, 3, 4, 5, NA));
        EncodedRows rows = encode("y ~ within(x, g) + between(x, g)", table, EncodingOptions.DEFAULTS);
        ModelMatrix x = rows.design().fixed();
        assertThat(x.names()).containsExactly("(Intercept)", "within(x, g)", "between(x, g)");
        // Means: a (1 + 4) / 2, b (2 + 8) / 2, c 5 because row 6 is not used.
        assertThat(TestData.row(x, 0)).containsExactly(1, -1.5, 2.5);
        assertThat(TestData.row(x, 3)).containsExactly(1, 3, 5);
        assertThat(TestData.row(x, 4)).containsExactly(1, 0, 5);
    }

    @Test
    void severalVariablesInPolyAreRefused() {
        assertThatThrownBy(() -> TestData.encode("y ~ poly(x, y, 2)", six())).isInstanceOf(EchelonException.class);
    }

    @Test
    void treatmentStaysAnIndicatorAndTimesANumberToo() {
        ModelMatrix x = TestData.encode("y ~ g * x", six()).design().fixed();
        assertThat(x.names()).containsExactly("(Intercept)", "gb", "gc", "x", "gb:x", "gc:x");
        assertThat(x.column(0)).isInstanceOf(ModelColumn.Constant.class);
        assertThat(x.column(1)).isInstanceOf(ModelColumn.Indicator.class);
        assertThat(x.column(5)).isInstanceOf(ModelColumn.Indicator.class);
        assertThat(TestData.row(x, 4)).containsExactly(1, 0, 1, 5, 0, 5);
    }

    @Test
    void levelsThatAreNumbersBecomeThoseNumbers() {
        Table table = six().with("v", Factor.ofText("10", "2.5", "2.5", "10", "-1.5", "10"));
        ModelMatrix x = TestData.encode("y ~ as.numeric(v) + as.integer(v)", table)
                .design()
                .fixed();
        assertThat(TestData.row(x, 1)).containsExactly(1, 2.5, 2);
        assertThat(TestData.row(x, 4)).containsExactly(1, -1.5, -1);
        assertThatThrownBy(() -> TestData.encode("y ~ as.numeric(g)", table))
                .hasMessageContaining("the level 'a' of 'g' is not a number");
    }

    @Test
    void valuesOutsideTheBreaksOfCutAreDropped() {
        EncodedRows rows = TestData.encode("y ~ cut(x, c(0, 4, 7))", six());
        assertThat(rows.design().fixed().names()).containsExactly("(Intercept)", "cut(x, c(0, 4, 7))(4,7]");
        assertThat(rows.used()).containsExactly(0, 1, 2, 4, 5);
        assertThat(rows.rows().dropped()).containsExactly(entry("no level of 'cut(x, c(0, 4, 7))'", 1L));
    }
}
