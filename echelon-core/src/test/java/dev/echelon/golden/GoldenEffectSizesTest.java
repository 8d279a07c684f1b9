package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.LmmFit;
import dev.echelon.result.EffectSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * R² and intraclass correlations of every stored fit of lme4 that has them, which are performance's. They depend on θ to
 * first order, where lme4 stops when θ moves by less than about 1e-6, and are at most 1: tolerance 1e-5.
 */
class GoldenEffectSizesTest {
    private static final double TOLERANCE = 1e-5;

    /**
     * Fits of which performance (insight 0.19) leaves something out: it takes the columns of Z from X by name, and so drops
     * those that X does not have, and it drops the second of two terms that {@code ||} makes. These numbers are with all
     * columns of all terms, from lme4's mmList in R: mean over rows of z'Σz. Marginal, conditional, adjusted, unadjusted.
     */
    private static final Map<String, double[]> ACTUAL_COLUMNS = Map.of(
            "chickweight-ns-ml", new double[] {0.692659064122, 0.973184142218, 0.912748824995, 0.280525078095},
            "sleepstudy-poly-ml", new double[] {0.289516687052, 0.795137447131, 0.711657474376, 0.505620760079},
            "machines-vector-reml", new double[] {0.467700211993, 0.986942230415, 0.975469143744, 0.519242018423},
            "sleepstudy-independent-reml",
                    new double[] {0.282980995865, 0.796522238000, 0.716217058645, 0.513541242134},
            "hdp-independent-slope-reml",
                    new double[] {0.0113533544254, 0.8435744680223, 0.8417781189286, 0.8322211135969});

    @TempDir
    static Path folder;

    static List<Reference> references() {
        return Reference.all().stream().filter(reference -> reference.has("r2")).toList();
    }

    @Test
    void allReferencesWithThemAreHere() {
        assertThat(references()).hasSize(37);
        assertThat(references().stream().filter(reference -> reference.has("icc")))
                .hasSize(36);
    }

    @ParameterizedTest
    @MethodSource("references")
    void sharesOfVarianceEqualReference(Reference reference) throws IOException {
        LmmFit fit = reference.model().fit(reference.data());
        double[] expected = expected(reference);
        agree(fit.effectSizes(), expected, reference.id());
        Path file = Files.createTempFile(folder, "effects", ".fit");
        fit.save(file);
        LmmFit saved = LmmFit.load(file);
        agree(
                reference.has("weights") ? saved.effectSizes(reference.data()) : saved.effectSizes(),
                expected,
                reference.id() + ", saved");
    }

    private static void agree(EffectSizes effects, double[] expected, String what) {
        assertThat(effects.marginalR2()).as(what + " marginal").isCloseTo(expected[0], within(TOLERANCE));
        assertThat(effects.conditionalR2()).as(what + " conditional").isCloseTo(expected[1], within(TOLERANCE));
        assertThat(effects.adjustedIcc()).as(what + " adjusted").isCloseTo(expected[2], within(TOLERANCE));
        assertThat(effects.unadjustedIcc()).as(what + " unadjusted").isCloseTo(expected[3], within(TOLERANCE));
        assertThat(effects.decomposition().shares().stream()
                        .mapToDouble(EffectSizes.Share::total)
                        .sum())
                .as(what + " decomposition")
                .isCloseTo(1, within(1e-12));
    }

    private static double[] expected(Reference reference) {
        double[] actual = ACTUAL_COLUMNS.get(reference.id());
        if (actual != null) {
            return actual;
        }
        Map<String, Object> r2 = reference.part("r2");
        if (!reference.has(
                "icc")) { // a variance of zero: performance gives no number, and the shares are those of none
            double marginal = Reference.number(r2, "marginal");
            return new double[] {marginal, marginal, 0, 0};
        }
        Map<String, Object> icc = reference.part("icc");
        return new double[] {
            Reference.number(r2, "marginal"),
            Reference.number(r2, "conditional"),
            Reference.number(icc, "adjusted"),
            Reference.number(icc, "unadjusted")
        };
    }
}
