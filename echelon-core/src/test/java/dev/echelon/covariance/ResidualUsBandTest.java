package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Map;
import java.util.Random;

class ResidualUsBandTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("us", Map.of("band", 2.0));
    }

    @Override
    public double[] point(int slots, Random random) {
        double[] theta = uniform(random, 2 * slots - 1, -0.4, 0.4);
        for (int i = 0; i < slots; i++) {
            theta[2 * i] += 1.5;
        }
        return theta;
    }
}
