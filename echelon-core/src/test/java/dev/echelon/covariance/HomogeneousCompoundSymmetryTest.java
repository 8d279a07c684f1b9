package dev.echelon.covariance;

class HomogeneousCompoundSymmetryTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("homcs");
    }
}
