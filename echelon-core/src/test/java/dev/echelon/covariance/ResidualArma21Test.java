package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.join;
import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Map;
import java.util.Random;

class ResidualArma21Test implements ResidualStructureContract {

    @Override
    public ResidualStructure structure() {
        return ResidualStructures.named("arma", Map.of("p", 2.0, "q", 1.0));
    }

    @Override
    public double[] point(int slots, Random random) {
        return join(uniform(random, 1, 0.5, 2), uniform(random, 3, -0.45, 0.45));
    }
}
