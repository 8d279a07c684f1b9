package dev.echelon.covariance;

class AutoregressionTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("ar1");
    }
}
