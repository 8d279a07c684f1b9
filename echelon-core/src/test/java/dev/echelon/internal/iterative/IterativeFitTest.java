package dev.echelon.internal.iterative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole iterative fits against exact ones. */
class IterativeFitTest {
    private static final IterativeOptions NO_HEAD =
            IterativeOptions.DEFAULTS.withHeadColumns(0).withBlocks(6);

    static List<IterativeCase> cases() {
        return IterativeCase.small();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void estimatesAreWithinTheirMonteCarloErrorsOfTheExactOnes(IterativeCase c) {
        compare(c, NO_HEAD);
    }

    @Test
    void threeCrossedFactorsOfAThousandLevelsAreFitted() {
        compare(IterativeCase.insteval(false), IterativeOptions.DEFAULTS.withHeadColumns(300));
    }

    private static void compare(IterativeCase c, IterativeOptions options) {
        StochasticLikelihood likelihood = c.stochastic(options, 2);
        IterativeFit fit = IterativeFit.of(likelihood, options);
        double[] theta = fit.optimum().point();
        StochasticEstimates found =
                StochasticEstimates.of(likelihood, fit.errors(), theta, c.conditioning, c.factors, c.kept);
        Boundary exact = Boundary.finish(c.exact, TrustRegion.minimise(c.exact, c.exact.start(), Options.DEFAULTS));
        Estimates expected = c.exact.estimates(exact.optimum().point(), c.conditioning, c.factors, c.kept);

        assertThat(fit.ratio()).isLessThanOrEqualTo(options.monteCarloRatio());
        for (int k = 0; k < theta.length; k++) {
            // average information is not quite the Hessian, so errors of one parameter leak a little into others
            double error = 4 * found.thetaErrors()[k] + 5e-3 * found.thetaStandardErrors()[k];
            assertThat(found.estimates().theta()[k])
                    .as("θ %d ± %g (statistical %g)", k, found.thetaErrors()[k], found.thetaStandardErrors()[k])
                    .isCloseTo(expected.theta()[k], within(error + 1e-9));
        }
        assertThat(found.estimates().objective())
                .isCloseTo(expected.objective(), within(4 * fit.errors().objective() + 0.02));
        assertThat(found.estimates().sigma())
                .isCloseTo(expected.sigma(), within(4 * found.sigmaError() + 1e-6 * expected.sigma()));
        givenTheta(c, theta, found);
    }

    /** At the same θ only traces and the determinant are uncertain. */
    private static void givenTheta(IterativeCase c, double[] theta, StochasticEstimates found) {
        Estimates expected = c.exact.estimates(theta, c.conditioning, c.factors, c.kept);
        int p = c.kept.length;
        assertThat(found.estimates().sigma()).isCloseTo(expected.sigma(), within(1e-9 * expected.sigma()));
        for (int k = 0; k < p; k++) {
            double error = Math.sqrt(expected.covariance()[k * p + k]);
            assertThat(found.estimates().beta()[k]).isCloseTo(expected.beta()[k], within(1e-6 * error));
            assertThat(Math.sqrt(found.estimates().covariance()[k * p + k])).isCloseTo(error, within(1e-6 * error));
        }
        for (int t = 0; t < expected.terms().size(); t++) {
            double[] modes = expected.terms().get(t).modes();
            double[] variances = expected.terms().get(t).variances();
            assertThat(found.estimates().terms().get(t).modes()).containsExactly(modes, within(1e-6));
            double squares = 0;
            int count = 0;
            int w = variances.length / modes.length;
            for (int i = 0; i < modes.length; i++) {
                double v = variances[i * w + i % w];
                if (v > 0) {
                    double relative = found.estimates().terms().get(t).variances()[i * w + i % w] / v - 1;
                    squares += relative * relative;
                    count++;
                }
            }
            double mean = count == 0 ? 0 : Math.sqrt(squares / count);
            assertThat(mean).as("variances of term %d", t).isLessThan(3 * found.varianceError() + 1e-6);
        }
    }
}
