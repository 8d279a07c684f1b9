package dev.echelon.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.RandomEffects;
import java.util.List;
import org.assertj.core.data.Offset;

/** That two fits are the same to a relative accuracy; signs and names exactly. */
final class SameFit {
    private SameFit() {}

    static void check(LmmFit found, LmmFit expected, double accuracy) {
        assertThat(found.observations()).isEqualTo(expected.observations());
        assertThat(found.rows().dropped()).isEqualTo(expected.rows().dropped());
        assertThat(found.groups()).isEqualTo(expected.groups());
        near("objective", found.objective(), expected.objective(), Math.abs(expected.objective()) * accuracy);
        near("sigma", found.sigma(), expected.sigma(), expected.sigma() * accuracy);
        List<Coefficient> coefficients = expected.coefficients();
        assertThat(found.coefficients())
                .extracting(Coefficient::term)
                .isEqualTo(coefficients.stream().map(Coefficient::term).toList());
        for (int k = 0; k < coefficients.size(); k++) {
            Coefficient one = found.coefficients().get(k);
            double scale = Math.max(
                    Math.abs(coefficients.get(k).estimate()),
                    coefficients.get(k).stdError());
            near(one.term(), one.estimate(), coefficients.get(k).estimate(), scale * accuracy);
            near("error of " + one.term(), one.stdError(), coefficients.get(k).stdError(), scale * accuracy);
        }
        for (int t = 0; t < expected.covarianceEstimates().size(); t++) {
            CovarianceEstimate one = found.covarianceEstimates().get(t);
            CovarianceEstimate other = expected.covarianceEstimates().get(t);
            for (int k = 0; k < one.columns().size(); k++) {
                near(
                        "sd of " + one.name(),
                        one.standardDeviations().get(k),
                        other.standardDeviations().get(k),
                        expected.sigma() * accuracy);
            }
            modes(found.randomEffects(one.name()), expected.randomEffects(one.name()), expected.sigma() * accuracy);
        }
    }

    private static void modes(RandomEffects found, RandomEffects expected, double tolerance) {
        assertThat(found.levels()).isEqualTo(expected.levels());
        for (int j = 0; j < expected.levels().size(); j++) {
            for (int k = 0; k < expected.columns().size(); k++) {
                near("mode of " + expected.levels().get(j), found.mode(j, k), expected.mode(j, k), tolerance);
            }
        }
    }

    private static void near(String what, double found, double expected, double tolerance) {
        assertThat(found).as(what).isCloseTo(expected, Offset.offset(tolerance));
    }
}
