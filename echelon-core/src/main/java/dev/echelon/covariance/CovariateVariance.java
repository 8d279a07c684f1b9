package dev.echelon.covariance;

import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;

/** A variance function of a covariate. */
final class CovariateVariance implements VarianceFunction {

    static final DoublePredicate NOT_ZERO = v -> v != 0;

    private final String name;
    private final List<String> parameters;
    private final double[] start;
    private final DoublePredicate accepted;
    private final Logarithm logarithm;

    CovariateVariance(
            String name, List<String> parameters, double[] start, DoublePredicate accepted, Logarithm logarithm) {
        this.name = name;
        this.parameters = parameters;
        this.start = start;
        this.accepted = accepted;
        this.logarithm = logarithm;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accepts(double v) {
        return Double.isFinite(v) && accepted.test(v);
    }

    @Override
    public int parameterCount(int strata) {
        return start.length;
    }

    @Override
    public List<String> parameterNames(List<String> strata) {
        return parameters;
    }

    @Override
    public void start(int strata, double[] delta, int offset) {
        System.arraycopy(start, 0, delta, offset, start.length);
    }

    @Override
    public boolean log(int strata, double v, double[] delta, int offset, double[] log) {
        double[] own = new double[start.length];
        System.arraycopy(delta, offset, own, 0, own.length);
        Optional<Jet> jet = logarithm.at(v, own);
        jet.ifPresent(value -> value.write(log));
        return jet.isPresent();
    }

    /** log g with derivatives by δ; empty outside the domain. */
    interface Logarithm {
        Optional<Jet> at(double v, double[] delta);
    }
}
