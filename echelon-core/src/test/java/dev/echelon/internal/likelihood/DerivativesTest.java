package dev.echelon.internal.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.crossproducts.Congruence;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradient and Hessian model against central differences and against their dense formulas. */
class DerivativesTest {

    static List<OracleCase> cases() {
        Stream<OracleCase> sparse = OracleCases.sparse().stream().filter(c -> c.factors.size() > 1);
        return Stream.concat(OracleCases.all().stream(), sparse)
                .filter(c -> c.likelihood.dimension() > 0)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientEqualsCentralDifferences(OracleCase c) {
        int n = c.likelihood.dimension();
        for (double[] x : c.points()) {
            double[] gradient = new double[n];
            c.likelihood.value(x);
            c.likelihood.derivatives(gradient, new double[n * n]);
            for (int k = 0; k < n; k++) {
                double h = 1e-5 * Math.max(1, Math.abs(x[k]));
                double slope = (c.likelihood.value(moved(x, k, h)) - c.likelihood.value(moved(x, k, -h))) / (2 * h);
                // Differences of d (about 500, rounded at 1e-13) over 2e-5, plus h²d‴/6.
                double tolerance = 1e-6 * Math.max(1, Math.abs(slope)) + 1e-6;
                assertThat(gradient[k])
                        .as("∂" + k + " at " + Arrays.toString(x))
                        .isCloseTo(slope, within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hessianIsExactForOneFactor(OracleCase c) {
        if (c.factors.size() > 1) {
            return;
        }
        int n = c.likelihood.dimension();
        for (double[] x : c.points()) {
            double[] hessian = new double[n * n];
            c.likelihood.value(x);
            c.likelihood.derivatives(new double[n], hessian);
            double scale =
                    Math.max(1, Arrays.stream(hessian).map(Math::abs).max().orElse(1));
            for (int k = 0; k < n; k++) {
                double h = 1e-5 * Math.max(1, Math.abs(x[k]));
                double[] up = gradient(c, moved(x, k, h));
                double[] down = gradient(c, moved(x, k, -h));
                for (int l = 0; l < n; l++) {
                    assertThat(hessian[k * n + l])
                            .as("∂²" + k + "," + l + " at " + Arrays.toString(x))
                            .isCloseTo((up[l] - down[l]) / (2 * h), within(1e-6 * scale));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hessianModelIsAverageInformationForSeveralFactors(OracleCase c) {
        if (c.factors.size() == 1) {
            return;
        }
        int n = c.likelihood.dimension();
        for (double[] x : c.points()) {
            double[] hessian = new double[n * n];
            c.likelihood.value(x);
            c.likelihood.derivatives(new double[n], hessian);
            double[] expected = averageInformation(c, x);
            double scale =
                    Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
            assertThat(hessian).as("at " + Arrays.toString(x)).containsExactly(expected, within(1e-7 * scale));
        }
    }

    /** [y'PV_kPV_lPy − (y'PV_kPy)(y'PV_lPy)/r²]/σ̂² + tr(H ∂²Σ), densely. */
    private static double[] averageInformation(OracleCase c, double[] x) {
        int n = c.likelihood.dimension();
        DenseOracle oracle = c.oracle(x);
        double degrees = c.design.response().length - (c.reml ? c.kept.length : 0);
        double r2 = oracle.variance * degrees;
        double[][] applied = new double[n][];
        double[] a = new double[n];
        List<ThetaMap.Slot> slots = c.likelihood.map().slots();
        for (int t = 0; t < slots.size(); t++) {
            ThetaMap.Slot slot = slots.get(t);
            for (int k = 0; k < slot.parameters(); k++) {
                double[] d = new double[slot.width() * slot.width()];
                slot.covariance().derivative(slot.width(), x, slot.theta(), k, d);
                applied[slot.theta() + k] = oracle.marginal(t, Congruence.apply(slot.width(), c.map(t), d))
                        .times(oracle.g);
                a[slot.theta() + k] = Dense.dot(oracle.g, applied[slot.theta() + k]);
            }
        }
        double[] hessian = new double[n * n];
        for (int k = 0; k < n; k++) {
            double[] projected = oracle.p.times(applied[k]);
            for (int l = 0; l < n; l++) {
                hessian[k * n + l] = (Dense.dot(projected, applied[l]) - a[k] * a[l] / r2) / oracle.variance;
            }
        }
        for (int t = 0; t < slots.size(); t++) {
            addSecondDerivatives(c, x, oracle, t, hessian);
        }
        return hessian;
    }

    private static void addSecondDerivatives(OracleCase c, double[] x, DenseOracle oracle, int t, double[] hessian) {
        ThetaMap.Slot slot = c.likelihood.map().slots().get(t);
        int n = c.likelihood.dimension();
        double[] score = oracle.score(t).columnMajor();
        for (int k = 0; k < slot.parameters(); k++) {
            for (int l = 0; l < slot.parameters(); l++) {
                double[] d = new double[slot.width() * slot.width()];
                slot.covariance().secondDerivative(slot.width(), x, slot.theta(), k, l, d);
                double[] original = Congruence.apply(slot.width(), c.map(t), d);
                hessian[(slot.theta() + k) * n + slot.theta() + l] += Dense.dot(score, original);
            }
        }
    }

    private static double[] gradient(OracleCase c, double[] x) {
        int n = c.likelihood.dimension();
        double[] gradient = new double[n];
        c.likelihood.value(x);
        c.likelihood.derivatives(gradient, new double[n * n]);
        return gradient;
    }

    private static double[] moved(double[] x, int k, double h) {
        double[] moved = x.clone();
        moved[k] += h;
        return moved;
    }
}
