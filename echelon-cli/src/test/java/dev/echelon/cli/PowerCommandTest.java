package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code power}, and what {@code confint}, {@code predict} and {@code simulate} say in their examples. */
class PowerCommandTest {
    private static final String DATA = Run.data("sleepstudy.csv");
    private static final String FORMULA = "y ~ Days + (Days | Subject)";

    @TempDir
    static Path folder;

    private static String fit = "";

    @BeforeAll
    static void fit() {
        fit = folder.resolve("sleepstudy.fit").toString();
        Run run = Run.of("fit", "Reaction ~ Days + (Days | Subject)", DATA, "--factor", "Subject", "--save", fit);
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static Run done(String... args) {
        Run run = Run.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        return run;
    }

    @Test
    void powerOfASavedFitNeedsNoData() {
        Run run = done("power", fit, "--test", "Days", "--effect", "Days=5");
        assertThat(run.out())
                .startsWith("Power of the test of Days (satterthwaite, alpha 0.05), by simulation\n")
                .contains("True effects: Days = 5\n")
                .containsPattern("180 0\\.8[4-9]\\d 0\\.8\\d\\d 0\\.\\d+ +8\\d\\d/1000");
    }

    @Test
    void powerAlongMoreSubjectsIsACurve() {
        Run run = done(
                "power", fit, DATA, "--test", "Days", "--effect", "Days=5", "--along", "Subject=10,20,40", "-n", "200");
        assertThat(run.out())
                .contains("levels of Subject")
                .containsPattern("10 +100")
                .containsPattern("40 +400");
    }

    @Test
    void powerOfAFormulaNeedsNoFitAndNoResponse() throws IOException {
        String[] parameters = {"--beta", "250,5", "--sd", "25,6", "--sigma", "25", "--test", "Days"};
        Path design = folder.resolve("design.csv");
        Files.writeString(design, Files.readString(Path.of(DATA)).replaceAll("(?m)^[^,]*,", ""));
        String[] args = new String[parameters.length + 7];
        System.arraycopy(parameters, 0, args, 3, parameters.length);
        args[0] = "power";
        args[1] = FORMULA;
        args[2] = design.toString();
        System.arraycopy(new String[] {"--within", "Subject=3,10", "-n", "200"}, 0, args, args.length - 4, 4);
        assertThat(done(args).out())
                .contains("rows in each Subject")
                .containsPattern("3 +54")
                .containsPattern("10 +180");
        args[args.length - 4] = "--lrt";
        args[args.length - 3] = "--json";
        Run json = Run.of(args);
        assertThat(json.out()).contains("\"method\" : \"likelihood-ratio\"").contains("\"replicates\" : 200");
        assertThat(Run.of(args).out()).isEqualTo(json.out());
    }

    @Test
    void powerNamesWhatIsWrong() {
        assertThat(Run.of("power", fit).err()).contains("--test");
        assertThat(Run.of("power", fit, "--test", "Days", "--effect", "Days").err())
                .contains("--effect takes a name, '=' and numbers");
        assertThat(Run.of("power", fit, "--test", "Days", "--along", "Subject=x")
                        .err())
                .contains("whole numbers");
        assertThat(Run.of("power", fit, "--test", "Days", "--sigma", "1").err()).contains("go with a formula");
        assertThat(Run.of("power", FORMULA, "--test", "Days", "--sigma", "1").err())
                .contains("DATA is missing");
        Run missing = Run.of("power", FORMULA, DATA, "--test", "Days");
        assertThat(missing.err()).contains("--sigma is missing");
        assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("power", fit, "--test", "Dyas").err()).contains("did you mean 'Days'");
    }

    @Test
    void confintResamplesTheDataItIsGiven() {
        Run run = done(
                "confint", fit, DATA, "--method", "bootstrap-bca", "--resample", "case", "-n", "200", "--seed", "7");
        assertThat(run.out())
                .startsWith("95 % confidence intervals (case bootstrap bca)\n")
                .containsPattern("\\d+ samples, \\d+ of them with a singular fit");
        Run without = Run.of("confint", fit, "--method", "bootstrap", "--resample", "residual");
        assertThat(without.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(without.err()).contains("give the data it was fitted to");
        assertThat(Run.of("confint", fit, "--resample", "cases").err()).contains("'case-rows'");
    }

    @Test
    void confintShowsVariancesOfSomeParameters() {
        Run run = done("confint", fit, "--only", "random", "--restricted", "--variances");
        assertThat(run.out())
                .contains("var_Days|Subject")
                .contains("sigma^2")
                .doesNotContain("(Intercept)  ")
                .doesNotContain("end of the range");
    }

    /** lme4: predict(re.form = ~(1 | Subject)) for subject 309 at day 9 is 305.211989. */
    @Test
    void predictTakesBarsAndNotesWhatIsOddOnStandardError() {
        Run run = Run.withInput(
                "Days,Subject\n9,309\nNA,308\n12,308\n",
                "predict",
                fit,
                "-",
                "--terms",
                "(1 | Subject)",
                "--incomplete",
                "drop");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("\n1,305.21").contains("\n3,").doesNotContain("\n2,");
        assertThat(run.err())
                .contains("note: 1 row has no prediction: missing in 'Days' (1)")
                .contains("note: 1 row extrapolates: 'Days' was between 0 and 9");
    }

    @Test
    void simulateDrawsFromGivenParameters() {
        String[] args = {
            "simulate", DATA, "--formula", FORMULA, "--beta", "250,10", "--sd", "25,6", "--cor", "0.1", "--sigma", "25"
        };
        Run run = Run.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("row,sim_1\n1,").hasLineCount(181);
        assertThat(Run.of(args).out()).isEqualTo(run.out());
        assertThat(Run.of("simulate", DATA).err()).contains("give a saved fit and data");
        assertThat(Run.of("simulate", DATA, "--formula", FORMULA, "--beta", "1,x", "--sigma", "2")
                        .err())
                .contains("--beta takes numbers");
    }
}
