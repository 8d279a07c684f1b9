package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.AtTheta;
import dev.echelon.LmmFit;
import dev.echelon.internal.likelihood.Estimates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The likelihood, β̂, σ̂ and Var β̂ at the very θ where the reference stopped: no optimiser is involved, so these agree to
 * the digits in which θ was written (15), and the optimum found here must not be worse.
 */
class GoldenAtReferenceThetaTest {

    static List<Reference> references() {
        return Reference.all();
    }

    @ParameterizedTest
    @MethodSource("references")
    void sameThetaGivesSameNumbers(Reference reference) {
        Estimates at = AtTheta.estimates(reference.model(), reference.data(), reference.theta());
        Deviation deviation = new Deviation();
        double objective = reference.number("objective");
        // One addition of the likelihood has a relative error of 1e-16; lme4 adds up as many terms as there are rows.
        deviation.add("objective", at.objective(), objective, 1e-7 + 1e-12 * Math.abs(objective));
        deviation.add("σ", at.sigma(), reference.number("sigma"), 1e-9 * reference.number("sigma"));
        List<Map<String, Object>> fixed = reference.fixed();
        for (int k = 0; k < fixed.size(); k++) {
            double se = Reference.number(fixed.get(k), "se");
            deviation.add("β " + k, at.beta()[k], Reference.number(fixed.get(k), "estimate"), 1e-7 * se);
            for (int i = 0; i < fixed.size(); i++) {
                double expected = reference.vcov()[i][k];
                double scale = se * Reference.number(fixed.get(i), "se");
                deviation.add("vcov " + i + " " + k, at.covariance()[k * fixed.size() + i], expected, 1e-8 * scale);
            }
        }
        assertThat(deviation.failures()).as(reference.id()).isEmpty();

        LmmFit fit = reference.model().fit(reference.data());
        assertThat(fit.objective()).isLessThanOrEqualTo(at.objective() + 1e-12 * Math.abs(objective) + 1e-9);
    }
}
