package dev.echelon.covariance;

class AntedependenceTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("ad");
    }
}
