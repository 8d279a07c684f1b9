package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReducedRankTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("rr", Map.of("rank", 2.0));
    }

    @Override
    public void startIsAMultipleOfTheIdentity() {
        double[] theta = new double[5];
        double[] sigma = new double[9];
        covariance().start(3, 0.5, theta, 0);
        covariance().covariance(3, theta, 0, sigma);
        assertThat(sigma).containsExactly(0.25, 0, 0, 0, 0.25, 0, 0, 0, 0);
    }

    @Test
    void nameCarriesTheRankSoThatASavedFitHasIt() {
        assertThat(covariance().name()).isEqualTo("fa0(rank=2)");
        assertThat(Covariances.named("fa0(rank=2)").parameterCount(4)).isEqualTo(7);
        assertThat(Covariances.isKnown("rr(rank=3)")).isTrue();
        assertThat(Covariances.isKnown("rr(rank=0)")).isFalse();
    }

    @Test
    void optionThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> Covariances.named("us", Map.of("rank", 2.0)))
                .isInstanceOf(EchelonException.class)
                .hasMessage("The covariance structure 'us' has no option 'rank'.");
    }
}
