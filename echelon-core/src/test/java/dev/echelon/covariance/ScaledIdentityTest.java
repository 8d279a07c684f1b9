package dev.echelon.covariance;

class ScaledIdentityTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("id");
    }
}
