package dev.echelon.covariance;

import java.util.List;

/** C_ij = ρ for all pairs. */
final class ExchangeableCorrelation extends IndicatorCorrelation {

    ExchangeableCorrelation() {
        super("cs", "[ρ + (1 − ρ)·1(i=j)]");
    }

    @Override
    public int parameterCount(int slots) {
        return 1;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return List.of("rho");
    }

    @Override
    int parameter(Positions at, int i, int j) {
        return 0;
    }
}
