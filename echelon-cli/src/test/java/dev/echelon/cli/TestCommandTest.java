package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code echelon test} on sleepstudy and pastes; naive values from lmerTest::ranova. */
class TestCommandTest {
    @TempDir
    private static Path folder;

    private static String sleepstudy = "";
    private static String pastes = "";

    @BeforeAll
    static void fits() {
        sleepstudy = folder.resolve("sleepstudy.fit").toString();
        pastes = folder.resolve("pastes.fit").toString();
        Run.of("fit", "Reaction ~ Days + (Days | Subject)", Run.data("sleepstudy.csv"), "--save", sleepstudy);
        Run.of("fit", "strength ~ 1 + (1 | batch/cask)", Run.data("pastes.csv"), "--save", pastes);
    }

    @Test
    void withoutATermEveryRandomTermIsTested() {
        Run run = Run.of("test", sleepstudy);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("Tests of random effects (likelihood ratios, REML):\n")
                .contains("Days | Subject    4 -893.23 1794.47 42.837  2 4.990e-10 2.793e-10")
                .contains("p mixture, Days | Subject: 0.500 chisq(1) + 0.500 chisq(2).");
        Run nested = Run.of("test", pastes, "--simulations", "2000", "--bootstrap", "100");
        assertThat(nested.out())
                .contains("1 | batch ")
                .contains("p exact: law for this number of rows, 2000 draws, seed 1.")
                .contains("1 | cask:batch; 1 | batch: exact law");
        assertThat(nested.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aRandomEffectIsTestedByBootstrapToo() {
        Run run = Run.of("test", sleepstudy, "Days | Subject", "--bootstrap", "20", "--seed", "7");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("p boot").contains("<5e-02").contains("seed 7");
        assertThat(Run.of("test", sleepstudy, "Subject").out()).contains("1 + Days | Subject");
        Run json = Run.of("test", sleepstudy, "Days | Subject", "--bootstrap", "20", "--seed", "7", "--json");
        assertThat(json.out())
                .contains("\"term\" : \"Days | Subject\"")
                .contains("\"weights\" : [ 0.0, 0.5, 0.5 ]")
                .contains("\"exact\" : null")
                .contains("\"draws\" : 20")
                .contains("\"seed\" : 7");
    }

    /** (10.46729 - 10)^2 / 1.545790^2 = 0.0914. */
    @Test
    void aHypothesisInWordsIsTested() {
        Run run = Run.of("test", sleepstudy, "Days = 10", "--df", "kenward-roger");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Hypothesis: Days = 10\n")
                .contains("Degrees of freedom: Kenward-Roger\n")
                .contains("1  17.00  0.0914 0.7661");
        assertThat(Run.of("test", sleepstudy, "Days = 10", "--json").out())
                .contains("\"hypothesis\" : \"Days = 10\"")
                .contains("\"L\" : [ [ 0.0, 1.0 ] ]");
    }

    @Test
    void aFixedTermIsTestedAndTheInformationIsSaid() {
        assertThat(Run.of("test", sleepstudy, "Days").out())
                .startsWith("Type III tests of fixed effects (degrees of freedom: Satterthwaite):\n")
                .contains("Days      1  17.00 45.8530 3.264e-06");
        assertThat(Run.of("test", sleepstudy, "Days", "--info", "expected").out())
                .contains("Information about the covariance parameters: expected.");
        assertThat(Run.of("anova", sleepstudy, "--df", "satterthwaite", "--info", "expected")
                        .out())
                .contains("Information about the covariance parameters: expected.");
        assertThat(Run.of("show", sleepstudy, "--info", "average").out())
                .contains("Information about the covariance parameters: average.");
        assertThat(Run.of("show", sleepstudy, "--info", "average", "--json").out())
                .contains("\"dfNotes\" : [ \"Information about the covariance parameters: average.\" ]");
        assertThat(Run.of("anova", sleepstudy, "--df", "containment").out())
                .contains("(degrees of freedom: containment)")
                .contains("Days      1  17.00");
    }

    @Test
    void mistakesAreNamed() {
        Run effect = Run.of("test", sleepstudy, "x | Subject");
        assertThat(effect.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(effect.err()).contains("no random effect 'x | Subject'");
        assertThat(Run.of("test", sleepstudy, "Dayz = 1").err()).contains("did you mean 'Days'");
        assertThat(Run.of("test", sleepstudy, "--type", "4").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("test", sleepstudy, "--info", "expekted").err()).contains("did you mean 'expected'");
    }
}
