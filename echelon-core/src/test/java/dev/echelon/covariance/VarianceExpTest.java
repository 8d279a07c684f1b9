package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class VarianceExpTest implements VarianceFunctionContract {

    @Override
    public VarianceFunction function() {
        return VarianceFunctions.named("exp");
    }

    @Override
    public double[] point(int strata, Random random) {
        return uniform(random, 1, -1, 1);
    }

    @Override
    public double expected(double v, double[] delta) {
        return Math.exp(delta[0] * v);
    }
}
