package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Map;
import java.util.Random;

class ResidualFaTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("fa", Map.of("rank", 2.0));
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, slots < 2 ? slots : 2 * slots - 1, -1, 1), uniform(random, slots, 0.5, 1));
    }
}
