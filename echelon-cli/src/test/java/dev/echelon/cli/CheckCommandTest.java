package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code echelon check}; numbers from lme4 1.1-31, see DiagnosticsTest of the core. */
class CheckCommandTest {
    @TempDir
    static Path folder;

    private static String fit = "";

    @BeforeAll
    static void fit() {
        fit = folder.resolve("sleepstudy.fit").toString();
        Run run = Run.of(
                "fit",
                "Reaction ~ Days + (Days | Subject)",
                Run.data("sleepstudy.csv"),
                "--factor",
                "Subject",
                "--save",
                fit);
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static Run check(String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "check";
        args[1] = fit;
        args[2] = Run.data("sleepstudy.csv");
        System.arraycopy(options, 0, args, 3, options.length);
        Run run = Run.of(args);
        assertThat(run.err()).isEmpty();
        return run;
    }

    @Test
    void findingsComeFirstAndSayWhatToDo() {
        Run run = check();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("Check of Reaction ~ Days + (Days | Subject)\n\nFindings:\nwarning [outlying-rows]: ")
                .contains("57 (6.1), 60 (-4.9), 8 (-4.6)")
                .contains("  -> Check these rows for errors")
                .containsPattern("309 +10 +0\\.1485 +0\\.1878 +0\\.8897 +0\\.0842 +-0\\.411 \\(Intercept\\)")
                .containsPattern("residuals +Shapiro-Wilk +180 .* 0\\.9005")
                .containsPattern("by Subject +Levene \\(median\\) +1\\.953 +17 +162 +0\\.0170")
                .contains("new random effects, seed 1")
                .contains("Effective parameters (sum of leverages): 29.02 of 180 rows");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void strictTurnsWarningsIntoAnExitCode() {
        assertThat(check("--strict").code()).isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void savedFitAloneIsCheckedAsFarAsItGoes() {
        Run run = Run.of("check", fit);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("No check found a problem.")
                .contains("Note: residuals, influence and simulations were left out")
                .containsPattern("Subject +1 +0\\.9669 +0\\.9461");
    }

    @Test
    void influenceOfLevels() {
        Run run = check("--influence", "Subject");
        assertThat(run.out())
                .startsWith("Influence of the levels of Subject (refitted without each; all 18):\n")
                .hasLineCount(20);
        assertThat(check("--influence", "Subject", "--theta", "fixed").out()).contains("(theta kept; all 18)");
        assertThat(check("--influence", "Subject", "--json").out())
                .contains("\"method\" : \"refit\"")
                .contains("\"level\" : \"372\"");
        assertThat(check("--influence", "Subject", "--csv").out())
                .startsWith("level,rows,cooks,mdffits,covratio,covtrace,estimate_(Intercept),estimate_Days,")
                .hasLineCount(19);
    }

    @Test
    void influenceOfRows() {
        assertThat(check("--influence", "obs").out())
                .startsWith("The 20 rows with the largest Cook's distance of the fixed effects:\n")
                .hasLineCount(22)
                .containsPattern(" 60 .* 0\\.0454 +0\\.7913\n");
        assertThat(check("--influence", "obs", "--json").out()).contains("\"studentised\" : -4.851");
    }

    @Test
    void csvHasEveryRowWithAllNumbers() throws IOException {
        Path file = folder.resolve("rows.csv");
        assertThat(check("--csv", "-o", file.toString()).out()).isEmpty();
        String[] lines = Files.readString(file).split("\n");
        assertThat(lines).hasSize(181);
        assertThat(lines[0]).startsWith("row,fitted,response,").endsWith(",dfbetas_(Intercept),dfbetas_Days");
        assertThat(lines[60]).startsWith("60,").contains(",-4.8511");
    }

    @Test
    void jsonHasAllOfIt() {
        assertThat(check("--json", "-n", "50", "--seed", "3", "--keep-effects").out())
                .contains("\"id\" : \"outlying-rows\"")
                .contains("\"replicates\" : 50")
                .contains("\"conditional\" : true")
                .contains("\"conditionCentred\" : ")
                .contains("\"test\" : \"Shapiro-Wilk\"");
    }

    @Test
    void mistakesAreOneSentence() {
        Run group = Run.of("check", fit, Run.data("sleepstudy.csv"), "--influence", "subject");
        assertThat(group.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(group.err()).isEqualTo("error: the model has no grouping factor 'subject'; choose Subject\n");
        Run rows = Run.of("check", fit, "--csv");
        assertThat(rows.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(rows.err()).contains("give the data that it was made from");
        Run theta = Run.of("check", fit, "--theta", "free");
        assertThat(theta.code()).isEqualTo(ExitCode.USAGE);
        assertThat(theta.err()).contains("'one-step'").contains("'free'");
        Run both = Run.of("check", fit, "--csv", "--json");
        assertThat(both.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void helpHasExamples() {
        Run run = Run.of("check", "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("  echelon check sleepstudy.fit sleepstudy.csv --influence Subject");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }
}
