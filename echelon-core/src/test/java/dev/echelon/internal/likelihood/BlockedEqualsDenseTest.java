package dev.echelon.internal.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.design.Design;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both factorisations, blocked and sparse, against the model by its definition, at random, negative and singular θ. */
class BlockedEqualsDenseTest {

    static List<OracleCase> cases() {
        return OracleCases.all();
    }

    static Stream<OracleCase> bothWays() {
        return Stream.concat(cases().stream(), OracleCases.sparse().stream());
    }

    @Test
    void casesCoverEveryPathOfTheFactorisation() {
        List<OracleCase> cases = cases();
        assertThat(cases).anyMatch(c -> c.likelihood.plan().layout().chain().length == 3);
        assertThat(cases)
                .anyMatch(c -> c.likelihood.plan().layout().chain().length > 1
                        && c.likelihood.plan().layout().tail().length > 0);
        assertThat(cases).anyMatch(c -> c.likelihood.plan().layout().tail().length == 2);
        assertThat(cases).filteredOn(c -> c.name.contains("leaf")).hasSize(8).allSatisfy(c -> assertThat(
                        c.likelihood.plan().layout().tailColumns())
                .isGreaterThanOrEqualTo(16));
        assertThat(cases).allMatch(c -> c.design.response().length <= 300);
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void estimatesEqualTheDenseOnes(OracleCase c) {
        for (double[] x : c.points()) {
            DenseOracle oracle = c.oracle(x);
            Estimates estimates = c.likelihood.estimates(x, c.conditioning, c.factors, c.kept);
            String at = Arrays.toString(x);
            assertThat(estimates.objective()).as("objective at " + at).isCloseTo(oracle.objective, within(1e-8));
            assertThat(estimates.sigma()).as("σ at " + at).isCloseTo(Math.sqrt(oracle.variance), within(1e-10));
            assertClose("β at " + at, estimates.beta(), oracle.beta, 1e-9);
            double[] vcov = oracle.fixedInverse.scaled(oracle.variance).columnMajor();
            assertClose("Var β at " + at, estimates.covariance(), vcov, 1e-9);
            modes(c, oracle, estimates, at);
        }
    }

    private static void modes(OracleCase c, DenseOracle oracle, Estimates estimates, String at) {
        for (int t = 0; t < c.design.random().size(); t++) {
            Design.RandomBlock block = c.design.random().get(t);
            int q = block.effects().width();
            for (int j = 0; j < block.levels().size(); j++) {
                String where = block.name() + " " + block.levels().get(j) + " at " + at;
                double[] b = Arrays.copyOfRange(estimates.terms().get(t).modes(), j * q, j * q + q);
                assertClose("b of " + where, b, oracle.mode(t, j), 1e-9);
                double[] v = Arrays.copyOfRange(estimates.terms().get(t).variances(), j * q * q, (j + 1) * q * q);
                assertClose(
                        "Var b of " + where, v, oracle.conditionalVariance(t, j).columnMajor(), 1e-9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void scoreMatricesEqualTheDenseOnes(OracleCase c) {
        for (double[] x : c.points()) {
            DenseOracle oracle = c.oracle(x);
            c.likelihood.value(x);
            List<ThetaMap.Slot> slots = c.likelihood.map().slots();
            for (int t = 0; t < slots.size(); t++) {
                int q = slots.get(t).width();
                double[] expected = Congruence.apply(
                        q,
                        Dense.ofColumnMajor(q, c.map(t)).transposed().columnMajor(),
                        oracle.score(t).columnMajor());
                assertClose(
                        "H of term " + t + " at " + Arrays.toString(x),
                        c.likelihood.score(c.likelihood.places().get(t)),
                        expected,
                        1e-7);
            }
        }
    }

    private static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        assertThat(actual).as(what).containsExactly(expected, within(tolerance * scale));
    }
}
