package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.Diagnostics;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Leverages and Cook's distances of lme4 ({@code hatvalues}, {@code cooks.distance}) for every stored fit that has them.
 * They depend on θ to first order, where lme4 stops within about 1e-6: hence 1e-5.
 */
class GoldenDiagnosticsTest {
    static List<Reference> references() {
        return Reference.all().stream()
                .filter(reference -> reference.has("hat_trace"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("references")
    void leverageAndCooksDistanceEqualReference(Reference reference) {
        Diagnostics diagnostics = reference.model().fit(reference.data()).diagnostics();
        double[] leverage = diagnostics.leverage();
        double[] cooks = diagnostics.cooks();
        Deviation deviation = new Deviation();
        double trace = reference.number("hat_trace");
        deviation.add("trace", Arrays.stream(leverage).sum(), trace, 1e-5 * trace);
        double[] hats = reference.numbers("hat_head");
        double[] expected = reference.numbers("cooks_head");
        for (int i = 0; i < hats.length; i++) {
            deviation.add("h " + i, leverage[i], hats[i], 1e-5 * hats[i]);
            deviation.add("D " + i, cooks[i], expected[i], 3e-5 * Math.max(expected[i], 1e-4));
        }
        assertThat(deviation.failures(1)).as(reference.id()).isEmpty();
    }

    @Test
    void everyReferenceWithLeveragesIsHere() {
        assertThat(references()).hasSize(37);
    }
}
