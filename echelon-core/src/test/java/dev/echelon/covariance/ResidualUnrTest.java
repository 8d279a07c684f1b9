package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualUnrTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("unr");
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, slots, 0.5, 2), uniform(random, slots * (slots - 1) / 2, -0.15, 0.15));
    }
}
