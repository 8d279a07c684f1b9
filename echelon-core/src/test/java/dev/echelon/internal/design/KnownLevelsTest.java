package dev.echelon.internal.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.covariance.Covariances;
import dev.echelon.covariance.LevelCovariance;
import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design.RandomBlock;
import dev.echelon.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownLevelsTest {

    private static final double[] EXPECTED = {2, 0.5, 0.5, 1};

    @Test
    void allEntriesMayHaveRowNamesInAnyOrder() {
        Table named = Table.builder()
                .factor("level", "b", "a")
                .numbers("a", 0.5, 2)
                .numbers("b", 1, 0.5)
                .build();
        Table unnamed =
                Table.builder().numbers("a", 2, 0.5).numbers("b", 0.5, 1).build();
        for (Table table : List.of(named, unnamed)) {
            assertThat(KnownLevels.read("K", table).matrix(List.of("a", "b"))).containsExactly(EXPECTED);
        }
    }

    @Test
    void oneTriangleOfTripletsIsEnough() {
        Table table = Table.builder()
                .factor("row", "a", "b", "b")
                .factor("col", "a", "b", "a")
                .numbers("value", 2, 1, 0.5)
                .build();
        assertThat(KnownLevels.read("K", table).matrix(List.of("a", "b"))).containsExactly(EXPECTED);
    }

    @Test
    void pedigreeIsRecognisedByItsColumns() {
        Table table = Table.builder()
                .numbers("ID", 1, 2, 3)
                .numbers("Sire", 0, 0, 1)
                .numbers("Dam", Double.NaN, 0, 2)
                .build();
        assertThat(KnownLevels.read("A", table).matrix(List.of("3", "1"))).containsExactly(1, 0.5, 0.5, 1);
    }

    @Test
    void tableThatIsNoneOfTheseIsRefused() {
        Table table =
                Table.builder().numbers("a", 1, 2, 3).numbers("b", 1, 2, 3).build();
        assertThatThrownBy(() -> KnownLevels.read("K", table))
                .isInstanceOf(EchelonException.class)
                .hasMessage("The matrix K has 3 rows and 2 columns; write a square matrix with the levels as header,"
                        + " triplets row, column, value, or a pedigree id, sire, dam.");
    }

    @Test
    void termOfKnownLevelsHasTheCovarianceOfTheKronecker() {
        ModelMatrix effects = new ModelMatrix(
                3, List.of("1", "x"), List.of(new ModelColumn.Constant(1), new ModelColumn.Dense(new double[] {1, 2, 3
                })));
        RandomBlock block =
                new RandomBlock("g", "g", effects, new int[] {0, 1, 0}, List.of("a", "b"), Covariances.named("us"));
        LevelCovariance k = LevelCovariance.of("K", List.of("a", "b"), EXPECTED);
        RandomBlock known = KnownLevels.known(block, k);
        double[] theta = {1, 0.5, 0.7};
        double[] sigma = new double[4];
        Covariances.named("us").covariance(2, theta, 0, sigma);
        double[] all = new double[16];
        known.covariance().covariance(4, theta, 0, all);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double direct = 0;
                for (int c = 0; c < 4; c++) {
                    for (int d = 0; d < 4; d++) {
                        direct += known.effects().column(c).value(i)
                                * all[c + 4 * d]
                                * known.effects().column(d).value(j);
                    }
                }
                double within = 0;
                for (int c = 0; c < 2; c++) {
                    for (int d = 0; d < 2; d++) {
                        within += effects.column(c).value(i)
                                * sigma[c + 2 * d]
                                * effects.column(d).value(j);
                    }
                }
                double expected = EXPECTED[block.codes()[i] + 2 * block.codes()[j]] * within;
                assertThat(direct).isCloseTo(expected, within(1e-13));
            }
        }
        assertThat(KnownLevels.effects(k, block.levels(), 1, new double[] {1, 0}))
                .containsExactly(new double[] {Math.sqrt(2), 0.5 / Math.sqrt(2)}, within(1e-15));
    }
}
