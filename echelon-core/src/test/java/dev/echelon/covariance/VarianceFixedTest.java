package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class VarianceFixedTest implements VarianceFunctionContract {

    @Override
    public VarianceFunction function() {
        return VarianceFunctions.named("fixed");
    }

    @Override
    public double[] point(int strata, Random random) {
        return uniform(random, 0, 0, 1);
    }

    @Override
    public double expected(double v, double[] delta) {
        return Math.sqrt(Math.abs(v));
    }
}
