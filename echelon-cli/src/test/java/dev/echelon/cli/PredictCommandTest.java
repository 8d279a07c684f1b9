package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code echelon predict}; numbers from lme4 1.1-31, see PredictionTest of the core. */
class PredictCommandTest {
    private static final String ROWS = "Days,Subject\n3,308\n3,999\nNA,308\n";

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

    @Test
    void csvHasEveryRowOfTheNewData() {
        Run run = Run.withInput(ROWS, "predict", fit, "-", "--new-levels", "variance", "--interval", "prediction");
        assertThat(run.code()).as(run.err()).isZero();
        String[] lines = run.out().split("\n");
        assertThat(lines[0]).isEqualTo("row,estimate,se,lower,upper,reason");
        assertThat(lines[1]).startsWith("1,312.662").contains(",8.1164").endsWith(",");
        assertThat(lines[2]).startsWith("2,282.806").contains(",32.322");
        assertThat(lines[3]).isEqualTo("3,,,,,\"missing in 'Days'\"");
    }

    @Test
    void unknownGroupIsOneSentence() {
        Run run = Run.withInput(ROWS, "predict", fit, "-");
        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).startsWith("error: ").contains("'999'").contains("'Subject'");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void jsonGoesToAFileWithNullForWhatIsMissing() throws IOException {
        Path file = folder.resolve("out.json");
        Run run = Run.withInput(ROWS, "predict", fit, "-", "--level", "population", "--json", "-o", file.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readString(file)).contains("\"estimate\" : null").contains("missing in 'Days'");
    }

    @Test
    void unknownChoiceListsTheChoices() {
        Run run = Run.withInput(ROWS, "predict", fit, "-", "--interval", "both");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--interval").contains("'confidence'").contains("'both'");
    }

    /** lme4's profile of the slope's standard deviation: 3.801, 8.753. */
    @Test
    void confintPrintsProfiles() {
        Run run = Run.of("confint", fit);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("95 % confidence intervals (profile)\n")
                .containsPattern("sd_Days\\|Subject +5\\.717 +3\\.801 +8\\.753");
        Run json = Run.of("confint", fit, "--method", "wald", "--json");
        assertThat(json.out()).contains("\"method\" : \"wald\"").contains("\"parameter\" : \"Days\"");
    }

    @Test
    void confintRefusesAnUnknownMethod() {
        Run run = Run.of("confint", fit, "--method", "profil");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'profile'").contains("'profil'");
    }

    @Test
    void simulateWritesOneColumnPerReplicateAndRepeatsItself() {
        Run run = Run.of("simulate", fit, Run.data("sleepstudy.csv"), "-n", "3", "--seed", "5");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("row,sim_1,sim_2,sim_3\n1,").hasLineCount(181);
        Run again = Run.of("simulate", fit, Run.data("sleepstudy.csv"), "-n", "3", "--seed", "5");
        assertThat(again.out()).isEqualTo(run.out());
    }

    @Test
    void bootstrapOfASavedFitNeedsNoDataAndRepeatsItself() {
        String[] args = {"confint", fit, "--method", "bootstrap", "-n", "100", "--seed", "3", "--json"};
        Run run = Run.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"method\" : \"bootstrap\"").contains("\"replicates\" : ");
        assertThat(Run.of(args).out()).isEqualTo(run.out());
    }

    @Test
    void residualsOfTheDataOfTheFitAreWritten() {
        Run run = Run.of("predict", fit, Run.data("sleepstudy.csv"), "--residuals");
        assertThat(run.code()).as(run.err()).isZero();
        String[] lines = run.out().split("\n");
        assertThat(lines).hasSize(181);
        assertThat(lines[0]).isEqualTo("row,response,fitted,residual,scaled");
        // fitted(fm)[1] and residuals(fm)[1] of lme4: 253.6637, -4.103681; sigma 25.59180
        assertThat(lines[1]).startsWith("1,249.56,253.663").contains(",-4.103").contains(",-0.160");
    }

    @Test
    void leveragesAndCooksDistancesAreWrittenOnRequest() {
        Run run = Run.of("predict", fit, Run.data("sleepstudy.csv"), "--residuals", "--diagnostics");
        assertThat(run.code()).as(run.err()).isZero();
        String[] lines = run.out().split("\n");
        assertThat(lines).hasSize(181);
        assertThat(lines[0]).isEqualTo("row,response,fitted,residual,scaled,leverage,standardised,cooks");
        // hatvalues(fm)[1] and cooks.distance(fm)[1] of lme4
        assertThat(lines[1]).contains(",0.22930").contains(",0.00496");
        assertThat(Run.of("predict", fit, Run.data("sleepstudy.csv"), "--diagnostics")
                        .err())
                .contains("--diagnostics goes with --residuals");
    }

    @Test
    void residualsOfOtherDataAreRefusedAndNoFileIsLeft() {
        Path file = folder.resolve("rows.csv");
        Path other = folder.resolve("other.csv");
        Run run = Run.withInput(
                "Reaction,Days,Subject\n250,3,308\n", "predict", fit, "-", "--residuals", "-o", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("fitted to 180");
        assertThat(file).doesNotExist();
        assertThat(Run.of("predict", fit, other.toString(), "--residuals", "--se")
                        .err())
                .contains("--se goes with predictions");
    }
}
