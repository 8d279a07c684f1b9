package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command cannot do it refuses with one sentence; it passes over nothing in silence. */
class MistakesTest {
    private static final String DATA = Run.data("sleepstudy.csv");

    @TempDir
    private static Path folder = Path.of("");

    private static String fit = "";

    @BeforeAll
    static void fit() {
        fit = folder.resolve("sleepstudy.fit").toString();
        Run.of("fit", "Reaction ~ Days + (Days | Subject)", DATA, "--save", fit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "simulate FIT DATA --beta 1,2; --beta goes with --formula",
                "simulate FIT DATA --weights Days; --weights goes with --formula",
                "simulate FIT DATA -n 0; -n must be at least 1, not 0",
                "predict FIT DATA --coverage 0.9; --coverage goes with --interval",
                "predict FIT DATA --level population --new-levels variance; --new-levels goes with --level conditional",
                "confint FIT -n 20; -n goes with --method bootstrap",
                "confint FIT --method wald --resample case; --resample goes with --method bootstrap",
                "confint FIT --method bootstrap --restricted; --restricted goes with --method profile",
                "confint FIT --coverage 95; --coverage must be between 0 and 1, not 95.0",
                "confint FIT --method bootstrap -n -4; a bootstrap needs 2 to 10000000 replicates, not -4",
                "ranef FIT --coverage 0.9; --coverage goes with --sort or --rank",
                "test FIT Days --bootstrap 10; --bootstrap goes with tests of random effects",
                "test FIT --df none; --df goes with tests of fixed effects",
                "power FIT --test Days --lrt --df none; --df goes with F tests, not with --lrt",
                "power FIT --test Days --weights Days; --weights goes with a formula",
                "power FIT --test Days --df containment; power is not simulated with containment",
                "power FIT --test Days --effect Days=NaN; the true value of 'Days' must be a number, not NaN",
                "power FIT --test Days --alpha 2; the level of a test must be between 0 and 1, not 2.0",
                "check FIT DATA --csv -n 30; -n goes with the whole check",
                "show FIT --estimates; --estimates goes with --equations",
                "means FIT *; '*' does not name factors"
            })
    void optionsThatSayNothingAndImpossibleValuesAreUsageErrors(String line, String message) {
        Run run = Run.of(words(line));
        assertThat(run.err()).startsWith("error: " + message);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "confint FIT --method wald --only random; intervals by Wald's method exist for fixed effects only",
                "simulate FIT DATA -n 1000000000; 1,000,000,000 responses for each of 180 rows are more than",
                "power FIT DATA --test Days --along Subject=1000000000; the design would have about 1.00e+10 rows",
                "power FIT DATA --test Days --within Subject=1000000000; the design would have about 1.80e+10 rows",
                "predict FIT DATA -o no/such/folder.csv; cannot write 'no/such/folder.csv': there is no folder"
            })
    void whatCannotBeDoneIsSaidAtOnce(String line, String message) {
        Run run = Run.of(words(line));
        assertThat(run.err()).startsWith("error: " + message);
        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void assumedParametersMustBeNumbers() {
        Run run = Run.of(
                "simulate",
                DATA,
                "--formula",
                "y ~ Days + (1 | Subject)",
                "--beta",
                "1,NaN",
                "--sd",
                "1",
                "--sigma",
                "1");
        assertThat(run.err()).startsWith("error: a fixed effect must be a number, not NaN");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFileThatCannotBeCompletedStaysAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("kept.csv"), "kept");
        Console console =
                new Console(new ByteArrayInputStream(new byte[0]), System.out, System.err, Map.of(), false, false);
        try {
            Output.write(file, console, out -> {
                out.write(1);
                throw new IOException("the disk is full");
            });
        } catch (dev.echelon.error.EchelonException expected) {
            assertThat(expected).hasMessage("cannot write '" + file + "': the disk is full");
        }
        assertThat(Files.readString(file)).isEqualTo("kept");
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(path -> path.toString().endsWith(".part"));
        }
    }

    @Test
    void aNarrowTerminalIsNoError() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                out,
                new ByteArrayOutputStream(),
                Map.of("COLUMNS", "40"),
                false,
                false);
        assertThat(Cli.run(console, "show", fit)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Number of obs: 180");
    }

    @Test
    void wideTablesGoOnBelow() {
        String oats = folder.resolve("oats.fit").toString();
        Run.of(
                "fit",
                "yield ~ Variety * nitro + (1 | Block/Variety)",
                Run.data("oats.csv"),
                "--factor",
                "nitro",
                "--save",
                oats);
        for (String[] args :
                new String[][] {{"ranef", oats, "--coef"}, {"check", oats, Run.data("oats.csv"), "-n", "50"}}) {
            Run run = Run.of(args);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    private static String[] words(String line) {
        return java.util.Arrays.stream(line.split(" "))
                .map(word -> word.equals("FIT") ? fit : word.equals("DATA") ? DATA : word)
                .toArray(String[]::new);
    }
}
