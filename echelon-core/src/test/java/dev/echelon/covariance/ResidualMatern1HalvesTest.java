package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Map;
import java.util.Random;

class ResidualMatern1HalvesTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("matern", Map.of("nu", 0.5));
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, 1, 0.5, 2), uniform(random, 1, 0.3, 1.5));
    }
}
