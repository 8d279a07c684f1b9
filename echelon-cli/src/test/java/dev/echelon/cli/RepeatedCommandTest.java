package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with an R side at the command line; numbers of nlme 3.1-162 for the same fits. */
class RepeatedCommandTest {
    private static final String DATA = Run.data("orthodont.csv");

    @Test
    void structureIsGivenByOptionAndPrintedWithItsVisits() {
        Run run = Run.of("fit", "distance ~ age*Sex", DATA, "--repeated", "us(age | Subject)");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("REML criterion at convergence: 424.5")
                .contains("Residuals: UN")
                .contains("27 levels of Subject, 4 rows each")
                .contains("order of age: 8, 10, 12, 14")
                .contains("cov(10, 8)")
                .doesNotContain("Random effects:");
    }

    @Test
    void jsonHasParametersAndTheMatrixInOrder() {
        Run run =
                Run.of("fit", "distance ~ age*Sex", DATA, "--repeated", "cs(age | Subject)", "--df", "none", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("\"objective\" : 433.75724920")
                .contains("\"structure\" : \"cs\"")
                .contains("\"positions\" : [ \"8\", \"10\", \"12\", \"14\" ]")
                .contains("\"matrix\" : [ [ 5.22068");
    }

    @Test
    void randomTermsAndVarianceFunctionsStandBesideIt() {
        Run run = Run.of(
                "fit",
                "distance ~ age*Sex",
                DATA,
                "--random",
                "1 | Subject",
                "--variance",
                "ident(Sex)",
                "--df",
                "satterthwaite");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("REML criterion at convergence: 415.2")
                .contains("Random effects:")
                .contains("ident(Sex) ");
    }

    @Test
    void robustCovarianceIsSavedWithTheFit(@TempDir Path folder) {
        String fit = folder.resolve("cs.fit").toString();
        Run run = Run.of(
                "fit", "distance ~ age*Sex", DATA, "--repeated", "cs(age | Subject)", "--vcov", "cr2", "--save", fit);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Cluster-robust covariance cr2 by Subject");
        assertThat(Run.of("anova", fit).out()).contains("Cluster-robust covariance cr2 by Subject");
        assertThat(Run.of("anova", fit, "--vcov", "model", "--df", "kenward-roger")
                        .code())
                .isZero();
        Run missing = Run.of("anova", fit, "--vcov", "cr3");
        assertThat(missing.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(missing.err()).contains("fit again with --vcov cr3");
        assertThat(Run.of("confint", fit, "--method", "profile").err()).contains("cannot be computed yet");
        assertThat(Run.of("predict", fit, DATA, "--given", DATA).code()).isZero();
    }

    @Test
    void structuresAreComparedFromOneCommand() {
        Run run = Run.of(
                "compare", "--structures", "cs,ar1,us", "distance ~ age*Sex", DATA, "--repeated", "us(age | Subject)");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("cs").contains("424.55").contains("AIC and BIC count fixed effects");
        Run json = Run.of(
                "compare", "--structures", "cs,us", "distance ~ age*Sex + repeated(us(age | Subject))", DATA, "--json");
        assertThat(json.out()).contains("\"against\" : \"cs\"");
    }

    @Test
    void structuresAreDrawnAsALadder(@TempDir Path folder) {
        Path pictures = folder.resolve("pictures");
        Run run = Run.of(
                "compare",
                "--structures",
                "cs,ar1,us",
                "distance ~ age*Sex",
                DATA,
                "--repeated",
                "us(age | Subject)",
                "--figures",
                pictures.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(pictures.resolve("likelihood-ladder.svg")).exists();
        assertThat(pictures.resolve("likelihood-ladder.csv"))
                .content()
                .startsWith("structure,parameters,objective,AIC");
        Run fits = Run.of("compare", "a.fit", "b.fit", "--figures", pictures.toString());
        assertThat(fits.code()).isEqualTo(ExitCode.USAGE);
        assertThat(fits.err()).contains("give --structures, too");
    }

    @Test
    void unknownStructureNamesTheNearest() {
        Run run = Run.of("fit", "distance ~ age", DATA, "--repeated", "toepl(age | Subject)");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there is no covariance structure 'toepl'; did you mean 'toep'?");
    }
}
