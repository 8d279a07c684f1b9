package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report",
                "demo",
                "fit",
                "explain",
                "show",
                "ranef",
                "effects",
                "explore",
                "anova",
                "test",
                "predict",
                "simulate",
                "confint",
                "power",
                "check",
                "means",
                "compare"
            })
    void everyCommandHelpsWithAnExample(String command) {
        Run run = Run.of(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Example").contains("  echelon " + command);
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpOfTheProgramListsCommandsAndExitCodes() {
        Run run = Run.of("--help");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("fit", "explain", "show", "ranef", "help")
                .contains("Exit codes:")
                .contains("--strict")
                .contains("Example");
        assertThat(Run.of("help", "fit").out())
                .isEqualTo(Run.of("fit", "--help").out());
    }

    @Test
    void versionNamesTheProgramAndJava() {
        Run run = Run.of("--version");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("echelon ").contains("Java " + System.getProperty("java.version"));
    }

    @Test
    void noCommandIsAUsageErrorWithHelpOnStandardError() {
        Run run = Run.of();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error: no command given\n").contains("Usage: echelon");
    }

    @Test
    void mistypedCommandSuggestsTheNearest() {
        expect(Run.of("fti", FORMULA, "x.csv"), "error: unknown command 'fti'; did you mean 'fit'?");
    }

    @Test
    void mistypedOptionSuggestsTheNearest() {
        expect(Run.of("fit", FORMULA, "x.csv", "--jsn"), "error: unknown option '--jsn'; did you mean '--json'?");
    }

    @Test
    void swappedArgumentsAreNamed() {
        expect(
                Run.of("fit", "x.csv", FORMULA),
                "error: the formula comes first, then the data: echelon fit '" + FORMULA + "' x.csv");
    }

    @Test
    void missingDataIsNamed() {
        expect(
                Run.of("fit", FORMULA),
                "error: DATA is missing after the formula: echelon fit 'y ~ x + (1 | g)' data.csv");
    }

    @Test
    void unquotedFormulaIsRecognised() {
        expect(
                Run.of("fit", "y", "~", "x", "data.csv"),
                "error: put the formula in quotes, so that it is one argument: 'y ~ x + (1 | g)'");
    }

    @Test
    void contradictingAndWrongOptionsAreNamed() {
        expect(Run.of("fit", FORMULA, "x.csv", "--ml", "--reml"), "error: choose --ml or --reml, not both");
        assertThat(Run.of("fit", FORMULA, "x.csv", "--optimizer", "nlopt").err())
                .contains("no optimizer 'nlopt'; choose trust-region or bobyqa");
        assertThat(Run.of("fit", FORMULA, "x.csv", "--computation", "fast").err())
                .contains("no computation 'fast'; choose auto, exact or iterative");
        assertThat(Run.of("fit", FORMULA, "x.csv", "--coding", "Subject=sums").err())
                .startsWith("error: --coding: ")
                .contains("helmert");
    }

    private static void expect(Run run, String firstLine) {
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().findFirst()).contains(firstLine);
    }
}
