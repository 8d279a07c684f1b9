package dev.echelon.internal.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.levels.GroupMoments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The likelihood from moments of levels that lie in several places, against that of all blocks in one memory. */
class PartitionedLikelihoodTest {

    static List<OracleCase> cases() {
        return OracleCases.all().stream()
                .filter(c -> c.likelihood.dimension() > 0 && c.factors.size() == 1)
                .toList();
    }

    /** Three places: levels 0, 3, 6, … in the first. */
    private static PartitionedLikelihood partitioned(OracleCase c) {
        CrossProducts.Block all = c.data.block(0);
        List<CrossProducts.Block> parts =
                IntStream.range(0, 3).mapToObj(first -> every(all, first, 3)).toList();
        return new PartitionedLikelihood(c.data, c.factors.get(0), c.reml, new PartitionedLikelihood.Levels() {
            @Override
            public GroupMoments moments(double[] lambda) {
                int r = c.data.fixedColumns() + 1;
                GroupMoments sum = GroupMoments.zero(all.effects(), r);
                for (CrossProducts.Block part : parts) {
                    double[] sent = GroupMoments.of(part, r, lambda).numbers().clone();
                    sum.add(GroupMoments.of(all.effects(), r, sent));
                }
                return sum;
            }

            @Override
            public double[] start(double[] beta) {
                double[] sum = new double[3 * all.effects() * (all.effects() + 1) / 2];
                for (CrossProducts.Block part : parts) {
                    double[] own = PartitionedLikelihood.startSums(part, beta);
                    Arrays.setAll(sum, i -> sum[i] + own[i]);
                }
                return sum;
            }
        });
    }

    private static CrossProducts.Block every(CrossProducts.Block all, int first, int step) {
        int q = all.effects();
        int width = all.withFixed().length / all.levels();
        int count = (all.levels() - first + step - 1) / step;
        double[] own = new double[count * q * q];
        double[] withFixed = new double[count * width];
        for (int j = 0; j < count; j++) {
            System.arraycopy(all.own(), (first + j * step) * q * q, own, j * q * q, q * q);
            System.arraycopy(all.withFixed(), (first + j * step) * width, withFixed, j * width, width);
        }
        return new CrossProducts.Block(count, q, own, withFixed, new long[count]);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valueAndDerivativesEqualThoseOfAllBlocksInMemory(OracleCase c) {
        PartitionedLikelihood partitioned = partitioned(c);
        int n = c.likelihood.dimension();
        for (double[] x : c.points()) {
            double[][] expected = {new double[n], new double[n * n]};
            double[][] found = {new double[n], new double[n * n]};
            double value = c.likelihood.value(x);
            c.likelihood.derivatives(expected[0], expected[1]);

            assertThat(partitioned.value(x)).isCloseTo(value, within(1e-11 * Math.abs(value)));
            partitioned.derivatives(found[0], found[1]);

            close(found[0], expected[0]);
            close(found[1], expected[1]);
            for (CovarianceObjective.Place place : c.likelihood.places()) {
                close(partitioned.score(place), c.likelihood.score(place));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theSearchStartsAtTheSamePlace(OracleCase c) {
        close(partitioned(c).start(), c.likelihood.start());
    }

    private static void close(double[] found, double[] expected) {
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
        assertThat(found).containsExactly(expected, within(1e-10 * scale));
    }
}
