package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.formula.Coding;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Files that releases have written: every later release reads them. A file here is never changed or removed; a new
 * format adds its own.
 */
class SavedFitsStayReadableTest {

    private static LmmFit load(String name) throws URISyntaxException {
        URL resource = Objects.requireNonNull(SavedFitsStayReadableTest.class.getResource("/saved/" + name), name);
        return LmmFit.load(Path.of(resource.toURI()));
    }

    @Test
    void format1HoldsTheFitOfSleepstudy() throws URISyntaxException {
        LmmFit fit = load("sleepstudy-format1.echelon");
        assertThat(fit.formula()).isEqualTo("Reaction ~ Days + (Days | Subject)");
        // lme4 1.1-31, tight tolerances: REMLcrit(lmer(Reaction ~ Days + (Days | Subject), sleepstudy)), fixef, sigma
        assertThat(fit.objective()).isCloseTo(1743.62827196, within(1e-6));
        assertThat(fit.coefficient("Days").estimate()).isCloseTo(10.467285959596, within(1e-7));
        assertThat(fit.sigma()).isCloseTo(25.591795721675, within(1e-4));
        assertThat(fit.provenance().java()).isEqualTo("17.0.15");
        assertThat(fit.state().data().rows()).isEqualTo(180);
        assertThat(fit.randomEffects("Subject").levels())
                .startsWith("308", "309")
                .hasSize(18);
    }

    @Test
    void format1HoldsAFitWithCrossedFactorsWeightsAndContrasts() throws URISyntaxException {
        LmmFit fit = load("cake-format1.echelon.gz");
        // lme4 1.1-31: lmer(angle ~ recipe + (1 | replicate) + (1 | temperature), cake, weights = rep(1:3, 90),
        // contrasts = list(recipe = contr.sum)): REMLcrit, fixef, sigma, theta
        assertThat(fit.objective()).isCloseTo(1719.52206065, within(1e-6));
        assertThat(fit.coefficient("recipe1").estimate()).isCloseTo(0.714814814815, within(1e-7));
        assertThat(fit.coefficient("recipe2").estimate()).isCloseTo(-0.362962962963, within(1e-7));
        assertThat(fit.sigma()).isCloseTo(7.06565606414, within(1e-4));
        assertThat(fit.theta().get(0).value()).isCloseTo(0.899806708806, within(1e-4));
        assertThat(fit.theta().get(1).value()).isCloseTo(0.414924032854, within(1e-4));
        assertThat(fit.state().options().weights()).isEqualTo("w");
        assertThat(fit.state().options().codings()).containsEntry("recipe", Coding.sum());
        assertThat(fit.state().data().coupling(0, 1).entries()).isEqualTo(90);
    }
}
