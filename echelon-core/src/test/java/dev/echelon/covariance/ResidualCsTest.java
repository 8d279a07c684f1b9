package dev.echelon.covariance;

import java.util.Random;

class ResidualCsTest implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("cs");
    }

    @Override
    public double[] point(int slots, Random random) {
        return new double[] {-0.1 + 2 * random.nextDouble(), 0.6 + random.nextDouble()};
    }
}
