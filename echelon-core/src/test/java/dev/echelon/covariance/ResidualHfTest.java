package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualHfTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("hf");
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, slots, 1.5, 2.5), uniform(random, 1, 1, 2));
    }
}
