package dev.echelon.formula;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake with the whole text that a person sees: the sentence, the line, and the caret under the place. */
class FormulaErrorsTest {

    private static final String FUNCTIONS = "The functions are " + String.join(", ", Functions.names());

    /** {@code mistakes.txt} has three lines for each: the formula, the carets, the sentence. */
    static List<String[]> mistakes() {
        List<String[]> all = new ArrayList<>();
        String[] lines = resource().split("\n", -1);
        for (int i = 0; i + 2 < lines.length; i += 3) {
            all.add(new String[] {lines[i], lines[i + 1], lines[i + 2].replace("FUNCTIONS", FUNCTIONS)});
        }
        return all;
    }

    private static String resource() {
        try (InputStream in =
                Objects.requireNonNull(FormulaErrorsTest.class.getResourceAsStream("/formula/mistakes.txt"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsShownWithItsPlace(String formula, String caret, String sentence) {
        FormulaException error = catchThrowableOfType(FormulaException.class, () -> Formula.parse(formula));

        assertThat(error).isNotNull();
        assertThat(error.getMessage()).isEqualTo(sentence + "\n  " + formula + "\n  " + caret);
        assertThat(error.sentence()).isEqualTo(sentence);
    }

    @Test
    void emptyFormulaIsAnError() {
        for (String text : List.of("", "   ", "\n")) {
            FormulaException error = catchThrowableOfType(FormulaException.class, () -> Formula.parse(text));
            assertThat(error.sentence()).isEqualTo("the formula is empty; write one such as y ~ x + (1 | g)");
        }
    }

    @Test
    void onlyTheLineWithTheMistakeIsShown() {
        FormulaException error =
                catchThrowableOfType(FormulaException.class, () -> Formula.parse("y ~ a +\n\tb + $c +\r\n d"));

        assertThat(error.getMessage()).isEqualTo("""
                        the character '$' has no meaning in a formula; put a column name that contains it in backticks
                           b + $c +
                               ^""");
    }

    @Test
    void charactersOutsideTheBasicPlaneTakeOneColumn() {
        FormulaException error =
                catchThrowableOfType(FormulaException.class, () -> Formula.parse("y ~ `\ud83d\ude00` $"));

        assertThat(error.getMessage()).endsWith("\n  y ~ `\ud83d\ude00` $\n          ^");
    }

    @Test
    void deepNestingIsAnErrorNotAnOverflow() {
        for (String text : List.of(
                "y ~ " + "(".repeat(100_000) + "x" + ")".repeat(100_000),
                "y ~ " + "-".repeat(100_000) + "x",
                "y ~ x" + ":x".repeat(100_000),
                "y ~ I(x" + "+x".repeat(100_000) + ")",
                "y" + "+y".repeat(100_000) + " ~ x",
                "y ~ (1 | g" + "/g".repeat(100_000) + ")",
                "y ~ (a*b*c*d*e*f*g*h*i*j*k*l*m*n*o*p*q*r*s*t)^9",
                "y ~ (1 | a*b*c*d*e*f*g*h*i*j*k*l*m*n*o*p*q*r*s*t)")) {
            assertThat(catchThrowableOfType(FormulaException.class, () -> Formula.parse(text)))
                    .isNotNull();
        }
    }

    @Test
    void sumsMayBeLong() {
        StringBuilder text = new StringBuilder("y ~ x0");
        for (int k = 1; k < 5_000; k++) {
            text.append(" + x").append(k);
        }
        assertThat(Formula.parse(text.toString()).fixed().terms()).hasSize(5_000);
    }
}
