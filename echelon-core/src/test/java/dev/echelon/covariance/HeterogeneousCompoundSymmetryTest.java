package dev.echelon.covariance;

class HeterogeneousCompoundSymmetryTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("cs");
    }
}
