package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidualKnownTest implements ResidualStructureContract {

    private static final double[] K = {2, 0.5, 0.1, 0.5, 1, 0.3, 0.1, 0.3, 1.5};

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.known(K);
    }

    @Override
    public List<Integer> grids() {
        return List.of(3);
    }

    @Override
    public double[] point(int slots, Random random) {
        return uniform(random, 1, 0.5, 2);
    }

    @Test
    void fixedMatrixHasNoParameters() {
        ResidualStructure fixed = ResidualStructures.fixed(K);
        double[] sigma = new double[4];
        assertThat(fixed.parameterCount(3)).isZero();
        assertThat(fixed.covariance(Positions.slots(new int[] {2, 0}, 3), new double[0], 0, sigma))
                .isTrue();
        assertThat(sigma).containsExactly(1.5, 0.1, 0.1, 2);
    }
}
