package dev.echelon.covariance;

/**
 * A structure that is linear in its parameters: Σ = Σ_k θ_k A_k, each entry of Σ a sum of a few of them. Its starting
 * values are the least-squares fit to the moments, drawn towards a multiple of the identity until positive definite.
 */
abstract class LinearStructure extends PairwiseStructure {

    /** More terms than any entry has. */
    static final int MOST_TERMS = 4;

    /**
     * Writes which parameters make up Σ_ij and their coefficients, i ≠ j in either order or i = j.
     *
     * @return how many, at most {@link #MOST_TERMS}
     */
    abstract int terms(Positions at, int i, int j, int[] parameters, double[] coefficients);

    /** Writes the parameters of the identity; all zero if it is not in the family. */
    abstract void identity(int slots, double[] theta, int offset);

    @Override
    public boolean linear() {
        return true;
    }

    @Override
    public int order(int slots, int k) {
        return 2;
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return true;
    }

    @Override
    boolean bends(int slots, int k, int l) {
        return false;
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        int[] parameters = new int[MOST_TERMS];
        double[] coefficients = new double[MOST_TERMS];
        int count = terms(at, i, j, parameters, coefficients);
        double sum = 0;
        for (int t = 0; t < count; t++) {
            sum += coefficients[t] * theta[offset + parameters[t]];
        }
        return sum;
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        int[] parameters = new int[MOST_TERMS];
        double[] coefficients = new double[MOST_TERMS];
        int count = terms(at, i, j, parameters, coefficients);
        double sum = 0;
        for (int t = 0; t < count; t++) {
            sum += parameters[t] == k ? coefficients[t] : 0;
        }
        return sum;
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        return 0;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        int slots = moments.slots();
        int count = parameterCount(slots);
        Moments.leastSquares(this, moments, theta, offset);
        double[] target = new double[count];
        identity(slots, target, 0);
        double variance = Moments.variance(moments);
        for (int step = 0; step < Moments.MOST_STEPS && !Moments.admissible(this, slots, theta, offset); step++) {
            for (int k = 0; k < count; k++) {
                theta[offset + k] += Moments.STEP * (variance * target[k] - theta[offset + k]);
            }
        }
    }
}
