package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Map;
import java.util.Random;

class ResidualAr1NuggetTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("ar1", Map.of("nugget", 1.0));
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, 1, 0.5, 2), uniform(random, 1, -0.9, 0.9), uniform(random, 1, 0.2, 1));
    }
}
