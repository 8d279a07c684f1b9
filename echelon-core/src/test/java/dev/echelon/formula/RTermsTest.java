package dev.echelon.formula;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected values come from R 4.2.2 (terms) and lme4 1.1-31 (findbars) by the scripts beside the tables. */
class RTermsTest {

    static Stream<String> terms() {
        return rows("terms.tsv");
    }

    static Stream<String> bars() {
        return rows("bars.tsv");
    }

    @ParameterizedTest
    @MethodSource("terms")
    void expansionEqualsTermsOfR(String row) {
        String[] cells = row.split("\t", -1);
        Formula formula = Formula.parse(
                cells[0].replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\"));

        assertThat(formula.response().label()).isEqualTo(cells[1]);
        assertThat(formula.fixed().intercept()).isEqualTo(cells[2].equals("1"));
        assertThat(labels(formula.fixed().terms())).isEqualTo(cells[3]);
        String offsets = formula.fixed().offsets().stream()
                .map(offset -> "offset(" + offset.label() + ")")
                .collect(Collectors.joining(";"));
        assertThat(offsets).isEqualTo(cells[4]);
    }

    @ParameterizedTest
    @MethodSource("bars")
    void randomTermsEqualFindbarsOfLme4(String row) {
        String[] cells = row.split("\t", -1);
        Formula formula = Formula.parse(cells[0]);

        assertThat(part(formula.fixed())).isEqualTo(cells[1]);
        String bars = formula.random().stream()
                .map(term -> part(term.effects()) + "|" + term.groupLabel())
                .collect(Collectors.joining(" @ "));
        assertThat(bars).isEqualTo(cells[2]);
    }

    @ParameterizedTest
    @MethodSource({"terms", "bars"})
    void expandedTextParsesToTheSameModel(String row) {
        String text = row.split("\t", -1)[0]
                .replace("\\n", "\n")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
        Formula formula = Formula.parse(text);
        Formula again = Formula.parse(formula.expanded());

        assertThat(again.response().label()).isEqualTo(formula.response().label());
        assertThat(again.fixed().intercept()).isEqualTo(formula.fixed().intercept());
        assertThat(keys(again.fixed())).isEqualTo(keys(formula.fixed()));
        assertThat(again.fixed().offsets()).hasSameSizeAs(formula.fixed().offsets());
        assertThat(again.random()).hasSameSizeAs(formula.random());
        for (int k = 0; k < again.random().size(); k++) {
            RandomTerm before = formula.random().get(k);
            RandomTerm after = again.random().get(k);
            assertThat(after.groupLabel()).isEqualTo(before.groupLabel());
            assertThat(after.effects().intercept()).isEqualTo(before.effects().intercept());
            assertThat(keys(after.effects())).isEqualTo(keys(before.effects()));
        }
        assertThat(again.columns()).isEqualTo(formula.columns());
    }

    private static List<Set<String>> keys(LinearPart part) {
        return part.terms().stream().map(Term::key).toList();
    }

    private static String part(LinearPart part) {
        return (part.intercept() ? "1+" : "0+") + labels(part.terms());
    }

    private static String labels(List<Term> terms) {
        return terms.stream().map(Term::label).collect(Collectors.joining(";"));
    }

    private static Stream<String> rows(String name) {
        try (InputStream in = Objects.requireNonNull(RTermsTest.class.getResourceAsStream("/formula/" + name))) {
            return new String(in.readAllBytes(), UTF_8).lines().skip(1).toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
