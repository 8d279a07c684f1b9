package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualFa1Test implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("fa1");
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, slots, -1, 1), uniform(random, 1, 0.5, 1));
    }
}
