package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualArh1Test implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("arh1");
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, slots, 0.5, 2), uniform(random, 1, -0.9, 0.9));
    }
}
