package dev.echelon.covariance;

import java.util.List;

class RepeatedCovarianceTest implements CovarianceContract {

    @Override
    public Covariance covariance() {
        return new RepeatedCovariance(Covariances.named("us"), 2);
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 6);
    }
}
