package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands on the repository's data; numbers from lme4 1.1-31. */
class CommandTest {
    private static final String FORMULA = "Reaction ~ 1 + Days + (1 + Days | Subject)";

    /** lme4: REML criterion 1743.62827195849, Days 10.467 (1.546), sd 24.740, 5.922, 25.592. */
    @Test
    void fitPrintsTheSummary() {
        Run run = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("Linear mixed model fit by REML\n")
                .contains("REML criterion at convergence: 1743.6")
                .contains("-3.9536 -0.4634 0.0231 0.4634 5.1793")
                .contains("24.740")
                .contains("Days          10.467      1.546 17.00   6.771 3.264e-06     7.206    13.729")
                .contains("Number of obs: 180, groups: Subject, 18")
                .contains("Converged");
        assertThat(run.out().lines().filter(line -> !line.contains("Data:")).allMatch(line -> line.length() <= 80))
                .isTrue();
    }

    @Test
    void fitPrintsJson() {
        Run run = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--json", "--reml");
        assertThat(run.code()).isZero();
        assertThat(number(run.out(), "objective")).isCloseTo(1743.62827195849, within(1e-6));
        assertThat(run.out()).contains("\"method\" : \"REML\"").contains("\"nobs\" : 180");
    }

    /** nlme and lmerTest for oats: F = 1.485340 on 2 and 10, 37.68565 on 3 and 45, 0.302824 on 6 and 45. */
    @Test
    void anovaTestsTheTermsOfASavedFit(@TempDir Path folder) {
        String file = folder.resolve("oats.fit").toString();
        Run fit = Run.of(
                "fit",
                "yield ~ Variety * nitro + (1 | Block/Variety)",
                Run.data("oats.csv"),
                "--factor",
                "nitro",
                "--df",
                "kenward-roger",
                "--save",
                file);
        assertThat(fit.out()).contains("Fixed effects (degrees of freedom: Kenward-Roger):");
        Run anova = Run.of("anova", file, "--type", "2", "--df", "kenward-roger", "--hypotheses");
        assertThat(anova.code()).as(anova.err()).isZero();
        assertThat(anova.out())
                .startsWith("Type II tests of fixed effects (degrees of freedom: Kenward-Roger):\n")
                .contains("Variety            2  10.00  1.4853    0.2724")
                .contains("nitro              3  45.00 37.6856 2.458e-12")
                .contains("Hypothesis about nitro:");
        assertThat(Run.of("anova", file, "--json").out())
                .contains("\"dfMethod\" : \"satterthwaite\"")
                .contains("\"numDf\" : 6");
        assertThat(Run.of("anova", file, "--type", "4").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("anova", file, "--df", "kenward").err())
                .contains("'--df'")
                .contains("kenward-roger");
    }

    /** lme4: anova(m1, m2, refit = FALSE) of these fits by REML gives 42.8368134 on 2 degrees of freedom. */
    @Test
    void compareTestsSavedFits(@TempDir Path folder) {
        String small = folder.resolve("small.fit").toString();
        String large = folder.resolve("large.fit").toString();
        Run.of("fit", "Reaction ~ Days + (1 | Subject)", Run.data("sleepstudy.csv"), "--save", small);
        Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--save", large);
        Run text = Run.of("compare", large, small);
        assertThat(text.code()).as(text.err()).isZero();
        assertThat(text.out()).contains("1: Reaction ~ Days + (1 | Subject)").contains("42.837  2  4.990e-10");
        assertThat(Run.of("compare", large, small, "--json").out()).contains("\"criterion\" : \"REML\"");
        assertThat(Run.of("compare", large).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void degreesOfFreedomThatDoNotApplyAreRefused() {
        Run run = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--ml", "--df", "kenward-roger");
        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("fit again by REML");
    }

    /** lme4: ML deviance 1751.93934413 for the same model. */
    @Test
    void mlAndTheOtherOptimizerAreUnderstood() {
        Run run = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--ml", "--optimizer", "bobyqa", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(number(run.out(), "objective")).isCloseTo(1751.93934413, within(1e-5));
    }

    /** lme4: REML criterion 330.860588997 for penicillin. */
    @Test
    void iterativeComputationReportsItsMonteCarloErrors() {
        String[] fit = {"fit", "diameter ~ 1 + (1 | plate) + (1 | sample)", Run.data("penicillin.csv")};
        Run json = Run.of(fit[0], fit[1], fit[2], "--computation", "iterative", "--json");
        assertThat(json.code()).as(json.err()).isZero();
        assertThat(number(json.out(), "objective")).isCloseTo(330.860588997, within(0.01));
        assertThat(json.out()).contains("\"monteCarlo\"").contains("\"thetaErrors\"");
        Run text = Run.of(fit[0], fit[1], fit[2], "--computation", "iterative");
        assertThat(text.out()).contains("note [monte-carlo]: ").contains("random probes");
        Run nested = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--computation", "iterative");
        assertThat(nested.err()).contains("is for crossed grouping factors");
    }

    @Test
    void dataMayComeFromStandardInput() throws IOException {
        String text = Files.readString(Path.of(Run.data("sleepstudy.csv")), StandardCharsets.UTF_8);
        Run piped = Run.withInput(text, "fit", FORMULA, "-", "--json");
        assertThat(piped.code()).as(piped.err()).isZero();
        assertThat(number(piped.out(), "objective")).isCloseTo(1743.62827195849, within(1e-6));
    }

    @Test
    void unknownColumnPointsAtThePlaceAndSuggests() {
        Run run = Run.of("fit", "Reaction ~ Dais + (1 | Subject)", Run.data("sleepstudy.csv"));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("error: ")
                .contains("'Days'")
                .contains("  Reaction ~ Dais + (1 | Subject)\n             ^^^^");
    }

    @Test
    void brokenFormulaIsAUsageError() {
        Run run = Run.of("explain", "y ~ x + (1 | g");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("error: ").contains("^");
    }

    @Test
    void unreadableDataIsAFailure() {
        Run run = Run.of("fit", FORMULA, "no-such-file.csv");
        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).startsWith("error: ").contains("no-such-file.csv").doesNotContain("Exception");
    }

    @Test
    void wrongColumnNamesInOptionsSuggestTheNearest() {
        for (String[] option : new String[][] {{"--weights", "Dayz"}, {"--offset", "Dayz"}}) {
            Run run = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), option[0], option[1]);
            assertThat(run.code()).as(option[0]).isNotZero();
            assertThat(run.err())
                    .as(option[0])
                    .startsWith("error: ")
                    .contains("Dayz")
                    .contains("Days");
        }
    }

    @Test
    void codingOfAColumnThatIsNoFactorIsRefused() {
        Run run = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--coding", "Dayz=sum");
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).startsWith("error: ").contains("'Dayz'");
    }

    @Test
    void unknownFactorColumnSuggestsTheNearest() {
        Run run = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--factor", "Dayz");
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).startsWith("error: ").contains("Dayz").contains("Days");
    }

    /** lme4: dyestuff2 has a zero variance, "boundary (singular) fit". */
    @Test
    void strictTurnsFindingsIntoAnExitCode() {
        String data = Run.data("dyestuff2.csv");
        Run lenient = Run.of("fit", "Yield ~ 1 + (1 | Batch)", data);
        assertThat(lenient.code()).as(lenient.err()).isZero();
        assertThat(lenient.out()).contains("Findings:").contains("singular");
        boolean warning = lenient.out().contains("warning [");
        assertThat(Run.of("fit", "Yield ~ 1 + (1 | Batch)", data, "--strict").code())
                .isEqualTo(warning ? ExitCode.FINDINGS : ExitCode.DONE);
        assertThat(Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--strict")
                        .code())
                .isZero();
    }

    @Test
    void savedFitIsShownAndGivesItsRandomEffects(@TempDir Path folder) {
        String file = folder.resolve("sleep.fit").toString();
        Run fit = Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--json", "--save", file);
        assertThat(fit.code()).as(fit.err()).isZero();
        Run shown = Run.of("show", file, "--json");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(number(shown.out(), "objective")).isEqualTo(number(fit.out(), "objective"));
        assertThat(Run.of("show", file).out()).contains("REML criterion at convergence: 1743.6");
        assertThat(Run.of("show", file, "--equations").out()).contains("β_1j = γ_10 + u_1j");
        assertThat(Run.of("show", file, "--equations=latex", "--estimates").out())
                .contains("= 10.47 + {u}_{1j}");
        assertThat(Run.of("show", file, "--equations", "--json").out()).contains("\"id\" : \"level-2\"");
        // lme4: ranef(m)$Subject["308", ] is 2.258566 9.198972
        assertThat(Run.of("ranef", file, "--csv").out())
                .startsWith("term,level,effect,mode,sd\nSubject,308,(Intercept),2.258");
        assertThat(Run.of("ranef", file).out()).contains("308").contains("9.199");
        assertThat(Run.of("ranef", file, "--json").out()).contains("\"modes\"");
        assertThat(Run.of("ranef", file, "--json", "--csv").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void explainWorksWithAndWithoutData() {
        Run formula = Run.of("explain", "y ~ a*b + (1 | g/h)");
        assertThat(formula.code()).as(formula.err()).isZero();
        assertThat(formula.out()).contains("a, b, a:b").contains("h:g");
        assertThat(Run.of("explain", "y ~ a*b + (1 | g/h)", "--json").out()).contains("\"response\" : \"y\"");
        Run data = Run.of("explain", FORMULA, Run.data("sleepstudy.csv"));
        assertThat(data.code()).as(data.err()).isZero();
        assertThat(data.out()).contains("18 levels").contains("Subject.Days.(Intercept)");
    }

    private static double number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\" : ([-0-9.eE]+)").matcher(json);
        assertThat(matcher.find()).as(name).isTrue();
        return Double.parseDouble(matcher.group(1));
    }
}
