package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockDiagonalTest implements CovarianceContract {

    private final BlockDiagonal block = new BlockDiagonal(
            List.of(Covariances.named("us"), Covariances.named("cs"), Covariances.named("diag")), new int[] {2, 2, 1});

    @Override
    public Covariance covariance() {
        return block;
    }

    @Override
    public List<Integer> sizes() {
        return List.of(5);
    }

    @Test
    void partsKeepTheirPlaces() {
        assertThat(block.parts()).hasSize(3);
        assertThat(block.firstColumn(1)).isEqualTo(2);
        assertThat(block.firstParameter(1)).isEqualTo(3);
        assertThat(block.firstColumn(3)).isEqualTo(5);
        assertThat(block.firstParameter(3)).isEqualTo(7);
        assertThat(block.size(2)).isEqualTo(1);
        assertThat(block.name()).isEqualTo("us+cs+diag");
    }

    @Test
    void namesAreThoseOfThePartsInOrder() {
        assertThat(block.parameterNames(List.of("a", "b", "c", "d", "e")))
                .containsExactly("a", "b.a", "b", "c", "d", "rho", "e");
    }

    @Test
    void differentNumberOfColumnsIsRejected() {
        assertThatThrownBy(() -> block.parameterCount(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the blocks have 5 columns in all, not 4");
    }
}
