package dev.echelon.internal.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.linalg.Kernels;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The elimination of one factor by sums over its levels, against the general one. */
class OneFactorEliminationTest {

    static List<OracleCase> cases() {
        return OracleCases.all().stream()
                .filter(c -> c.factors.size() == 1 && OneFactorElimination.applies(c.data))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyNumberEqualsTheGeneralOne(OracleCase c) {
        ThetaMap map = c.likelihood.map();
        Elimination general = new BlockedElimination(c.data, c.likelihood.plan().layout(), map, Kernels.java(), 1);
        Elimination own = new OneFactorElimination(c.data, Kernels.java(), 2, c.reml, () -> general);
        int p = c.data.fixedColumns();
        int q = map.effects(0);
        for (double[] x : c.points()) {
            double[][] lambda = map.matrices();
            map.factors(x, lambda);
            for (Elimination elimination : List.of(general, own)) {
                assertThat(elimination.factor(lambda)).isTrue();
                elimination.solve(lambda);
            }
            double sigma2 = Math.pow(general.fixedFactor(p, p), 2) / (c.data.rows() - (c.reml ? p : 0));
            close(own.scores(lambda, c.reml, sigma2)[0], general.scores(lambda, c.reml, sigma2)[0]);
            close(own.gradientProducts(0), general.gradientProducts(0));
            close(new double[] {own.logDeterminant()}, new double[] {general.logDeterminant()});
            close(own.fixedEffects(), general.fixedEffects());
            own.invert(lambda);
            general.invert(lambda);
            close(own.effects(0), general.effects(0));
            double[] variance = new double[q * q];
            double[] expected = new double[q * q];
            for (int j = 0; j < c.data.block(0).levels(); j++) {
                own.conditionalVariance(0, j, variance);
                general.conditionalVariance(0, j, expected);
                close(variance, expected);
            }
        }
    }

    private static void close(double[] actual, double[] expected) {
        // Sums of up to 60 levels in another order.
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-9 * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
