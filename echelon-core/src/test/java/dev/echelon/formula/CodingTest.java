package dev.echelon.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodingTest {
    private static final List<String> ABC = List.of("a", "b", "c");

    @Test
    void treatmentComparesWithTheBase() {
        assertThat(Coding.treatment().matrix(ABC)).containsExactly(0, 1, 0, 0, 0, 1);
        assertThat(Coding.treatment("b").matrix(ABC)).containsExactly(1, 0, 0, 0, 0, 1);
        assertThat(Coding.treatment("b").names(ABC)).containsExactly("a", "c");
    }

    @Test
    void sumAndHelmertAreThoseOfR() {
        // contr.sum(3) and contr.helmert(3) in R 4.2.
        assertThat(Coding.sum().matrix(ABC)).containsExactly(1, 0, -1, 0, 1, -1);
        assertThat(Coding.helmert().matrix(ABC)).containsExactly(-1, 1, 0, -1, -1, 2);
    }

    @Test
    void polynomialsAreOrthonormal() {
        List<String> levels = List.of("1", "2", "3", "4", "5", "6");
        double[] matrix = Coding.poly().matrix(levels);
        assertThat(Coding.poly().names(levels)).containsExactly(".L", ".Q", ".C", "^4", "^5");
        // contr.poly(6)[1, 1] in R 4.2.
        assertThat(matrix[0]).isCloseTo(-0.597614304667197, within(1e-14));
        for (int j = 0; j < 5; j++) {
            for (int k = 0; k < 5; k++) {
                double dot = 0;
                for (int i = 0; i < 6; i++) {
                    dot += matrix[j * 6 + i] * matrix[k * 6 + i];
                }
                assertThat(dot).isCloseTo(j == k ? 1 : 0, within(1e-13));
            }
        }
    }

    @Test
    void aCustomMatrixIsUsedAsGiven() {
        Coding coding = Coding.custom(List.of(List.of(1.0), List.of(0.0), List.of(-1.0)), List.of(".trend"));
        assertThat(coding.matrix(ABC)).containsExactly(1, 0, -1);
        assertThat(coding.names(ABC)).containsExactly(".trend");
        assertThatThrownBy(() -> coding.matrix(List.of("a", "b")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("3 rows but the factor has 2 levels");
    }

    @Test
    void namesOfCodingsAreReadAndUnknownOnesRefused() {
        assertThat(Coding.named("contr.sum")).isEqualTo(Coding.sum());
        assertThat(Coding.named("treatment:PBO")).isEqualTo(Coding.treatment("PBO"));
        assertThat(Coding.named(Coding.treatment("PBO").text())).isEqualTo(Coding.treatment("PBO"));
        assertThatThrownBy(() -> Coding.named("summ")).hasMessageContaining("no coding 'summ'; the codings are");
        assertThatThrownBy(() -> Coding.treatment("x").names(ABC)).hasMessageContaining("'x'");
    }
}
