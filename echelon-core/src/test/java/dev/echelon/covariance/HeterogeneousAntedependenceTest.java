package dev.echelon.covariance;

class HeterogeneousAntedependenceTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("adh");
    }
}
