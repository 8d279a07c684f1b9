package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualToepTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("toep");
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, 1, 1, 2), uniform(random, slots - 1, -0.12, 0.12));
    }
}
