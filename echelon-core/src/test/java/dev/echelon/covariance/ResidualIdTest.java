package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualIdTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("id");
    }

    @Override
    public double[] point(int slots, Random random) {
        return uniform(random, 1, 0.5, 2);
    }
}
