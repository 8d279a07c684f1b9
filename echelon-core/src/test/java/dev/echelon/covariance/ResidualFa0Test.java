package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Map;
import java.util.Random;

class ResidualFa0Test implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("fa0", Map.of("rank", 5.0));
    }

    @Override
    public double[] point(int slots, Random random) {
        double[] theta = uniform(random, slots * (slots + 1) / 2, -0.4, 0.4);
        for (int i = 0; i < slots; i++) {
            theta[(i + 1) * (i + 2) / 2 - 1] += 1;
        }
        return theta;
    }
}
