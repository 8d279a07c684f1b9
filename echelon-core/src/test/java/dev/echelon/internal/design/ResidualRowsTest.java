package dev.echelon.internal.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResidualRowsTest {

    private static Table table(Object... namesAndColumns) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (int k = 0; k < namesAndColumns.length; k += 2) {
            columns.put((String) namesAndColumns[k], (Column) namesAndColumns[k + 1]);
        }
        return Table.of(columns);
    }

    private static Encoding.Training train(String formula, Table rows) {
        return Encoding.train(Formula.parse(formula), rows, EncodingOptions.DEFAULTS);
    }

    private static ResidualRows rows(String formula, Table rows) {
        return train(formula, rows).rows().design().residual().orElseThrow();
    }

    private static final NumericColumn Y = NumericColumn.of(3, 1, 4, 1, 5, 9);
    private static final Factor ID = Factor.ofText("b", "b", "b", "a", "a", "a");
    private static final Factor VISIT = Factor.ofText("V10", "V2", "V1", "V2", "V10", "V1");

    @Test
    void undeclaredVisitsAreInNaturalOrder() {
        ResidualRows rows = rows("y ~ 1 + repeated(us(v | id))", table("y", Y, "id", ID, "v", VISIT));

        assertThat(rows.slotNames()).containsExactly("V1", "V2", "V10");
        assertThat(rows.slots()).containsExactly(2, 1, 0, 1, 2, 0);
        assertThat(rows.subjectLevels()).containsExactly("a", "b");
        assertThat(rows.subjects()).containsExactly(1, 1, 1, 0, 0, 0);
        assertThat(rows.coordinates()).isEmpty();
        assertThat(rows.groupLevels()).containsExactly("");
    }

    @Test
    void declaredOrderOfVisitsIsKept() {
        Factor declared = Factor.of(new int[] {0, 1, 2, 1, 0, 2}, List.of("week 10", "week 2", "base"));
        ResidualRows rows = rows("y ~ 1 + repeated(us(v | id))", table("y", Y, "id", ID, "v", declared));

        assertThat(rows.slotNames()).containsExactly("week 10", "week 2", "base");
    }

    @Test
    void levelWithoutRowsKeepsItsSlotWhereLagsAreCounted() {
        Factor v = Factor.of(new int[] {0, 1, 3, 0, 1, 3}, List.of("a", "b", "c", "d"));

        assertThat(rows("y ~ 1 + repeated(ar1(v | id))", table("y", Y, "id", ID, "v", v))
                        .slots())
                .containsExactly(0, 1, 3, 0, 1, 3);
        Encoding.Training us = train("y ~ 1 + repeated(us(v | id))", table("y", Y, "id", ID, "v", v));
        assertThat(us.rows().design().residual().orElseThrow().slotNames()).containsExactly("a", "b", "d");
        assertThat(us.encoding().notes()).anySatisfy(note -> assertThat(note).contains("no row is at c"));
        assertThatThrownBy(() -> rows("y ~ 1 + repeated(toeph(v | id))", table("y", Y, "id", ID, "v", v)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no row is at c of 'v', but toeph has parameters for every position");
    }

    @Test
    void wholeNumbersKeepTheirGapsInStepsOfTheirCommonDifference() {
        NumericColumn age = NumericColumn.of(8, 10, 14, 8, 10, 14);
        ResidualRows rows = rows("y ~ 1 + repeated(ar1(age | id))", table("y", Y, "id", ID, "age", age));

        assertThat(rows.slotNames()).containsExactly("8", "10", "12", "14");
        assertThat(rows.slots()).containsExactly(0, 1, 3, 0, 1, 3);
        assertThat(rows("y ~ 1 + repeated(us(age | id))", table("y", Y, "id", ID, "age", age))
                        .slotNames())
                .containsExactly("8", "10", "14");
    }

    @Test
    void unequalTimesAreRefusedWhereStepsAreCounted() {
        NumericColumn t = NumericColumn.of(0, 0.5, 1, 0, 0.5, 1);
        Table table = table("y", Y, "id", ID, "t", t);

        assertThatThrownBy(() -> rows("y ~ 1 + repeated(ar1(t | id))", table))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining(
                        "are not whole numbers (there is 0.5), but ar1 needs equally spaced ones; use car1(t");
    }

    @Test
    void samePositionTwiceInASubjectNamesTheRows() {
        Factor v = Factor.ofText("A", "B", "A", "A", "B", "C");

        assertThatThrownBy(() -> rows("y ~ 1 + repeated(us(v | id))", table("y", Y, "id", ID, "v", v)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the subject 'b' of 'id' has two rows at 'v' = A, rows 1 and 3");
    }

    @Test
    void groupMustNotChangeWithinASubject() {
        Factor arm = Factor.ofText("T", "T", "C", "C", "C", "C");

        assertThatThrownBy(
                        () -> rows("y ~ 1 + repeated(us(v | arm/id))", table("y", Y, "id", ID, "v", VISIT, "arm", arm)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'b' of 'id' is in 'T' (row 1) and 'C' (row 3)");
    }

    @Test
    void groupsAreLevelsOfTheirRows() {
        Factor arm = Factor.ofText("T", "T", "T", "C", "C", "C");
        ResidualRows rows = rows("y ~ 1 + repeated(us(v | arm/id))", table("y", Y, "id", ID, "v", VISIT, "arm", arm));

        assertThat(rows.group()).isEqualTo("arm");
        assertThat(rows.groupLevels()).containsExactly("C", "T");
        assertThat(rows.groups()).containsExactly(1, 1, 1, 0, 0, 0);
    }

    @Test
    void rowsAreNumberedWherePositionsDoNotMatter() {
        ResidualRows rows = rows("y ~ 1 + repeated(cs(1 | id))", table("y", Y, "id", ID));

        assertThat(rows.slots()).containsExactly(0, 1, 2, 0, 1, 2);
        assertThat(rows.slotNames()).containsExactly("1", "2", "3");
    }

    @Test
    void allRowsMayBeOneSubject() {
        ResidualRows rows = rows("y ~ 1 + repeated(cs(1 | 1))", table("y", Y));

        assertThat(rows.subjectLevels()).hasSize(1);
        assertThat(rows.subjects()).containsOnly(0);
    }

    @Test
    void missingPositionsDropTheRow() {
        Factor v = Factor.ofText("A", null, "C", "A", "B", "C");
        Encoding.Training training = train("y ~ 1 + repeated(us(v | id))", table("y", Y, "id", ID, "v", v));

        assertThat(training.rows().used()).containsExactly(0, 2, 3, 4, 5);
        assertThat(training.rows().rows().reasons()).contains("missing in 'v'");
    }

    @Test
    void newRowsAreEncodedByWhatWasLearned() {
        Table table = table("y", Y, "id", ID, "v", VISIT);
        Encoding learned = train("y ~ 1 + repeated(us(v | id))", table).encoding();
        Encoding again = Encoding.of(learned.formula(), learned.options(), learned.learned());
        Table two = table("y", NumericColumn.of(1, 2), "id", Factor.ofText("a", "b"), "v", Factor.ofText("V10", "V1"));

        ResidualRows rows = again.encode(two).design().residual().orElseThrow();

        assertThat(rows.slots()).containsExactly(2, 0);
        assertThat(rows.subjects()).containsExactly(0, 1);
    }

    @Test
    void naturalOrderComparesNumbersByValue() {
        assertThat(List.of("w10", "w9", "w09", "a", "w9b", "W1").stream()
                        .sorted(NaturalOrder.INSTANCE)
                        .toList())
                .containsExactly("W1", "a", "w09", "w9", "w9b", "w10");
    }
}
