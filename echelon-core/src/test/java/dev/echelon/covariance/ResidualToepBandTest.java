package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Map;
import java.util.Random;

class ResidualToepBandTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("toep", Map.of("band", 2.0));
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, 1, 1, 2), uniform(random, slots > 1 ? 1 : 0, -0.4, 0.4));
    }
}
