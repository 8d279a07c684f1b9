package dev.echelon.covariance;

class HeterogeneousAutoregressionTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("arh1");
    }
}
