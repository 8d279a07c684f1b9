package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * First-order antedependence: C_ij = ρ_j ρ_(j+1) … ρ_(i−1) for i > j, a correlation for each pair of neighbouring slots.
 * Its likelihood can have several maxima that differ in the signs of weak correlations.
 */
final class AnteDependentCorrelation extends CorrelationStructure {

    /** Below this a correlation of neighbours may have the wrong sign, and of how many the other sign is tried. */
    private static final double WEAK = 0.4;

    private static final int MOST_FLIPS = 3;

    AnteDependentCorrelation() {
        super("ad", "∏_(j≤k<i) ρ_k", Needs.SLOTS);
    }

    @Override
    public int parameterCount(int slots) {
        return Math.max(0, slots - 1);
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i < slots.size(); i++) {
            names.add(Names.pair("corr", slots, i, i - 1));
        }
        return List.copyOf(names);
    }

    @Override
    int firstDependency(Positions at, int i, int j) {
        return Math.min(at.slot(i), at.slot(j));
    }

    @Override
    int dependencies(Positions at, int i, int j) {
        return Math.abs(at.slot(i) - at.slot(j));
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return within(theta, offset, offset + parameterCount(slots), -1, 1);
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        return product(at, i, j, theta, offset, -1, -1);
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        return involves(at, i, j, k) ? product(at, i, j, theta, offset, k, k) : 0;
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        return involves(at, i, j, k) && involves(at, i, j, l) ? product(at, i, j, theta, offset, k, l) : 0;
    }

    @Override
    boolean bends(int slots, int k, int l) {
        return k != l;
    }

    private boolean involves(Positions at, int i, int j, int k) {
        int first = firstDependency(at, i, j);
        return k >= first && k < first + dependencies(at, i, j);
    }

    /** The product of the correlations between the two, without the k-th and the l-th. */
    private double product(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        int first = firstDependency(at, i, j);
        double product = 1;
        for (int m = first; m < first + dependencies(at, i, j); m++) {
            product *= m == k || m == l ? 1 : theta[offset + m];
        }
        return product;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        for (int k = 0; k < parameterCount(moments.slots()); k++) {
            theta[offset + k] = Moments.correlation(moments, k + 1, k);
        }
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        int count = parameterCount(moments.slots());
        double[] theta = new double[count];
        start(moments, theta, 0);
        return IntStream.range(0, count)
                .boxed()
                .filter(k -> Math.abs(theta[k]) < WEAK)
                .sorted(Comparator.comparingDouble(k -> Math.abs(theta[k])))
                .limit(MOST_FLIPS)
                .map(k -> {
                    double[] other = theta.clone();
                    other[k] = theta[k] > 0 ? -WEAK : WEAK;
                    return other;
                })
                .toList();
    }
}
