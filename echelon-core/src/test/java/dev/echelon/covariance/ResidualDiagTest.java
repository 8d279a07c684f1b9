package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualDiagTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("diag");
    }

    @Override
    public double[] point(int slots, Random random) {
        return uniform(random, slots, 0.5, 2);
    }
}
