package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResidualStructuresTest {

    @Test
    void everyNameHasAStructureOfThatNameAndADescription() {
        assertThat(ResidualStructures.names()).hasSize(24);
        for (String name : ResidualStructures.names()) {
            assertThat(ResidualStructures.named(name).name()).isEqualTo(name);
            assertThat(ResidualStructures.description(name)).isNotBlank();
            for (String alias : ResidualStructures.aliases(name)) {
                assertThat(ResidualStructures.named(alias).name()).isEqualTo(name);
            }
        }
        assertThat(ResidualStructures.isKnown("ou")).isTrue();
        assertThat(ResidualStructures.isKnown("banana")).isFalse();
    }

    @Test
    void unknownNameIsAnErrorThatNamesTheNearest() {
        assertThatThrownBy(() -> ResidualStructures.named("matren"))
                .isInstanceOf(EchelonException.class)
                .hasMessageStartingWith("There is no residual structure 'matren' (did you mean 'matern'?)");
    }

    @Test
    void optionsAreCheckedAgainstTheStructure() {
        assertThatThrownBy(() -> ResidualStructures.named("cs", Map.of("band", 2.0)))
                .hasMessage("The residual structure 'cs' has no option 'band'.");
        assertThatThrownBy(() -> ResidualStructures.named("arma", Map.of("order", 2.0)))
                .hasMessage("The residual structure 'arma' has no option 'order'; its options are nugget, p, q.");
        assertThatThrownBy(() -> ResidualStructures.named("toep", Map.of("band", 1.5)))
                .hasMessage("The option band must be a whole number from 1, not 1.5.");
        assertThatThrownBy(() -> ResidualStructures.named("matern", Map.of("nu", -1.0)))
                .hasMessage("The option nu must be positive and at most 50, not -1.0.");
    }

    @Test
    void namesOfParametersSayWhatTheyAre() {
        List<String> visits = List.of("V1", "V2", "V3");
        assertThat(ResidualStructures.named("us").parameterNames(visits))
                .containsExactly("var(V1)", "cov(V2, V1)", "var(V2)", "cov(V3, V1)", "cov(V3, V2)", "var(V3)");
        assertThat(ResidualStructures.named("us", Map.of("band", 2.0)).parameterNames(visits))
                .containsExactly("var(V1)", "cov(V2, V1)", "var(V2)", "cov(V3, V2)", "var(V3)");
        assertThat(ResidualStructures.named("adh").parameterNames(visits))
                .containsExactly("var(V1)", "var(V2)", "var(V3)", "corr(V2, V1)", "corr(V3, V2)");
        assertThat(ResidualStructures.named("sph", Map.of("nugget", 1.0)).parameterNames(List.of()))
                .containsExactly("variance", "range", "nugget");
    }

    @Test
    void labelsAreThoseOfSas() {
        assertThat(ResidualStructures.named("us", Map.of("band", 2.0)).label()).isEqualTo("UN(2)");
        assertThat(ResidualStructures.named("adh").label()).isEqualTo("ANTE(1)");
        assertThat(ResidualStructures.named("fa0", Map.of("rank", 2.0)).label()).isEqualTo("FA0(2)");
        assertThat(ResidualStructures.named("exp", Map.of("nugget", 1.0)).label())
                .isEqualTo("SP(EXP) LOCAL");
    }

    @Test
    void smoothnessOfClosedFormsIsThatOfTheGeneralForm() {
        // ν = 3/2 against the integral that serves any ν
        double[] closed = new double[9];
        double[] general = new double[9];
        Positions at = Positions.coordinates(new double[][] {{0}, {0.3}, {2}});
        ResidualStructures.named("matern", Map.of("nu", 1.5)).covariance(at, new double[] {2, 0.7}, 0, closed);
        ResidualStructures.named("matern").covariance(at, new double[] {2, 0.7, 1.5}, 0, general);
        assertThat(general).containsExactly(closed, within(1e-14));
    }
}
