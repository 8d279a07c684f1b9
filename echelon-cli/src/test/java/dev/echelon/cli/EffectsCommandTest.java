package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random effects, effect sizes and exploration; numbers from R, see the tests of the core. */
class EffectsCommandTest {
    private static final String SLEEP = "Reaction ~ Days + (Days | Subject)";

    @TempDir
    static Path folder;

    private static String sleep = "";
    private static String schools = "";

    @BeforeAll
    static void fit() {
        sleep = folder.resolve("sleepstudy.fit").toString();
        schools = folder.resolve("hsb82.fit").toString();
        ok(Run.of("fit", SLEEP, Run.data("sleepstudy.csv"), "--save", sleep));
        ok(Run.of(
                "fit",
                "mAch ~ cses * (meanses + sector) + (cses | school)",
                Run.data("hsb82.csv.gz"),
                "--factor",
                "school",
                "--save",
                schools));
    }

    private static Run ok(Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    /** merTools: rank 1.364 and percentile 5 for the slope of subject 335; joint sd √6.9656. */
    @Test
    void ranefRanksAndTakesJointDeviations() {
        String text = ok(Run.of("ranef", sleep, "--joint", "--rank")).out();
        assertThat(text).contains("Subject, Days, 18 levels:").containsPattern("309 +-40\\.40 +13\\.10 ");
        assertThat(ok(Run.of("ranef", sleep, "--rank", "--csv")).out())
                .startsWith("term,effect,level,mode,sd,lower,upper,rank,pct\n")
                .contains("Subject,Days,335,-10.752")
                .contains(",1.36383");
        assertThat(ok(Run.of("ranef", sleep, "--sort", "--json", "--coverage", "0.9"))
                        .out())
                .contains("\"Days\"")
                .contains("\"rank\" : null");
        assertThat(ok(Run.of("ranef", sleep, "--joint", "--json")).out()).contains("\"sd\" : [ [ 13.10");
    }

    @Test
    void ranefGivesCoefficientsByGroup() {
        assertThat(ok(Run.of("ranef", sleep, "--coef")).out()).containsPattern("308 +253\\.66 \\(12\\.25\\) +19\\.666");
        assertThat(ok(Run.of("ranef", sleep, "--coef", "--csv")).out())
                .startsWith("group,level,coefficient,estimate,se\nSubject,308,(Intercept),253.66");
        assertThat(ok(Run.of("ranef", sleep, "--coef", "--json")).out()).contains("\"estimates\"", "\"se\"");
    }

    @Test
    void ranefSetsLeastSquaresBesideTheModes() {
        assertThat(ok(Run.of("ranef", sleep, "--ols", "--term", "Subject")).out())
                .contains("mean reliability 0.730")
                .contains("mean reliability 0.815");
        assertThat(ok(Run.of("ranef", sleep, "--ols", "--csv")).out())
                .startsWith("group,level,effect,mode,ols,ols_se,reliability\n");
        assertThat(ok(Run.of("ranef", sleep, "--ols", "--json")).out()).contains("\"deficient\" : [ ]");
    }

    @Test
    void contradictingOptionsOfRanefAreNamed() {
        assertThat(Run.of("ranef", sleep, "--coef", "--ols").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("ranef", sleep, "--sort", "--coverage", "95").err())
                .contains("--coverage must be between 0 and 1");
        assertThat(Run.of("ranef", sleep, "--term", "Subjekt").err())
                .startsWith("error: no random term 'Subjekt'; the terms are Subject");
    }

    @Test
    void effectsOfASavedFitAreShown() {
        String text = ok(Run.of("effects", schools)).out();
        assertThat(text)
                .startsWith("R2: 0.1796 marginal, 0.2304 conditional\nICC: 0.0619 adjusted, 0.0508 unadjusted\n")
                .containsPattern("random slopes \\(v\\) +0\\.0009 +0\\.0011 +-")
                .containsPattern("meanses +1 1\\.151 1\\.124 1\\.185");
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(ok(Run.of("effects", schools, "--json")).out())
                .contains("\"marginal\" : 0.1795")
                .contains("\"centred\" : true");
    }

    @Test
    void effectsAfterARefitNeedTheData() {
        assertThat(Run.of("effects", schools, "--refit").code()).isEqualTo(ExitCode.USAGE);
        assertThat(ok(Run.of("effects", schools, Run.data("hsb82.csv.gz"), "--refit"))
                        .out())
                .contains("refit");
        assertThat(ok(Run.of("effects", sleep, Run.data("sleepstudy.csv"), "--refit", "--json"))
                        .out())
                .contains("\"refitSe\"");
    }

    /** R: lm of means 298.508 (9.050), pooled sd 25.59182 on 144, coef(lmList) 244.1927, 21.7647. */
    @Test
    void exploreShowsTheThreeWays() {
        String text = ok(Run.of("explore", SLEEP, Run.data("sleepstudy.csv"))).out();
        assertThat(text)
                .startsWith("Three ways to see " + SLEEP + "\n180 rows in 18 groups of Subject, 10 rows each\n")
                .contains("298.51", "(9.05)", "25.59 on 144 df")
                .containsPattern("308 +10 +244\\.2 253\\.7 251\\.4 21\\.76 19\\.67 10\\.47");
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void exploreTestsTheContextualEffectAndListsAllLines() {
        String data = Run.data("hsb82.csv.gz");
        String text = ok(Run.of("explore", "mAch ~ ses + sx + (ses | school)", data, "--df", "none"))
                .out();
        assertThat(text).contains("Slopes within and between groups:").contains("(the lines of all 160 groups: --csv)");
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(ok(Run.of("explore", "mAch ~ ses + (ses | school)", data, "--csv"))
                        .out())
                .startsWith("group,rows,coefficient,separate,mixed,fixed\n1224,47,(Intercept),10.8051")
                .hasLineCount(321);
        assertThat(ok(Run.of("explore", "mAch ~ ses + (1 | sector/school)", data, "--group", "sector", "--json"))
                        .out())
                .contains("\"groups\" : 2")
                .contains("\"contextual\"");
    }

    @Test
    void exploreNeedsGroupsAndData() {
        assertThat(Run.of("explore", SLEEP).err()).contains("DATA is missing");
        assertThat(Run.of("explore", "Reaction ~ Days", Run.data("sleepstudy.csv"))
                        .err())
                .contains("has no groups to explore");
        assertThat(Run.of("explore", SLEEP, Run.data("sleepstudy.csv"), "--group", "Subjct")
                        .err())
                .contains("did you mean 'Subject'");
    }
}
