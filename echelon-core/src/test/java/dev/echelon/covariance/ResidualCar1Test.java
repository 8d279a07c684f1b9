package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualCar1Test implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("car1");
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, 1, 0.5, 2), uniform(random, 1, 0.2, 0.9));
    }
}
