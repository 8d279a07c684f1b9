package dev.echelon.covariance;

import static dev.echelon.covariance.ResidualStructureContract.uniform;

import java.util.Random;

class VarianceIdentTest implements VarianceFunctionContract {

    @Override
    public VarianceFunction function() {
        return VarianceFunctions.named("ident");
    }

    @Override
    public double[] point(int strata, Random random) {
        return uniform(random, strata - 1, 0.5, 2);
    }

    @Override
    public double expected(double v, double[] delta) {
        return v == 0 ? 1 : delta[(int) v - 1];
    }

    @Override
    public int strata() {
        return 3;
    }

    @Override
    public double[] covariates() {
        return new double[] {0, 1, 2};
    }
}
