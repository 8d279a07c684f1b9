package dev.echelon.result;

/**
 * A test of one assumption.
 *
 * @param id stable slug: {@code variance-by-fitted}, {@code variance-by-group}, {@code level-1-variance}, {@code uniformity},
 *     {@code outliers}, {@code dispersion}
 * @param of what it was computed for: {@code residuals}, a grouping factor
 * @param test the name of the test
 * @param statistic its statistic
 * @param df degrees of freedom, NaN if it has none
 * @param denominatorDf denominator degrees of freedom of an F test, NaN otherwise
 * @param pValue small if the assumption does not hold
 */
public record DiagnosticTest(
        String id, String of, String test, double statistic, double df, double denominatorDf, double pValue) {}
