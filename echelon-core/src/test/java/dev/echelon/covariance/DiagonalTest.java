package dev.echelon.covariance;

class DiagonalTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("diag");
    }
}
