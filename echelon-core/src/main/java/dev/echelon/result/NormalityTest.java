package dev.echelon.result;

/**
 * Whether values look like draws from a normal distribution.
 *
 * @param of what was tested: {@code residuals}, {@code (Intercept)|Subject}
 * @param test {@code Shapiro-Wilk} up to 5000 values, {@code Anderson-Darling} above
 * @param n how many values
 * @param statistic W or A²
 * @param pValue small if they do not
 * @param skewness third standardised moment, 0 for a normal distribution
 * @param excessKurtosis fourth standardised moment minus 3
 */
public record NormalityTest(
        String of, String test, int n, double statistic, double pValue, double skewness, double excessKurtosis) {}
