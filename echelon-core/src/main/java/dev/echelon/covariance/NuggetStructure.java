package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.List;

/**
 * A structure and independent error: Σ + τ²I, as SAS's LOCAL. In nlme's parameters the total variance is σ² + τ² and the
 * nugget is c₀ = τ²/(σ² + τ²).
 */
final class NuggetStructure implements ResidualStructure {

    /** The share of the variance that is nugget, at the start and at further starts. */
    private static final double SHARE = 0.2;

    private static final double LARGE_SHARE = 0.6;

    private final ResidualStructure inner;

    NuggetStructure(ResidualStructure inner) {
        this.inner = inner;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String label() {
        return inner.label() + " LOCAL";
    }

    @Override
    public String formula() {
        return inner.formula() + " + τ²·1(i=j)";
    }

    @Override
    public Needs needs() {
        return inner.needs();
    }

    @Override
    public int parameterCount(int slots) {
        return inner.parameterCount(slots) + 1;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return Names.joined(inner.parameterNames(slots), List.of("nugget"));
    }

    @Override
    public int order(int slots, int k) {
        return k < inner.parameterCount(slots) ? inner.order(slots, k) : 2;
    }

    @Override
    public double lowerBound(int slots, int k) {
        return k < inner.parameterCount(slots) ? inner.lowerBound(slots, k) : 0;
    }

    @Override
    public boolean linear() {
        return inner.linear();
    }

    @Override
    public boolean covariance(Positions at, double[] theta, int offset, double[] sigma) {
        double nugget = theta[offset + inner.parameterCount(at.slots())];
        if (!(nugget >= 0) || !inner.covariance(at, theta, offset, sigma)) {
            return false;
        }
        for (int i = 0; i < at.size(); i++) {
            sigma[i * (at.size() + 1)] += nugget;
        }
        return true;
    }

    @Override
    public void derivative(Positions at, double[] theta, int offset, int k, double[] dSigma) {
        if (k < inner.parameterCount(at.slots())) {
            inner.derivative(at, theta, offset, k, dSigma);
        } else {
            PairwiseStructure.fill(at, dSigma, (i, j) -> i == j ? 1 : 0);
        }
    }

    @Override
    public boolean secondDerivative(Positions at, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        return Math.max(k, l) < inner.parameterCount(at.slots())
                && inner.secondDerivative(at, theta, offset, k, l, d2Sigma);
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        inner.start(moments, theta, offset);
        share(moments, SHARE, theta, offset);
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        int count = parameterCount(moments.slots());
        List<double[]> starts = new ArrayList<>();
        double[] usual = new double[count];
        inner.start(moments, usual, 0);
        share(moments, LARGE_SHARE, usual, 0);
        starts.add(usual);
        for (double[] other : inner.furtherStarts(moments)) {
            double[] theta = new double[count];
            System.arraycopy(other, 0, theta, 0, count - 1);
            share(moments, SHARE, theta, 0);
            starts.add(theta);
        }
        return starts;
    }

    /** Gives this share of the variance to the nugget. */
    private void share(ResidualMoments moments, double share, double[] theta, int offset) {
        int count = inner.parameterCount(moments.slots());
        for (int k = 0; k < count; k++) {
            theta[offset + k] *= Math.pow(1 - share, inner.order(moments.slots(), k) / 2.0);
        }
        theta[offset + count] = share * Moments.variance(moments);
    }
}
