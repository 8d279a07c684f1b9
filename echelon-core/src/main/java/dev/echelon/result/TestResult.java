package dev.echelon.result;

/**
 * An F test of Lβ = 0.
 *
 * @param term what is tested
 * @param numDf numerator degrees of freedom: the rank of L
 * @param denDf denominator degrees of freedom; infinite for the χ² distribution
 * @param statistic F, scaled if the method scales it
 * @param pValue P(F(numDf, denDf) ≥ statistic)
 * @param hypothesis L, by rows, one number for each fixed effect
 */
public record TestResult(String term, int numDf, double denDf, double statistic, double pValue, double[][] hypothesis) {
    /** Copies L. */
    public TestResult {
        hypothesis = copy(hypothesis);
    }

    @Override
    public double[][] hypothesis() {
        return copy(hypothesis);
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }
}
