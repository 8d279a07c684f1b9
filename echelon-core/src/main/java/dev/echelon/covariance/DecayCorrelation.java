package dev.echelon.covariance;

import java.util.List;

/** C_ij = f(d_ij/φ), d the Euclidean distance and φ > 0 the range. */
final class DecayCorrelation extends CorrelationStructure {

    private final Decay decay;

    DecayCorrelation(String name, Decay decay) {
        super(name, decay.formula(), Needs.COORDINATES);
        this.decay = decay;
    }

    @Override
    public int parameterCount(int slots) {
        return 1;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return List.of("range");
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return within(theta, offset, offset + 1, 0, Double.POSITIVE_INFINITY);
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        double u = at.distance(i, j) / theta[offset];
        return u == 0 ? 1 : at(u)[0];
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        double u = at.distance(i, j) / theta[offset];
        return u == 0 ? 0 : -u * at(u)[1] / theta[offset];
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        double u = at.distance(i, j) / theta[offset];
        if (u == 0) {
            return 0;
        }
        double[] f = at(u);
        return (u * u * f[2] + 2 * u * f[1]) / (theta[offset] * theta[offset]);
    }

    private double[] at(double u) {
        double[] f = new double[3];
        decay.at(u, f);
        return f;
    }

    @Override
    boolean bends(int slots, int k, int l) {
        return true;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        theta[offset] = Ranges.nearest(moments, u -> at(u)[0]);
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        return Ranges.others(moments).stream()
                .map(range -> new double[] {range})
                .toList();
    }
}
