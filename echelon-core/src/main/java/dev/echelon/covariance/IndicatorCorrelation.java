package dev.echelon.covariance;

import java.util.Arrays;

/** A correlation structure each of whose entries off the diagonal is one of the parameters or zero. */
abstract class IndicatorCorrelation extends CorrelationStructure {

    IndicatorCorrelation(String name, String formula) {
        super(name, formula, Needs.SLOTS);
    }

    /** Which parameter C_ij is, for different positions; negative if it is zero. */
    abstract int parameter(Positions at, int i, int j);

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return within(theta, offset, offset + parameterCount(slots), -1, 1);
    }

    @Override
    final double value(Positions at, int i, int j, double[] theta, int offset) {
        if (same(at, i, j)) {
            return 1;
        }
        int parameter = parameter(at, i, j);
        return parameter < 0 ? 0 : theta[offset + parameter];
    }

    @Override
    final double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        return !same(at, i, j) && parameter(at, i, j) == k ? 1 : 0;
    }

    @Override
    final double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        return 0;
    }

    @Override
    final boolean bends(int slots, int k, int l) {
        return false;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        int slots = moments.slots();
        int count = parameterCount(slots);
        double[] pairs = new double[count];
        Arrays.fill(theta, offset, offset + count, 0);
        Positions grid = Positions.grid(slots);
        for (int j = 0; j < slots; j++) {
            for (int i = j + 1; i < slots; i++) {
                int parameter = parameter(grid, i, j);
                double weight = moments.counts()[i + j * slots];
                if (parameter >= 0 && weight > 0) {
                    pairs[parameter] += weight;
                    theta[offset + parameter] += weight * Moments.correlation(moments, i, j);
                }
            }
        }
        for (int k = 0; k < count; k++) {
            theta[offset + k] /= Math.max(1, pairs[k]);
        }
        damp(slots, theta, offset);
    }
}
