package dev.echelon.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LeastSquaresTest {
    private static final double[] ONE = {1, 1, 1, 1, 1};
    private static final double[] X = {1, 2, 3, 4, 6};
    private static final double[] Y = {2, 3, 5, 4, 8};

    /** By hand: Sxx = 14.8, Sxy = 16.6, Syy = 21.2, means 3.2 and 4.4. */
    @Test
    void lineThroughFivePoints() {
        LeastSquares fit = new LeastSquares(5, new double[][] {ONE, X}, new double[] {1, 4});
        double slope = 16.6 / 14.8;
        assertThat(fit.rank()).isEqualTo(2);
        assertThat(fit.coefficients(Y)[1]).isCloseTo(slope, within(1e-14));
        assertThat(fit.coefficients(Y)[0]).isCloseTo(4.4 - 3.2 * slope, within(1e-14));
        assertThat(fit.residual(Y)).isCloseTo(21.2 - 16.6 * slope, within(1e-13));
        assertThat(fit.variances()[1]).isCloseTo(1 / 14.8, within(1e-15));
        assertThat(fit.variances()[0]).isCloseTo(1 / 5.0 + 3.2 * 3.2 / 14.8, within(1e-14));
    }

    @Test
    void dependentColumnIsLeftOutAndNothingElseChanges() {
        double[] copy = {3, 5, 7, 9, 13};
        double[] square = {1, 4, 9, 16, 36};
        LeastSquares with = new LeastSquares(5, new double[][] {ONE, X, copy, square}, new double[] {1, 4, 8, 18});
        LeastSquares without = new LeastSquares(5, new double[][] {ONE, X, square}, new double[] {1, 4, 18});
        assertThat(with.rank()).isEqualTo(3);
        assertThat(with.dependent()).containsExactly(2);
        assertThat(with.coefficients(Y)[2]).isNaN();
        assertThat(with.variances()[2]).isNaN();
        assertThat(with.coefficients(Y)[3]).isCloseTo(without.coefficients(Y)[2], within(1e-13));
        assertThat(with.variances()[3]).isCloseTo(without.variances()[2], within(1e-13));
    }

    @Test
    void columnThatCancelledToRoundingIsDependentByItsScale() {
        double[] rounding = {1e-16, -2e-16, 0, 1e-16, 3e-16};
        assertThat(new LeastSquares(5, new double[][] {ONE, rounding}, new double[] {1, 1}).rank())
                .isEqualTo(1);
    }

    @Test
    void farOriginDoesNotHurt() {
        double[] far = X.clone();
        for (int i = 0; i < far.length; i++) {
            far[i] += 1e6;
        }
        LeastSquares fit = new LeastSquares(5, new double[][] {ONE, far}, new double[] {1, 1e6});
        assertThat(fit.coefficients(Y)[1]).isCloseTo(16.6 / 14.8, within(1e-9));
    }
}
