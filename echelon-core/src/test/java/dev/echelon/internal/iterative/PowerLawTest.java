package dev.echelon.internal.iterative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Degrees as in MovieLens: a few levels with most of the rows and many with one. */
class PowerLawTest {

    @Test
    void fitOfRatingsIsWithinItsErrorsOfTheExactOneAndOfTheTruth() {
        CrossProducts data = PowerLawRatings.of(0.008, 3);
        long[] counts = data.block(1).counts();
        assertThat(data.rows()).isBetween(100_000L, 200_000L);
        assertThat(Arrays.stream(counts).filter(c -> c == 1).count()).isGreaterThan(counts.length / 6);
        assertThat(Arrays.stream(counts).max().orElseThrow()).isGreaterThan(counts.length);

        IterativeOptions options = IterativeOptions.DEFAULTS.withHeadColumns(100);
        StochasticLikelihood likelihood =
                new StochasticLikelihood(data, PowerLawRatings.factors(data), true, options, 2);
        IterativeFit fit = IterativeFit.of(likelihood, options);
        double[] theta = fit.optimum().point();
        ProfiledLikelihood exact = new ProfiledLikelihood(data, PowerLawRatings.factors(data), true);
        Optimum optimum = TrustRegion.minimise(exact, exact.start(), Options.DEFAULTS);

        double[] truth = {PowerLawRatings.USER, PowerLawRatings.MOVIE};
        for (int k = 0; k < 2; k++) {
            double error = Math.sqrt(fit.errors().monteCarlo()[3 * k]);
            double statistical = Math.sqrt(fit.errors().statistical()[3 * k]);
            assertThat(error).isLessThan(0.1 * statistical);
            assertThat(Math.abs(theta[k]))
                    .isCloseTo(Math.abs(optimum.point()[k]), within(4 * error + 1e-3 * statistical));
            assertThat(Math.abs(theta[k])).isCloseTo(truth[k], within(4 * statistical));
        }
    }

    /** The second Newton step is the one that certifies. */
    @Test
    void exactSearchFromTheIterativeOptimumTakesThreeEvaluations() {
        CrossProducts data = PowerLawRatings.of(0.008, 4);
        IterativeOptions options = IterativeOptions.DEFAULTS.withHeadColumns(100);
        StochasticLikelihood likelihood =
                new StochasticLikelihood(data, PowerLawRatings.factors(data), true, options, 1);
        double[] start = IterativeFit.of(likelihood, options).optimum().point();
        ProfiledLikelihood exact = new ProfiledLikelihood(data, PowerLawRatings.factors(data), true);
        Optimum optimum = TrustRegion.minimise(exact, start, Options.DEFAULTS.withTolerance(1e-8));
        assertThat(optimum.evaluations()).isLessThanOrEqualTo(3);
        assertThat(optimum.decrement()).isLessThan(1e-8);
    }
}
