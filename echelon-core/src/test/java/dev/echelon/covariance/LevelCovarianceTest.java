package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelCovarianceTest {

    private static final LevelCovariance K =
            LevelCovariance.of("K", List.of("a", "b", "c"), new double[] {4, 2, 0, 2, 2, 1, 0, 1, 5});

    @Test
    void rootTimesItsTransposeIsTheMatrixOfTheLevelsAskedFor() {
        double[] l = K.root(List.of("c", "a", "b"));
        assertThat(Matrices.timesTranspose(3, l))
                .containsExactly(new double[] {5, 0, 1, 0, 4, 2, 1, 2, 2}, within(1e-14));
        assertThat(K.matrix(List.of("c", "b"))).containsExactly(5, 1, 1, 2);
    }

    @Test
    void singularMatrixHasARootWithZeroColumns() {
        LevelCovariance twins = LevelCovariance.of("K", List.of("a", "b"), new double[] {1, 1, 1, 1});
        assertThat(twins.root(List.of("a", "b"))).containsExactly(1, 1, 0, 0);
    }

    @Test
    void missingLevelsAreNamed() {
        assertThatThrownBy(() -> K.matrix(List.of("a", "x", "y")))
                .isInstanceOf(EchelonException.class)
                .hasMessage("The matrix K has no row for x, y; add them, or leave out their rows of the data.");
    }

    @Test
    void matrixThatIsNoCovarianceIsRefused() {
        assertThatThrownBy(() -> LevelCovariance.of("K", List.of("a", "b"), new double[] {1, 0.5, 0.4, 1}))
                .hasMessage("The matrix K is no covariance: its entry of 'b' and 'a' is 0.5 in one triangle and 0.4"
                        + " in the other.");
        assertThatThrownBy(() -> LevelCovariance.of("K", List.of("a", "b"), new double[] {1, 2, 2, 1})
                        .root(List.of("a", "b")))
                .hasMessage("The matrix K is not positive semidefinite: level 'b' contradicts those before it;"
                        + " check the matrix.");
        assertThatThrownBy(() -> LevelCovariance.of("K", List.of("a", "b"), new double[] {0, 1, 1, 1})
                        .root(List.of("a", "b")))
                .isInstanceOf(EchelonException.class);
    }
}
