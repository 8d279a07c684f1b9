package dev.echelon.covariance;

class UnstructuredTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return Covariances.named("us");
    }
}
