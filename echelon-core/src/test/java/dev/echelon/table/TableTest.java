package dev.echelon.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.echelon.error.EchelonException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Table TABLE = Table.builder()
            .numbers("Days", 0, 1, Double.NaN)
            .factor("Subject", "b", "a", null)
            .factor("Dose", List.of("10", "9", "10"))
            .build();

    @Test
    void builderKeepsColumnsInOrder() {
        assertThat(TABLE.columnNames()).containsExactly("Days", "Subject", "Dose");
        assertThat(TABLE.rowCount()).isEqualTo(3);
        assertThat(CsvTest.factor(TABLE, "Subject").levels()).containsExactly("a", "b");
    }

    @Test
    void builderRefusesTwoColumnsOfOneNameAndDifferentLengths() {
        assertFails(() -> Table.builder().numbers("x", 1).numbers("x", 2), "there are two columns 'x'");
        assertFails(
                () -> Table.builder().numbers("x", 1).numbers("y", 1, 2).build(),
                "column 'y' has 2 rows but column 'x' has 1");
    }

    @Test
    void columnsKnowWhetherValuesAreMissingOrInfinite() {
        NumericColumn numbers = NumericColumn.of(1, Double.NaN, 2, Double.POSITIVE_INFINITY, 3);
        assertThat(numbers.hasMissing()).isTrue();
        assertThat(numbers.isFinite()).isFalse();
        assertThat(numbers.slice(2, 4).hasMissing()).isFalse();
        assertThat(numbers.slice(2, 4).isFinite()).isFalse();
        assertThat(numbers.rows(new int[] {4, 0}).isFinite()).isTrue();
        Factor factor = Factor.ofText("a", null, "b");
        assertThat(factor.hasMissing()).isTrue();
        assertThat(factor.slice(0, 1).hasMissing()).isFalse();
        assertThat(factor.slice(2, 3).hasMissing()).isFalse();
    }

    @Test
    void sharedStorageIsTheSliceAndNotTheWholeColumn() {
        assertThat(SharedStorage.values(NumericColumn.of(1, 2, 3).slice(1, 3))).containsExactly(2, 3);
        assertThat(SharedStorage.codes(Factor.ofText("a", "b", "c").slice(0, 2)))
                .containsExactly(0, 1);
    }

    @Test
    void unknownColumnSuggestsTheNearest() {
        assertFails(
                () -> TABLE.column("dyas"),
                "no column 'dyas' (did you mean 'Days'?); the columns are Days, Subject, Dose");
        assertFails(() -> TABLE.column("weight"), "no column 'weight'; the columns are Days, Subject, Dose");
    }

    @Test
    void manyColumnsAreNotAllListed() {
        TableBuilder builder = Table.builder();
        for (int i = 1; i <= 100; i++) {
            builder.numbers("x" + i, i);
        }
        assertFails(() -> builder.build().column("weight"), "x29, x30 and 70 more");
    }

    @Test
    void selectPicksColumnsInTheGivenOrder() {
        assertThat(TABLE.select("Dose", "Days").columnNames()).containsExactly("Dose", "Days");
        assertThat(TABLE.select("Dose", "Days").column("Days")).isSameAs(TABLE.column("Days"));
        assertThat(TABLE.select().rowCount()).isEqualTo(3);
        assertFails(() -> TABLE.select("Days", "Days"), "column 'Days' is selected twice");
        assertFails(() -> TABLE.select("Dyas"), "did you mean 'Days'?");
    }

    @Test
    void renamedColumnStaysInItsPlace() {
        assertThat(TABLE.renamed("Subject", "id").columnNames()).containsExactly("Days", "id", "Dose");
        assertThat(TABLE.renamed("Days", "Days").columnNames()).isEqualTo(TABLE.columnNames());
        assertFails(() -> TABLE.renamed("Days", "Dose"), "cannot rename column 'Days' to 'Dose'");
        assertFails(() -> TABLE.renamed("Day", "x"), "did you mean 'Days'?");
    }

    @Test
    void asFactorTurnsNumbersIntoLevelsAndLeavesFactorsAlone() {
        Table table = TABLE.asFactor("Days");
        assertThat(CsvTest.factor(table, "Days").levels()).containsExactly("0", "1");
        assertThat(CsvTest.texts(table, "Days")).containsExactly("0", "1", null);
        assertThat(table.columnNames()).isEqualTo(TABLE.columnNames());
        assertThat(TABLE.asFactor("Subject")).isSameAs(TABLE);
    }

    @Test
    void digestDependsOnNamesTypesLevelsAndValuesOnly() {
        String digest = TABLE.digest();
        assertThat(digest).matches("[0-9a-f]{64}");
        Table longer = Table.builder()
                .numbers("Days", 7, 0, 1, Double.NaN)
                .factor("Subject", "b", "b", "a", null)
                .factor("Dose", "9", "10", "9", "10")
                .build();
        assertThat(longer.slice(1, 4).digest()).isEqualTo(digest);
        assertThat(longer.rows(new int[] {1, 2, 3}).digest()).isEqualTo(digest);
        assertThat(List.of(
                        longer.digest(),
                        TABLE.renamed("Days", "days").digest(),
                        TABLE.asFactor("Days").digest(),
                        TABLE.select("Subject", "Days", "Dose").digest(),
                        TABLE.rows(new int[] {1, 0, 2}).digest(),
                        TABLE.with("Dose", Factor.of(new int[] {0, 1, 0}, List.of("10", "9")))
                                .digest()))
                .doesNotContain(digest)
                .doesNotHaveDuplicates();
    }

    @Test
    void digestTreatsBothZerosAndEveryNanAlike() {
        Table zero = Table.builder().numbers("x", 0.0, Double.NaN).build();
        Table other = Table.builder()
                .numbers("x", -0.0, Double.longBitsToDouble(0x7ff8000000000001L))
                .build();
        assertThat(other.digest()).isEqualTo(zero.digest());
    }

    @Test
    void digestIsTheSameInEveryRelease() {
        // python3: hashlib.sha256 over the bytes described in TableDigest, computed apart from this project's code.
        Table table =
                Table.builder().numbers("x", 1, 2.5).factor("g", "b", null).build();
        assertThat(table.digest()).isEqualTo("e1b1cf880129357dc0ea29c07a85a6a670cd676a26c4feb7aad8e87822085dcd");
    }

    @Test
    void textShowsSizeAndFirstRows() {
        assertThat(TABLE)
                .hasToString(String.join(
                        "\n",
                        "Table: 3 rows, 3 columns",
                        "Days  Subject  Dose",
                        "   0  b        10",
                        "   1  a        9",
                        "  NA  NA       10"));
    }

    @Test
    void textOfALargeTableSaysWhatItLeavesOut() {
        double[] values = new double[12];
        values[0] = 1 / 3.0;
        TableBuilder builder = Table.builder();
        for (int i = 0; i < 30; i++) {
            builder.numbers("column" + i, values);
        }
        String text = builder.build().toString();
        assertThat(text)
                .startsWith("Table: 12 rows, 30 columns")
                .contains("0.3333333")
                .contains("… 2 more rows")
                .contains("more columns: column9, column10");
        assertThat(text.lines().limit(12)).allMatch(line -> line.length() <= 100);
    }

    private static void assertFails(ThrowingCallable call, String part) {
        assertThatExceptionOfType(EchelonException.class).isThrownBy(call).withMessageContaining(part);
    }
}
