package dev.echelon.internal.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.levels.RandomLevels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The moments of one factor from sums over its levels, against those from one component after another. */
class LevelContractionTest {

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 5", "3, 4"})
    void momentsEqualThoseOfComponents(int q, int r) {
        CrossProducts data = RandomLevels.of(150, q, r, 17);
        VarianceParameters parameters = parameters(q);
        MarginalMoments levels = MarginalMoments.ofLevels(data, parameters);
        MarginalMoments components = MarginalMoments.ofComponents(data, parameters);
        close(levels.total(), components.total());
        int count = parameters.directions().size();
        for (int a = 0; a < count; a++) {
            close(levels.p(a), components.p(a));
            close(new double[] {levels.t(a)}, new double[] {components.t(a)});
            for (int b = 0; b < count; b++) {
                close(levels.q(a, b), components.q(a, b));
                close(new double[] {levels.s(a, b)}, new double[] {components.s(a, b)});
            }
        }
    }

    /** Σ as a whole, then each of its elements. */
    private static VarianceParameters parameters(int q) {
        double[] lambda = RandomLevels.lambda(q, 29);
        double[] sigma = new double[q * q];
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                for (int h = 0; h < q; h++) {
                    sigma[k * q + i] += lambda[h * q + i] * lambda[h * q + k];
                }
            }
        }
        List<double[][]> directions = new ArrayList<>();
        directions.add(new double[][] {sigma});
        for (int k = 0; k < q; k++) {
            for (int i = k; i < q; i++) {
                double[] direction = new double[q * q];
                direction[k * q + i] = 1;
                direction[i * q + k] = 1;
                directions.add(new double[][] {direction});
            }
        }
        return new VarianceParameters(new double[][] {lambda}, directions, directions.size() - 1, List.of(), true);
    }

    private static void close(double[] actual, double[] expected) {
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-9 * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
