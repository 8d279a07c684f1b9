package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the help, and mistakes; numbers from emmeans 1.8.4. */
class MeansCommandTest {
    @TempDir
    private static Path folder = Path.of("");

    private static String oats = "";
    private static String orthodont = "";

    @BeforeAll
    static void fit() {
        oats = folder.resolve("oats.fit").toString();
        orthodont = folder.resolve("orthodont.fit").toString();
        Run.of(
                "fit",
                "yield ~ Variety * nitro + (1 | Block/Variety)",
                Run.data("oats.csv"),
                "--factor",
                "nitro",
                "--save",
                oats);
        Run.of("fit", "distance ~ age * Sex + (age | Subject)", Run.data("orthodont.csv"), "--save", orthodont);
    }

    private static String means(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "means";
        System.arraycopy(args, 0, all, 1, args.length);
        Run run = Run.of(all);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().startsWith("{") || run.out().lines().allMatch(line -> line.length() <= 80))
                .isTrue();
        return run.out();
    }

    /** pairs(emmeans(m, ~ nitro)): 0.4 - 0.6 is -9.17, SE 4.44, df 45, t -2.067, p 0.1797. */
    @Test
    void pairwiseComparisonsArePrinted() {
        assertThat(means(oats, "nitro", "--contrast", "pairwise"))
                .startsWith("Marginal means (degrees of freedom: Satterthwaite):\n")
                .contains("0.2    98.889     7.175 6.79")
                .contains("averaged over Variety with equal weights")
                .contains("0.4 - 0.6   -9.167     4.436 45.00 -2.067    0.1797");
    }

    @Test
    void familiesPolynomialsAndJointTestsArePrinted() {
        assertThat(means(oats, "nitro | Variety", "--contrast", "poly", "--joint"))
                .contains("Variety = Marvellous\n")
                .contains("linear     129.167")
                .contains("Joint tests:")
                .contains("nitro      3  45.00  9.9529");
    }

    @Test
    void lettersAndWeightsArePrinted() {
        assertThat(means(oats, "Variety", "--letters", "--weights", "proportional"))
                .contains("group")
                .contains("averaged over nitro with proportional weights")
                .contains("means with a letter in common");
    }

    @Test
    void valuesOfACovariateAreFamilies() {
        assertThat(means(orthodont, "Sex | age", "--at", "age=8,14"))
                .contains("age = 8\n")
                .contains("age = 14\n")
                .contains("Female 21.2091");
    }

    @Test
    void slopesArePrintedWithTests() {
        assertThat(means(orthodont, "Sex", "--trend", "age", "--contrast", "pairwise"))
                .startsWith("Slopes of age")
                .contains("0.47955   0.10372 25.00 4.623")
                .contains("Female - Male  -0.3048    0.1347 25.00 -2.262 0.0326");
    }

    @Test
    void customContrastsComeFromTheArgumentOrAFile(@TempDir Path other) throws IOException {
        String line = "none vs some = 1 -1/3 -1/3 -1/3";
        Path file = Files.writeString(other.resolve("contrasts.txt"), line + "\n");
        String inline = means(oats, "nitro", "--contrast", "custom: " + line, "--df", "residual");
        assertThat(inline).contains("none vs some  -32.778");
        assertThat(means(oats, "nitro", "--contrast", "custom:" + file, "--df", "residual"))
                .isEqualTo(inline);
    }

    @Test
    void jsonHasEverythingThatWasAskedFor() {
        assertThat(means(oats, "nitro", "--contrast", "consec", "--joint", "--letters", "--json"))
                .contains("\"dfMethod\" : \"satterthwaite\"")
                .contains("\"adjustment\" : \"mvt\"")
                .contains("\"jointTests\" : [")
                .contains("\"letters\" : [ \"a\", \"b\", \"c\", \"c\" ]");
    }

    @Test
    void helpListsTheExamples() {
        assertThat(means("--help")).contains("echelon means oats.fit nitro --contrast pairwise");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(Run.of("means", oats, "nitor").err()).contains("did you mean 'nitro'?");
        assertThat(Run.of("means", oats, "nitor").code()).isEqualTo(ExitCode.FAILURE);
        usage("--contrast: no contrast 'pairs'", "--contrast", "pairs");
        usage("--adjust: no adjustment 'tuky' (did you mean 'tukey'?)", "--contrast", "eff", "--adjust", "tuky");
        usage("--adjust goes with --contrast or --letters", "--adjust", "holm");
        usage("--contrast: the adjustment 'tukey' is for all pairwise", "--contrast", "poly", "--adjust", "tukey");
        usage("--weights: no weights 'equl'", "--weights", "equl");
        usage("'age' does not say where; write --at NAME=VALUE,VALUE", "--at", "age");
        usage("the coefficient 'x' is not a number", "--contrast", "custom: a = 1 x");
    }

    private static void usage(String message, String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "means";
        args[1] = oats;
        args[2] = "nitro";
        System.arraycopy(options, 0, args, 3, options.length);
        Run run = Run.of(args);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }
}
