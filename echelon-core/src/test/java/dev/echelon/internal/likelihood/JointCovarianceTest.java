package dev.echelon.internal.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.design.Design;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * w'Cw of all rows, of combinations of levels that do not occur, and of no levels, by all ways of elimination, against
 * Var(x'β̂ + z'(b̂ − b)) = z'Σz − g'Pg + x'Φx − 2x'ΦX'V⁻¹g with g = ZΣz, from V formed and inverted.
 */
class JointCovarianceTest {

    static Stream<OracleCase> bothWays() {
        return Stream.concat(OracleCases.all().stream(), OracleCases.sparse().stream())
                .filter(c -> c.reml);
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void formsEqualTheDenseOnes(OracleCase c) {
        for (double[] x : c.points().subList(0, 2)) {
            DenseOracle oracle = c.oracle(x);
            JointCovariance covariance = c.likelihood.jointCovariance(x);
            int n = c.design.response().length;
            Dense gain = oracle.fixedInverse.times(oracle.x.transposed()).times(oracle.inverse);
            for (int i = 0; i < n; i++) {
                int[] levels = levels(c, i);
                double expected = expected(c, oracle, gain, i, levels);
                double[][] effects = effects(c, i, levels);
                double[] fixed = fixed(c, i);
                double[] product = new double[fixed.length];
                double form = covariance.form(levels, effects, fixed, product);
                assertThat(form)
                        .as("row " + i + " with levels " + Arrays.toString(levels))
                        .isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
                if (i % 10 == 0) {
                    requireProduct(covariance, levels, effects, fixed, form, product);
                }
            }
        }
    }

    /** 2x'(Cw)_β = (w + x)'C(w + x) − w'Cw − x'Cx. */
    private static void requireProduct(
            JointCovariance covariance,
            int[] levels,
            double[][] effects,
            double[] fixed,
            double form,
            double[] product) {
        int[] none = levels.clone();
        Arrays.fill(none, -1);
        for (int k = 0; k < fixed.length; k++) {
            double[] unit = new double[fixed.length];
            unit[k] = 1;
            double own = covariance.form(none, effects, unit);
            unit = fixed.clone();
            unit[k] += 1;
            double both = covariance.form(levels, effects, unit);
            assertThat(product[k]).isCloseTo((both - form - own) / 2, within(1e-10 * Math.max(1, both)));
        }
    }

    /** Those of the row; of every third row others, of every seventh not all. */
    private static int[] levels(OracleCase c, int i) {
        int[] levels = new int[c.factors.size()];
        for (int f = 0; f < levels.length; f++) {
            int m = c.factors.get(f).levels();
            int code = c.factors.get(f).codes()[i];
            levels[f] = i % 3 == 2 ? (code + i * (f + 1)) % m : code;
            levels[f] = i % 7 == 6 && (i + f) % 2 == 0 ? -1 : levels[f];
        }
        return levels;
    }

    private static double[] fixed(OracleCase c, int i) {
        double[] fixed = new double[c.kept.length];
        for (int k = 0; k < fixed.length; k++) {
            int column = c.kept[k];
            fixed[k] = (c.design.fixed().column(column).value(i) - c.conditioning.fixedShift(column))
                    / c.conditioning.fixedScale(column);
        }
        return fixed;
    }

    private static double[] z(OracleCase c, int t, int i) {
        Design.RandomBlock block = c.design.random().get(t);
        double[] z = new double[block.effects().width()];
        for (int k = 0; k < z.length; k++) {
            z[k] = block.effects().column(k).value(i);
        }
        return z;
    }

    private static double[][] effects(OracleCase c, int i, int[] levels) {
        double[][] effects = new double[levels.length][];
        for (int f = 0; f < levels.length; f++) {
            effects[f] = new double[c.factors.get(f).effects()];
        }
        List<ThetaMap.Slot> slots = c.likelihood.map().slots();
        for (int t = 0; t < slots.size(); t++) {
            double[] z = z(c, t, i);
            double[] map = c.map(t);
            for (int k = 0; k < z.length; k++) {
                for (int a = 0; a < z.length; a++) {
                    effects[slots.get(t).factor()][slots.get(t).offset() + k] += map[k * z.length + a] * z[a];
                }
            }
        }
        return effects;
    }

    private static double expected(OracleCase c, DenseOracle oracle, Dense gain, int i, int[] levels) {
        int n = c.design.response().length;
        double[] g = new double[n];
        double sum = 0;
        List<ThetaMap.Slot> slots = c.likelihood.map().slots();
        for (int t = 0; t < slots.size(); t++) {
            int level = levels[slots.get(t).factor()];
            if (level >= 0) {
                double[] z = z(c, t, i);
                double[] spread = oracle.sigma(t).times(z);
                sum += Dense.dot(z, spread);
                double[] own = oracle.z(t, level).times(spread);
                for (int r = 0; r < n; r++) {
                    g[r] += own[r];
                }
            }
        }
        double[] x = new double[c.design.fixed().width()];
        for (int k = 0; k < x.length; k++) {
            x[k] = c.design.fixed().column(k).value(i);
        }
        return sum
                - Dense.dot(g, oracle.p.times(g))
                + Dense.dot(x, oracle.fixedInverse.times(x))
                - 2 * Dense.dot(x, gain.times(g));
    }
}
