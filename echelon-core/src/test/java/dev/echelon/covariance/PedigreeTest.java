package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PedigreeTest {

    /** R. A. Mrode, Linear Models for the Prediction of Animal Breeding Values, table 2.1, offspring first. */
    private static final Pedigree MRODE =
            Pedigree.of(List.of("6", "5", "4", "3"), List.of("5", "4", "1", "1"), List.of("2", "3", "0", "2"));

    private static final List<String> ORDER = List.of("1", "2", "3", "4", "5", "6");

    @Test
    void relationshipsAreThoseOfTheTextbook() {
        // the same book, page 25; entries are multiples of 1/16
        double[] a = {
            1, 0, .5, .5, .5, .25, 0, 1, .5, 0, .25, .625, .5, .5, 1, .25, .625, .5625, .5, 0, .25, 1, .625, .3125, .5,
            .25, .625, .625, 1.125, .6875, .25, .625, .5625, .3125, .6875, 1.125
        };
        assertThat(MRODE.relationships(ORDER)).containsExactly(a, within(1e-15));
        assertThat(MRODE.inbreeding("5")).isEqualTo(0.125);
        assertThat(MRODE.inbreeding("6")).isEqualTo(0.125);
        assertThat(MRODE.inbreeding("4")).isZero();
    }

    @Test
    void inverseByRulesIsTheInverse() {
        int n = 6;
        double[] a = MRODE.relationships(MRODE.ids());
        double[] inverse = new double[n * n];
        MRODE.inverse().forEach((at, value) -> {
            inverse[at.get(0) + at.get(1) * n] = value;
            inverse[at.get(1) + at.get(0) * n] = value;
        });
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i + k * n] * inverse[k + j * n];
                }
                assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-14));
            }
        }
        // D = 1, 1, 1/2, 3/4, 1/2, 1/2 − 1/32
        assertThat(MRODE.logDeterminant()).isCloseTo(Math.log(0.5 * 0.75 * 0.5 * 0.46875), within(1e-14));
    }

    @Test
    void brotherAndSisterMatingGivesAQuarterThenThreeEighths() {
        // full sibs of full sibs: F = 1/4, next generation 3/8 (Wright 1921)
        Pedigree pedigree = Pedigree.of(
                List.of("c", "d", "e", "f", "g"), List.of("a", "a", "c", "c", "e"), List.of("b", "b", "d", "d", "f"));
        assertThat(pedigree.inbreeding("e")).isEqualTo(0.25);
        assertThat(pedigree.inbreeding("g")).isEqualTo(0.375);
    }

    @Test
    void individualThatIsItsOwnAncestorIsNamed() {
        assertThatThrownBy(() -> Pedigree.of(List.of("a", "b"), List.of("b", "a"), List.of("", "")))
                .isInstanceOf(EchelonException.class)
                .hasMessage("The pedigree makes 'a' its own ancestor; correct the parents.");
        assertThatThrownBy(() -> Pedigree.of(List.of("a", "a"), List.of("", ""), List.of("", "")))
                .hasMessage("The pedigree lists 'a' twice; each id must have one row.");
    }
}
