package dev.echelon.covariance;

/**
 * Variances and correlations that multiply along the order of positions: with r the correlation of an observation and the
 * one before it, φ_i = r √(v_i/v_(i−1)) and the innovation variance is v_i (1 − r²). On coordinates it is Markov on a line
 * only.
 */
final class MarkovStructure extends ScaledStructure implements Markov {

    private final CorrelationStructure sequence;

    /** @param correlation with C_ik = C_ij C_jk for positions i ≥ j ≥ k */
    MarkovStructure(String name, String label, CorrelationStructure correlation, boolean heterogeneous) {
        super(name, label, correlation, heterogeneous);
        this.sequence = correlation;
    }

    @Override
    public int dependencies(Positions at, int i, int[] parameters) {
        int count = 0;
        if (!heterogeneous()) {
            parameters[count++] = 0;
        } else if (i == 0) {
            parameters[count++] = at.slot(0);
        } else {
            parameters[count++] = Math.min(at.slot(i - 1), at.slot(i));
            parameters[count++] = Math.max(at.slot(i - 1), at.slot(i));
        }
        if (i > 0) {
            int first = variances(at.slots()) + sequence.firstDependency(at, i, i - 1);
            for (int k = 0; k < sequence.dependencies(at, i, i - 1); k++) {
                parameters[count++] = first + k;
            }
        }
        return count;
    }

    @Override
    public boolean transition(Positions at, int i, double[] theta, int offset, double[] phi, double[] v) {
        int variances = variances(at.slots());
        if (!(variance(at, theta, offset, i) > 0) || !sequence.valid(at.slots(), theta, offset + variances)) {
            return false;
        }
        int own = heterogeneous() && i > 0 ? 2 : 1;
        int count = own + (i > 0 ? sequence.dependencies(at, i, i - 1) : 0);
        boolean ascending = i > 0 && at.slots() > 0 && heterogeneous() && at.slot(i - 1) < at.slot(i);
        Jet here = Jet.variable(variance(at, theta, offset, i), ascending ? 1 : 0, count);
        if (i == 0) {
            Jet.constant(0, count).write(phi);
            here.write(v);
            return true;
        }
        Jet r = correlation(at, i, theta, offset + variances, own, count);
        Jet remainder = Jet.constant(1, count).minus(r.times(r));
        here.times(remainder).write(v);
        if (heterogeneous()) {
            double before = variance(at, theta, offset, i - 1);
            Jet ratio = here.over(Jet.variable(before, ascending ? 0 : 1, count));
            r.times(ratio.squareRoot()).write(phi);
            return before > 0 && remainder.value() > 0;
        }
        r.write(phi);
        return remainder.value() > 0;
    }

    /** The correlation with the observation before, its parameters after {@code own} others. */
    private Jet correlation(Positions at, int i, double[] theta, int offset, int own, int count) {
        int first = sequence.firstDependency(at, i, i - 1);
        double[] gradient = new double[count];
        double[] hessian = new double[count * count];
        for (int l = own; l < count; l++) {
            int second = first + l - own;
            gradient[l] = sequence.derivative(at, i, i - 1, theta, offset, second);
            for (int k = own; k < count; k++) {
                int other = first + k - own;
                hessian[k + l * count] = sequence.bends(at.slots(), other, second)
                        ? sequence.secondDerivative(at, i, i - 1, theta, offset, other, second)
                        : 0;
            }
        }
        return Jet.of(sequence.value(at, i, i - 1, theta, offset), gradient, hessian);
    }
}
