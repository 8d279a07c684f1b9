package dev.echelon.covariance;

class HomogeneousToeplitzTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("homtoep");
    }
}
