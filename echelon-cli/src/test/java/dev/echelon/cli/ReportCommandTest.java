package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports, plots in characters, and the demo. */
class ReportCommandTest {
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";

    private static String saved(Path folder) {
        String file = folder.resolve("sleepstudy.fit").toString();
        assertThat(Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--save", file)
                        .code())
                .isZero();
        return file;
    }

    @Test
    void fitWritesItsReportAsOnePage(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("r.html");
        Run run = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--html", page.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Linear mixed model fit by REML");
        assertThat(Files.readString(page))
                .startsWith("<!DOCTYPE html>")
                .contains("id=\"figure-three-ways\"", "10.467")
                .doesNotContain("http://www.w3.org/1999/xhtml", "https://");
    }

    @Test
    void reportOfASavedFitIsCompleteWithItsData(@TempDir Path folder) throws IOException {
        String fit = saved(folder);
        Path page = folder.resolve("sleepstudy.html");
        Path pictures = folder.resolve("pictures");
        Run run = Run.of(
                "report", fit, Run.data("sleepstudy.csv"), "-o", page.toString(), "--figures", pictures.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(page)).contains("id=\"figure-sparsity-z\"", "id=\"figure-residuals\"");
        assertThat(pictures.resolve("shrinkage-subject.svg")).content().startsWith("<svg ");
        assertThat(pictures.resolve("shrinkage-subject.csv")).content().startsWith("level,ownX");
        assertThat(pictures.resolve("shrinkage-subject.json")).content().startsWith("{");
        assertThat(Run.of("report", fit, Run.data("sleepstudy.csv"), "--json").out())
                .contains("\"figure\" : \"sparsity-z\"", "\"table\" : \"coefficients\"");
    }

    @Test
    void reportWithoutDataSaysWhatIsLeftOut(@TempDir Path folder) {
        String fit = saved(folder);
        Run run = Run.of("report", fit, "--text");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " ")).contains("are left out: the fit holds no rows");
        assertThat(Run.of("report", fit, Run.data("sleepstudy_weighted.csv"), "--text", "--df", "none")
                        .code())
                .isZero();
        assertThat(Run.of("report", fit, Run.data("sleepstudy_missing.csv"), "--text")
                        .err())
                .contains("give the data of the fit");
    }

    @Test
    void reportAsksWhereItGoes(@TempDir Path folder) {
        String fit = saved(folder);
        assertThat(Run.of("report", fit).err()).startsWith("error: say where the report goes");
        assertThat(Run.of("report", fit, "--text", "--json").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("report", fit, "-o", folder.resolve("no/such/file").toString())
                        .err())
                .startsWith("error: cannot write");
    }

    @Test
    void plotsFitTheTerminal(@TempDir Path folder) {
        String fit = saved(folder);
        for (Run run : new Run[] {
            Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--plots"),
            Run.of("ranef", fit, "--plots"),
            Run.of("check", fit, Run.data("sleepstudy.csv"), "-n", "20", "--plots")
        }) {
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("Subject: Days\n").contains("●");
            assertThat(run.out().lines().filter(line -> line.contains("●"))).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void plotsArePlainWhereTheLocaleIsNotUtf8() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]), out, out, Map.of("LANG", "en_US.ISO-8859-1"), false, false);
        assertThat(Cli.run(console, "fit", FORMULA, Run.data("sleepstudy.csv"), "--plots"))
                .isZero();
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.substring(text.indexOf("Subject: (Intercept)"))).matches("\\p{ASCII}+");
    }

    @Test
    void theDemoTellsTheWholeStory(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("demo.html");
        Run run = Run.of("demo", "--html", page.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("8525 patients", "Z is 8525\n× 407", "252 × 10", "Three ways", "Random effects")
                .contains("The page with its pictures is in " + page);
        assertThat(Files.size(page)).isBetween(300_000L, 2_000_000L);
    }

    @Test
    void theDemoPrintsJson() {
        assertThat(Run.of("demo", "--json").out()).startsWith("{").contains("\"table\" : \"coefficients\"");
    }

    /** The data in the repository are what the generator makes, and the estimates are near what it was told. */
    @Test
    void thePatientsAreThoseOfTheGenerator() throws IOException {
        try (InputStream in = new GZIPInputStream(new FileInputStream(Run.data("patients.csv.gz")))) {
            String csv = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(csv).isEqualTo(Patients.csv());
            assertThat(csv.lines()).hasSize(8526);
        }
    }
}
