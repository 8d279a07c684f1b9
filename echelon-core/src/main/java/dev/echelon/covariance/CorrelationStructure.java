package dev.echelon.covariance;

/** A family of correlation matrices of the observations of a subject, from which {@link ScaledStructure} makes others. */
abstract class CorrelationStructure extends PairwiseStructure {

    private final String name;
    private final String formula;
    private final Needs needs;

    CorrelationStructure(String name, String formula, Needs needs) {
        this.name = name;
        this.formula = formula;
        this.needs = needs;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String label() {
        return name;
    }

    @Override
    public final String formula() {
        return formula;
    }

    @Override
    public final Needs needs() {
        return needs;
    }

    @Override
    public final int order(int slots, int k) {
        return 0;
    }

    /** The first of the parameters, consecutive ones, on which C_ij depends. */
    int firstDependency(Positions at, int i, int j) {
        return 0;
    }

    /** How many parameters C_ij depends on, at least where the structure is {@link Markov}. */
    int dependencies(Positions at, int i, int j) {
        return 1;
    }

    /** Draws parameters towards 0, where C is the identity, until C is positive definite by a margin on the grid. */
    final void damp(int slots, double[] theta, int offset) {
        int count = parameterCount(slots);
        for (int step = 0; step < Moments.MOST_STEPS && !Moments.admissible(this, slots, theta, offset); step++) {
            for (int k = 0; k < count; k++) {
                theta[offset + k] *= 1 - Moments.STEP;
            }
        }
    }
}
