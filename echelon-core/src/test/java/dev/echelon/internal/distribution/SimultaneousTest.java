package dev.echelon.internal.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The studentised range and the largest |t| against composite Gauss–Legendre quadrature of the same double integrals in
 * NumPy 2 with SciPy 1.17 (16 × 120 nodes over log s, 6 × 120 over z; it integrates the density of s to 1 within 1e-14),
 * and the multivariate t against mvtnorm.
 */
class SimultaneousTest {
    /** q, k, ν, P(Q > q); R 4.2.2's ptukey differs from these by up to 1e-6 for few degrees of freedom. */
    @ParameterizedTest
    @CsvSource({
        "3.5, 3, 20, 0.05589184908174889",
        "3.5, 3, 1, 0.35987526963605265",
        "5, 4, 2, 0.1712189251459078",
        "8, 5, 30, 3.408532376701839e-05",
        "3.5, 3, 42.3, 0.04498846661616566",
        "4, 3, Infinity, 0.01298766137319422",
        "3, 10, 5, 0.5761239381074592",
        "10, 50, 7, 0.01946689015939593",
        "4, 3, 1e5, 0.012990059135452614"
    })
    void studentisedRangeEqualsQuadrature(double q, int groups, double df, double tail) {
        assertThat(StudentisedRange.of(groups, df).survivalProbability(q)).isCloseTo(tail, within(5e-14));
    }

    /** The range of two is √2 times |t|: 2·P(T > 1/√2) with 3 degrees of freedom. */
    @Test
    void rangeOfTwoIsT() {
        assertThat(StudentisedRange.of(2, 3).survivalProbability(1))
                .isCloseTo(Tests.twoSided(Math.sqrt(0.5), 3), within(1e-14));
    }

    @Test
    void quantileInvertsTail() {
        for (double df : new double[] {1.5, 4, 30, Double.POSITIVE_INFINITY}) {
            StudentisedRange range = StudentisedRange.of(6, df);
            for (double p : new double[] {0.5, 0.05, 1e-4}) {
                assertThat(range.survivalProbability(range.inverseSurvivalProbability(p)) / p)
                        .isCloseTo(1, within(1e-10));
            }
        }
    }

    @Test
    void comparisonsWithAControlAreExact() {
        LargestT three = LargestT.of(3, equal(3, 0.5));
        assertThat(three.error()).isZero();
        assertThat(three.survivalProbability(2.5, 20)).isCloseTo(0.05430780589584072, within(1e-13));
        LargestT five = LargestT.of(5, equal(5, 0.3));
        assertThat(five.survivalProbability(2.2, Double.POSITIVE_INFINITY))
                .isCloseTo(0.12247244625859044, within(1e-13));
        assertThat(five.survivalProbability(4, 8)).isCloseTo(0.01657397532007443, within(1e-13));
        // Dunnett (1964), Biometrics 20, table II: 2.54 for three comparisons with 20 degrees of freedom
        assertThat(three.inverseSurvivalProbability(0.05, 20)).isCloseTo(2.54, within(0.005));
    }

    private static double[] equal(int n, double rho) {
        double[] correlation = new double[n * n];
        for (int e = 0; e < correlation.length; e++) {
            correlation[e] = e % (n + 1) == 0 ? 1 : rho;
        }
        return correlation;
    }

    /** mvtnorm 1.1-3, pmvt with maxpts 5e6, mean of 12: 0.0560231966 (error 2e-8). */
    @Test
    void chainOfDifferencesAgreesWithGenzAndBretz() {
        LargestT chain = LargestT.of(3, new double[] {1, -0.5, 0, -0.5, 1, -0.5, 0, -0.5, 1});
        assertThat(chain.error()).isGreaterThan(0).isLessThan(5e-5);
        assertThat(chain.survivalProbability(2.5, 20)).isCloseTo(0.0560231966, within(chain.error()));
    }

    /** All pairs of equally precise means: the largest |t| is the studentised range over √2, and R has rank 4 of 10. */
    @Test
    void singularCorrelationsOfPairsGiveTheStudentisedRange() {
        double[] correlation = pairs(5);
        LargestT pairs = LargestT.of(10, correlation);
        for (double t : new double[] {1, 2.5, 3.5}) {
            double exact = StudentisedRange.of(5, 12).survivalProbability(t * Math.sqrt(2));
            assertThat(pairs.survivalProbability(t, 12)).isCloseTo(exact, within(2e-4 * exact));
        }
        double exact = StudentisedRange.of(5, 12).inverseSurvivalProbability(0.05) / Math.sqrt(2);
        assertThat(pairs.inverseSurvivalProbability(0.05, 12)).isCloseTo(exact, within(3e-4));
    }

    private static double[] pairs(int means) {
        int n = means * (means - 1) / 2;
        double[][] rows = new double[n][means];
        int r = 0;
        for (int i = 0; i < means; i++) {
            for (int j = i + 1; j < means; j++) {
                rows[r][i] = 1;
                rows[r++][j] = -1;
            }
        }
        double[] correlation = new double[n * n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                for (int h = 0; h < means; h++) {
                    correlation[a * n + b] += rows[a][h] * rows[b][h] / 2;
                }
            }
        }
        return correlation;
    }

    @Test
    void sameSeedGivesTheSameBits() {
        double[] correlation = pairs(4);
        assertThat(LargestT.of(6, correlation).survivalProbability(2, 9))
                .isEqualTo(LargestT.of(6, correlation).survivalProbability(2, 9));
    }
}
