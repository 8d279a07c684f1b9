package dev.echelon.covariance;

/** C_ij = ρ^|i−j|, the correlation of a stationary first-order autoregression at equally spaced positions. */
final class Autoregression implements Correlation {

    @Override
    public double lowest(int q) {
        return -1;
    }

    @Override
    public double value(int distance, double rho) {
        return power(rho, distance);
    }

    @Override
    public double derivative(int distance, double rho) {
        return distance * power(rho, distance - 1);
    }

    @Override
    public double secondDerivative(int distance, double rho) {
        return distance < 2 ? 0 : distance * (distance - 1) * power(rho, distance - 2);
    }

    @Override
    public double inverse(int distance, double correlation) {
        double size = Math.pow(Math.abs(correlation), 1.0 / distance);
        return distance % 2 == 1 ? Math.copySign(size, correlation) : correlation > 0 ? size : 0;
    }

    @Override
    public int informativeDistance(int q) {
        return 1;
    }

    /** ρ^k, with 0⁰ = 1. */
    private static double power(double rho, int k) {
        double power = 1;
        for (int i = 0; i < k; i++) {
            power *= rho;
        }
        return power;
    }
}
