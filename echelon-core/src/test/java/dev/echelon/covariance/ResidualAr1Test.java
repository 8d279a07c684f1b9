package dev.echelon.covariance;

import java.util.Random;

class ResidualAr1Test implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("ar1");
    }

    @Override
    public double[] point(int slots, Random random) {
        return new double[] {0.5 + random.nextDouble(), 1.8 * random.nextDouble() - 0.9};
    }
}
