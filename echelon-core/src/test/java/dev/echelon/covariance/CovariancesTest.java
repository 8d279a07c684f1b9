package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CovariancesTest {

    @Test
    void everyNameHasAStructureOfThatNameAndADescription() {
        assertThat(Covariances.names())
                .containsExactly(
                        "us", "diag", "id", "cs", "homcs", "ar1", "arh1", "toep", "homtoep", "ad", "adh", "fa0");
        for (String name : Covariances.names()) {
            assertThat(Covariances.named(name).name()).startsWith(name); // fa0 adds its rank
            assertThat(Covariances.description(name)).isNotBlank();
        }
    }

    @Test
    void aliasesOfOtherProgramsAreUnderstood() {
        assertThat(Covariances.named("hetar1").name()).isEqualTo("arh1");
        assertThat(Covariances.named("csh").name()).isEqualTo("cs");
        assertThat(Covariances.isKnown("un")).isTrue();
        assertThat(Covariances.isKnown("matern")).isFalse();
    }

    @Test
    void unknownNameIsAnErrorThatNamesTheNearest() {
        assertThatThrownBy(() -> Covariances.named("homsc"))
                .isInstanceOf(EchelonException.class)
                .hasMessage("There is no covariance structure 'homsc'; did you mean 'homcs'?"
                        + " The structures are us, diag, id, cs, homcs, ar1, arh1, toep, homtoep, ad, adh, fa0.");
    }

    @Test
    void unstructuredNamesAreThoseOfLme4() {
        // R: names(getME(lmer(Reaction ~ Days + (Days | Subject), sleepstudy), "theta")), without "Subject."
        assertThat(Covariances.named("us").parameterNames(List.of("(Intercept)", "Days")))
                .containsExactly("(Intercept)", "Days.(Intercept)", "Days");
    }

    @Test
    void singularCovarianceGivesExactlyZeroColumns() {
        double[] theta = new double[6];
        // rank one with a zero first row: 0, then (2, 1)(2, 1)'
        Covariances.named("us").parameters(3, new double[] {0, 0, 0, 0, 4, 2, 0, 2, 1}, theta, 0);
        assertThat(theta).containsExactly(0, 0, 0, 2, 1, 0);
    }

    @Test
    void oneColumnNeedsOneParameterForEveryStructure() {
        for (String name : Covariances.names()) {
            assertThat(Covariances.named(name).parameterCount(1)).isEqualTo(1);
        }
    }

    @Test
    void singularEndsOfTheCorrelationAreReachedAtFiniteParameters() {
        double[] theta = new double[2];
        double[] natural = new double[2];
        for (double rho : new double[] {1, -0.5}) {
            double off = rho * 4;
            Covariance homcs = Covariances.named("homcs");
            homcs.parameters(3, new double[] {4, off, off, off, 4, off, off, off, 4}, theta, 0);
            homcs.natural(3, theta, 0, natural);
            assertThat(theta[1]).isBetween(-Math.PI, Math.PI);
            assertThat(natural).containsExactly(new double[] {2, rho}, within(1e-14));
        }
    }

    @Test
    void naturalParametersAreStandardDeviationsAndCorrelation() {
        // Σ_ij = s_i s_j ρ^|i−j| with s = (1, 2, 3), ρ = −0.5
        double[] sigma = {1, -1, 0.75, -1, 4, -3, 0.75, -3, 9};
        double[] theta = new double[4];
        double[] natural = new double[4];
        Covariance arh1 = Covariances.named("arh1");
        arh1.parameters(3, sigma, theta, 0);
        arh1.natural(3, theta, 0, natural);
        assertThat(natural).containsExactly(new double[] {1, 2, 3, -0.5}, within(1e-14));
        assertThat(arh1.parameterNames(List.of("a", "b", "c"))).containsExactly("a", "b", "c", "rho");
    }
}
