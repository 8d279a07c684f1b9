package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class ResidualUsTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("us");
    }

    @Override
    public double[] point(int slots, Random random) {
        double[] theta = uniform(random, slots * (slots + 1) / 2, -0.2, 0.2);
        for (int i = 0; i < slots; i++) {
            theta[(i + 1) * (i + 2) / 2 - 1] += 1.5;
        }
        return theta;
    }
}
