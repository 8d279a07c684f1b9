package dev.echelon.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        Reaction ~ Days + (Days | Subject)    ; Reaction ~ 1 + Days + (1 + Days | Subject)
        y ~ 0 + x + (x || g)                  ; y ~ 0 + x + (1 + x || g)
        y ~ (x - 1 || a/b)                    ; y ~ 1 + (0 + x || b:a) + (0 + x || a)
        y ~ (1 | a*b)                         ; y ~ 1 + (1 | a) + (1 | b) + (1 | a:b)
        y ~ (1 | interaction(a, b))           ; y ~ 1 + (1 | a:b)
        y ~ (1 | (a/b))                       ; y ~ 1 + (1 | b:a) + (1 | a)
        y ~ (1 | a:b/c)                       ; y ~ 1 + (1 | c:a:b) + (1 | a:b)
        y ~ (1 | a/a)                         ; y ~ 1 + (1 | a) + (1 | a)
        y ~ us(1 + time | site) + x           ; y ~ 1 + x + (1 + time | site)
        y ~ ar1(0 + visit | g) + cs(f | a/b)  ; y ~ 1 + ar1(0 + visit | g) + cs(1 + f | b:a) + cs(1 + f | a)
        y ~ diag(x|g) + id(x|g) + homcs(x|g)  ; y ~ 1 + diag(1 + x | g) + id(1 + x | g) + homcs(1 + x | g)
        y ~ x + offset(log(n)) + (1|factor(g)); y ~ 1 + x + offset(log(n)) + (1 | factor(g))
        y~within(x,g)*between(x,g)            ; y ~ 1 + within(x, g) + between(x, g) + within(x, g):between(x, g)
        y ~ I(a | b) + (I(a|b) | g)           ; y ~ 1 + I(a | b) + (1 + I(a | b) | g)
        y ~ (a + b)**2 - a                    ; y ~ 1 + b + a:b
        y ~ poly(x, 2, raw=T)                 ; y ~ 1 + poly(x, 2, raw = TRUE)
        `my y` ~ `a:b`:c + (1 | `g h`)        ; `my y` ~ 1 + `a:b`:c + (1 | `g h`)
        """)
    void expandedTextWritesOutEverything(String text, String expanded) {
        assertThat(Formula.parse(text).expanded()).isEqualTo(expanded);
        assertThat(Formula.parse(expanded).columns())
                .isEqualTo(Formula.parse(text).columns());
    }

    @Test
    void spansPointAtTheText() {
        String text = "y ~ log(x) + us(1 | `a b`)";
        Formula formula = Formula.parse(text);

        assertThat(cut(text, formula.fixed().terms().get(0).factors().get(0).span()))
                .isEqualTo("log(x)");
        assertThat(cut(text, formula.random().get(0).span())).isEqualTo("us(1 | `a b`)");
        assertThat(cut(text, formula.random().get(0).grouping().get(0).span())).isEqualTo("`a b`");
    }

    @Test
    void packagePrefixIsKeptInTheLabelOnly() {
        Expression.Call call = (Expression.Call) Formula.parse("y ~ splines::ns(x, df = 3)")
                .fixed()
                .terms()
                .get(0)
                .factors()
                .get(0);

        assertThat(call.function()).isEqualTo("ns");
        assertThat(call.label()).isEqualTo("splines::ns(x, df = 3)");
        assertThat(call.arguments().get(1).name()).isEqualTo("df");
    }

    @Test
    void backtickNamesMayContainEscapedBackticks() {
        Formula formula = Formula.parse("y ~ `a\\`b\\\\c`");

        assertThat(formula.columns()).containsExactly("y", "a`b\\c");
        assertThat(Formula.parse(formula.expanded()).columns()).isEqualTo(formula.columns());
    }

    @Test
    void dotStandsForColumnsThatAreNeitherResponseNorGroups() {
        List<String> columns = List.of("y", "a b", "g", "h", "x");

        assertThat(dot("log(y) ~ . + (1 | g/h)", columns)).isEqualTo("log(y) ~ 1 + `a b` + x + (1 | h:g) + (1 | g)");
        assertThat(dot("y ~ . - h", columns)).isEqualTo("y ~ 1 + `a b` + g + x");
        assertThat(dot("y ~ .^2 - 1 + (1 | g) + (1 | h)", columns))
                .isEqualTo("y ~ 0 + `a b` + x + `a b`:x + (1 | g) + (1 | h)");
        assertThat(dot("y ~ x:. + (. | g:h)", columns)).isEqualTo("y ~ 1 + x + x:`a b` + (1 + `a b` + x | g:h)");
        assertThat(dot("y ~ x", columns)).isEqualTo("y ~ 1 + x");
    }

    @Test
    void dotWithoutColumnsIsAnError() {
        assertThatThrownBy(() -> Formula.parse("y ~ . + (1 | g)").expandDot(List.of("y", "g")))
                .isInstanceOf(FormulaException.class)
                .hasMessage("""
                        '.' stands for no column here; all of them are the response or grouping factors
                          y ~ . + (1 | g)
                              ^""");
    }

    @Test
    void hasDotTellsWhetherColumnsAreNeeded() {
        assertThat(Formula.parse("y ~ .").hasDot()).isTrue();
        assertThat(Formula.parse("y ~ . - x").columns()).containsExactly("y");
        assertThat(Formula.parse("y ~ x.y + .z").hasDot()).isFalse();
    }

    @Test
    void variablesAreNamedOnceInOrderWithArgumentsButNotFunctionsOrArgumentNames() {
        Formula formula = Formula.parse("log(y) ~ poly(x, degree = k) + x:z - w + offset(n) + (t | g/h)");

        assertThat(formula.variables().stream().map(Expression.Variable::name))
                .containsExactly("y", "x", "k", "z", "w", "n", "t", "g", "h");
        assertThat(formula.columns()).containsExactly("y", "x", "k", "z", "n", "t", "h", "g");
    }

    @Test
    void unknownColumnIsShownWithTheNearest() {
        Formula formula = Formula.parse("Reaction ~ dayz + (dayz | Subject)");

        assertThatThrownBy(() -> formula.require(List.of("Reaction", "Days", "Subject")))
                .isInstanceOf(FormulaException.class)
                .hasMessage("""
                        no column 'dayz'; did you mean 'Days'? The columns are Reaction, Days, Subject
                          Reaction ~ dayz + (dayz | Subject)
                                     ^^^^""");
        formula.require(List.of("Reaction", "dayz", "Subject"));
    }

    @Test
    void randomTokensNeverFailInAnotherWay() {
        String[] tokens = {
            "y",
            "~",
            "x",
            "+",
            "-",
            "*",
            "/",
            ":",
            "^",
            "%in%",
            "%%",
            "|",
            "||",
            "(",
            ")",
            "1",
            "0",
            "2",
            ".",
            "log(",
            "I(",
            "us(",
            "ar1(",
            "poly(x, 2)",
            ",",
            "=",
            "==",
            "!",
            "<",
            "&",
            "'t'",
            "`b c`",
            "TRUE",
            "offset(",
            "::",
            " ",
            "\n",
            "g",
            "repeated(",
            "c(",
            "1e",
            "\u00e9",
            "\ud83d\ude00",
            "`",
            "\"",
            "\\",
            "(1 | g)",
            "interaction("
        };
        Random random = new Random(20260101);
        int valid = 0;
        for (int trial = 0; trial < 40_000; trial++) {
            StringBuilder text = new StringBuilder(trial % 2 == 0 ? "y ~ x" : "");
            int length = random.nextInt(12);
            for (int k = 0; k < length; k++) {
                text.append(tokens[random.nextInt(tokens.length)]);
            }
            valid += survives(text.toString()) ? 1 : 0;
        }
        // Both outcomes must have been seen often for the test to mean anything.
        assertThat(valid).isBetween(2_000, 30_000);
    }

    private static boolean survives(String text) {
        Formula formula;
        try {
            formula = Formula.parse(text);
        } catch (FormulaException expected) {
            return false;
        }
        try {
            assertThat(Formula.parse(formula.expanded()).columns()).isEqualTo(formula.columns());
        } catch (FormulaException broken) {
            throw new AssertionError("expanded text of <" + text + "> does not parse", broken);
        }
        return true;
    }

    private static String dot(String text, List<String> columns) {
        return Formula.parse(text).expandDot(columns).expanded();
    }

    private static String cut(String text, Span span) {
        return text.substring(span.start(), span.end());
    }
}
