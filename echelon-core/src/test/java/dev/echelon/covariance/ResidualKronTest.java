package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidualKronTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.kron(ResidualStructures.named("us"), ResidualStructures.named("arh1"), 3);
    }

    @Override
    public List<Integer> grids() {
        return List.of(3, 6);
    }

    @Override
    public double[] point(int slots, Random random) {
        int m = slots / 3;
        double[] first = uniform(random, m * (m + 1) / 2, 0.1, 0.3);
        for (int i = 0; i < m; i++) {
            first[(i + 1) * (i + 2) / 2 - 1] += 1;
        }
        return join(first, uniform(random, 2, 0.5, 2), uniform(random, 1, -0.8, 0.8));
    }

    @Test
    void entriesAreProductsAndTheScaleOfTheSecondIsFixed() {
        ResidualStructure kron =
                ResidualStructures.kron(ResidualStructures.named("us"), ResidualStructures.named("cs"), 2);
        double[] sigma = new double[16];
        assertThat(kron.covariance(Positions.grid(4), new double[] {2, 1, 3, 0.5}, 0, sigma))
                .isTrue();
        assertThat(sigma).containsExactly(2, 1, 1, 0.5, 1, 2, 0.5, 1, 1, 0.5, 3, 1.5, 0.5, 1, 1.5, 3);
        assertThat(kron.parameterNames(List.of("a:x", "a:y", "b:x", "b:y")))
                .containsExactly("1: var(a)", "1: cov(b, a)", "1: var(b)", "2: rho");
    }

    @Test
    void factorsCannotComeSecond() {
        assertThatThrownBy(() ->
                        ResidualStructures.kron(ResidualStructures.named("id"), ResidualStructures.named("fa"), 2))
                .isInstanceOf(EchelonException.class)
                .hasMessage("The structure fa cannot be the second factor of kron(), whose scale must be fixed;"
                        + " put it first.");
    }
}
