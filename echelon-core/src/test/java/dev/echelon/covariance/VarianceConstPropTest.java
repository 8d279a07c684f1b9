package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class VarianceConstPropTest implements VarianceFunctionContract {

    @Override
    public VarianceFunction function() {
        return VarianceFunctions.named("constProp");
    }

    @Override
    public double[] point(int strata, Random random) {
        return uniform(random, 1, 0.1, 1);
    }

    @Override
    public double expected(double v, double[] delta) {
        return Math.sqrt(1 + delta[0] * v * v);
    }
}
