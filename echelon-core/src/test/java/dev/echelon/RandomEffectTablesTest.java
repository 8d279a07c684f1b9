package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.GroupCoefficients;
import dev.echelon.result.GroupEstimates;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.RankedEffect;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random effects after the fit. lme4 1.1-31 has no joint variances: they were computed in R by inverting the mixed-model
 * equations formed densely from getME(m, c("Z", "X", "Lambda")); relative tolerance 1e-5, because lme4 stops when θ moves
 * by less than about 1e-6. Ranks are those of merTools 0.5.2.
 */
class RandomEffectTablesTest {
    private static final double RELATIVE = 1e-5;

    private static void close(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
    }

    @Test
    void jointVariancesAreTheInverseOfTheMixedModelEquations() {
        RandomEffects joint = FitExamples.sleepstudy().jointRandomEffects("Subject");
        close(joint.variance(0, 0, 0), 171.61535256);
        close(joint.variance(0, 1, 0), -19.71949399);
        close(joint.variance(17, 1, 1), 6.965572876);
        RandomEffects conditional = FitExamples.sleepstudy().randomEffects("Subject");
        assertThat(joint.variance(0, 0, 0)).isGreaterThan(conditional.variance(0, 0, 0));
    }

    @Test
    void jointVariancesHoldForCrossedNestedAndSeveralTerms() {
        LmmFit crossed = Lmm.of("diameter ~ 1 + (1 | plate) + (1 | sample)").fit(FitExamples.table("penicillin.csv"));
        close(crossed.jointRandomEffects("plate").variance(0, 0, 0), 0.07500078461);
        close(crossed.jointRandomEffects("sample").variance(0, 0, 0), 0.63228479026);
        close(crossed.groupCoefficients("plate").stdError(0, 0), 0.8179543484);
        LmmFit nested = Lmm.of("score ~ Machine + (1 | Worker/Machine)")
                .factors("Worker")
                .fit(FitExamples.table("machines.csv"));
        close(nested.jointRandomEffects("Machine:Worker").variance(0, 0, 0), 5.700377514);
        close(nested.jointRandomEffects("Worker").variance(0, 0, 0), 7.080889343);
        LmmFit independent = Lmm.of("Reaction ~ Days + (Days || Subject)").fit(FitExamples.table("sleepstudy.csv"));
        close(independent.jointRandomEffects("Subject").variance(0, 0, 0), 176.33485247);
        close(independent.jointRandomEffects("Subject.1").variance(0, 0, 0), 7.14349013);
    }

    @Test
    void weightsEnterJointVariancesAndReliabilities() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)")
                .weights("w")
                .fit(FitExamples.table("sleepstudy_weighted.csv"));
        RandomEffects joint = fit.jointRandomEffects("Subject");
        close(joint.variance(0, 0, 0), 153.06756212);
        close(joint.variance(0, 0, 1), -17.09226354);
        close(fit.groupEstimates("Subject").reliability(0), 0.7468244171);
        close(fit.groupEstimates("Subject").reliability(1), 0.8229607998);
    }

    @Test
    void expectedRanksAreThoseOfMerTools() {
        List<RankedEffect> rows =
                FitExamples.sleepstudy().randomEffects("Subject").caterpillar(1, 0.95, true);
        assertThat(rows).hasSize(18).isSortedAccordingTo((a, b) -> Double.compare(a.mode(), b.mode()));
        assertThat(rows.get(0).level()).isEqualTo("335");
        assertThat(rows.get(0).expectedRank()).isCloseTo(1.363835038, within(1e-5));
        assertThat(Math.round(rows.get(0).percentile())).isEqualTo(5);
        assertThat(rows.get(17).level()).isEqualTo("308");
        assertThat(rows.get(17).expectedRank()).isCloseTo(17.193774204, within(1e-5));
        assertThat(Math.round(rows.get(17).percentile())).isEqualTo(93);
        assertThat(rows.stream().mapToDouble(RankedEffect::expectedRank).sum()).isCloseTo(18 * 19 / 2.0, within(1e-9));
        double half = 1.959963984540054 * rows.get(0).stdError();
        assertThat(rows.get(0).upper() - rows.get(0).mode()).isCloseTo(half, within(1e-12));
    }

    /** coef(m)$Subject; standard errors from the dense inverse. */
    @Test
    void coefficientsAreFixedPlusRandomWithExactErrors() {
        GroupCoefficients coefficients = FitExamples.sleepstudy().groupCoefficients("Subject");
        assertThat(coefficients.columns()).containsExactly("(Intercept)", "Days");
        close(coefficients.value(0, 0), 253.6636703);
        close(coefficients.value(0, 1), 19.6662579);
        close(coefficients.stdError(0, 0), 12.25479262);
        close(coefficients.stdError(0, 1), 2.336275867);
    }

    @Test
    void randomEffectWithoutAFixedOneStandsAlone() {
        LmmFit fit = Lmm.of("Reaction ~ 1 + (Days | Subject)").fit(FitExamples.table("sleepstudy.csv"));
        GroupCoefficients coefficients = fit.groupCoefficients("Subject");
        assertThat(coefficients.columns()).containsExactly("(Intercept)", "Days");
        assertThat(coefficients.value(3, 1))
                .isEqualTo(fit.randomEffects("Subject").mode(3, 1));
        close(coefficients.stdError(3, 1), fit.jointRandomEffects("Subject").stdError(3, 1));
    }

    /** Least squares of y − Xβ̂ on (1, Days) for subject 308; τ/(τ + σ²(Z'Z)⁻¹). */
    @Test
    void leastSquaresAndReliabilitiesStandBesideTheModes() {
        GroupEstimates estimates = FitExamples.sleepstudy().groupEstimates("Subject");
        assertThat(estimates.leastSquares(0, 0)).isCloseTo(-7.212435758, within(1e-4));
        assertThat(estimates.leastSquares(0, 1)).isCloseTo(11.297416465, within(1e-5));
        close(estimates.reliability(0), 0.7301192945);
        close(estimates.reliability(1), 0.8154239427);
        assertThat(estimates.mode(0, 1)).isCloseTo(9.198971, within(1e-5));
        assertThat(estimates.deficient()).isEmpty();
    }

    /** rowMeans of τ/(τ + diag(σ² solve(Z_j'Z_j))) over schools. */
    @Test
    void reliabilitiesOfUnbalancedGroupsAreMeans() {
        GroupEstimates estimates = Lmm.of("mAch ~ cses * (meanses + sector) + (cses | school)")
                .factors("school")
                .fit(FitExamples.table("hsb82.csv.gz"))
                .groupEstimates("school");
        assertThat(estimates.reliability(0)).isCloseTo(0.73262099941, within(1e-5));
        assertThat(estimates.reliability(1)).isCloseTo(0.05092198776, within(1e-5));
    }

    /** Means of y − β̂ − (modes of samples) over plates. */
    @Test
    void otherFactorsAreTakenOffBeforeLeastSquares() {
        GroupEstimates estimates = Lmm.of("diameter ~ 1 + (1 | plate) + (1 | sample)")
                .fit(FitExamples.table("penicillin.csv"))
                .groupEstimates("plate");
        assertThat(estimates.leastSquares(0, 0)).isCloseTo(0.8611111111, within(1e-6));
        close(estimates.reliability(0), 0.9343126929);
    }

    @Test
    void groupWithTooFewRowsIsReported(@TempDir Path folder) {
        var data = FitExamples.table("sleepstudy.csv");
        int[] rows = java.util.stream.IntStream.range(9, 180).toArray(); // one day of the first subject
        LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)").fit(data.rows(rows));
        Path file = folder.resolve("short.fit");
        fit.save(file);
        GroupEstimates estimates = LmmFit.load(file).groupEstimates("Subject");
        assertThat(estimates.deficient()).containsExactly("308");
        assertThat(estimates.leastSquares(0, 0)).isNaN();
        assertThat(estimates.reliability(0, 1)).isNaN();
        assertThat(estimates.reliability(1)).isBetween(0.0, 1.0);
    }

    @Test
    void savedFitGivesTheSameNumbers(@TempDir Path folder) {
        Path file = folder.resolve("cake.fit");
        LmmFit fit = FitExamples.weightedCake();
        fit.save(file);
        LmmFit saved = LmmFit.load(file);
        assertThat(saved.jointRandomEffects("replicate").variance(2, 0, 0))
                .isEqualTo(fit.jointRandomEffects("replicate").variance(2, 0, 0));
        assertThat(saved.groupCoefficients("replicate").stdError(1, 2))
                .isEqualTo(fit.groupCoefficients("replicate").stdError(1, 2));
        assertThat(saved.groupEstimates("temperature").leastSquares(1, 0))
                .isEqualTo(fit.groupEstimates("temperature").leastSquares(1, 0));
    }

    @Test
    void unknownNamesAndCoveragesAreErrorsInOneSentence() {
        LmmFit fit = FitExamples.sleepstudy();
        assertThatThrownBy(() -> fit.jointRandomEffects("Subjects"))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("Subject");
        assertThatThrownBy(() -> fit.groupCoefficients("Subjects"))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the grouping factors are Subject");
        assertThatThrownBy(() -> fit.randomEffects("Subject").caterpillar(0, 95, false))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("95");
    }
}
