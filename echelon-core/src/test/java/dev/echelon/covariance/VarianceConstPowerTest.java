package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class VarianceConstPowerTest implements VarianceFunctionContract {

    @Override
    public VarianceFunction function() {
        return VarianceFunctions.named("constPower");
    }

    @Override
    public double[] point(int strata, Random random) {
        return uniform(random, 2, 0.2, 1);
    }

    @Override
    public double expected(double v, double[] delta) {
        return delta[0] + Math.pow(Math.abs(v), delta[1]);
    }
}
