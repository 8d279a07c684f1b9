package dev.echelon.covariance;

class ToeplitzTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("toep");
    }
}
