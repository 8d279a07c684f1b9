package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class VariancePowerTest implements VarianceFunctionContract {

    @Override
    public VarianceFunction function() {
        return VarianceFunctions.named("power");
    }

    @Override
    public double[] point(int strata, Random random) {
        return uniform(random, 1, -1, 1);
    }

    @Override
    public double expected(double v, double[] delta) {
        return Math.pow(Math.abs(v), delta[0]);
    }
}
