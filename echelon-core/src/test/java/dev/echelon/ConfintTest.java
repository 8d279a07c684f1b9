package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.Interval;
import dev.echelon.result.Intervals;
import dev.echelon.result.ProfileCurve;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Profile intervals against lme4 1.1-31 (confint(profile(fm)), REML fits refitted by ML). lme4 interpolates ζ by a
 * spline, which puts its bounds up to 6e-5 of the interval's width from the roots (measured on these models); hence the
 * tolerance of 1e-4 widths. Where the root can be had independently it is held to 1e-6.
 */
class ConfintTest {
    private static Intervals profile(String formula, String data, String... factors) {
        return Lmm.of(formula).factors(factors).fit(PredictionTest.data(data)).confint(Confint.profile());
    }

    private static void assertLme4(Intervals intervals, String parameter, double lower, double upper) {
        Interval interval = intervals.of(parameter).interval();
        double tolerance = 1e-4 * (upper - lower);
        assertThat(interval.lower()).as(parameter).isCloseTo(lower, within(tolerance));
        assertThat(interval.upper()).as(parameter).isCloseTo(upper, within(tolerance));
    }

    @Test
    void profilesOfACorrelatedSlopeAreThoseOfLme4() {
        Intervals intervals = profile("Reaction ~ Days + (Days | Subject)", "sleepstudy.csv", "Subject");
        assertLme4(intervals, "sd_(Intercept)|Subject", 14.3815855959181, 37.7159961986516);
        assertLme4(intervals, "cor_Days.(Intercept)|Subject", -0.481500739157242, 0.684985973294409);
        assertLme4(intervals, "sd_Days|Subject", 3.80116410573394, 8.75338316458332);
        assertLme4(intervals, "sigma", 22.8982668775591, 28.857996539013);
        assertLme4(intervals, "(Intercept)", 237.680695489355, 265.129514618652);
        assertLme4(intervals, "Days", 7.35865326004297, 13.5759187522542);
        assertThat(intervals.intervals()).hasSize(6);
    }

    @Test
    void profilesOfIndependentAndCrossedTermsAreThoseOfLme4() {
        Intervals sleep =
                profile("Reaction ~ Days + (1 | Subject) + (0 + Days | Subject)", "sleepstudy.csv", "Subject");
        assertLme4(sleep, "sd_(Intercept)|Subject", 15.2586468968942, 37.7864725064215);
        assertLme4(sleep, "sd_Days|Subject", 3.96407380805738, 8.7691590886853);
        Intervals penicillin =
                profile("diameter ~ 1 + (1 | plate) + (1 | sample)", "penicillin.csv", "plate", "sample");
        assertLme4(penicillin, "sd_(Intercept)|plate", 0.633565787609641, 1.18210398432508);
        assertLme4(penicillin, "sd_(Intercept)|sample", 1.0957892653854, 3.55629190840207);
        assertLme4(penicillin, "sigma", 0.485845400181748, 0.629453478502194);
        assertLme4(penicillin, "(Intercept)", 21.2666273835453, 24.6778176174559);
    }

    /** The balanced one-way deviance minimised and inverted in R by optimize and uniroot. */
    @Test
    void boundsAreRootsAndNotInterpolated() {
        Intervals intervals = profile("Yield ~ 1 + (1 | Batch)", "dyestuff.csv", "Batch");
        Interval batch = intervals.of("sd_(Intercept)|Batch").interval();
        assertThat(batch.lower()).isCloseTo(12.1965052792, within(1e-6));
        assertThat(batch.upper()).isCloseTo(84.0634109693, within(1e-6));
        Interval sigma = intervals.of("sigma").interval();
        assertThat(sigma.lower()).isCloseTo(38.2301233113, within(1e-6));
        assertThat(sigma.upper()).isCloseTo(67.6576727898, within(1e-6));
        assertThat(intervals.of("(Intercept)").interval().lower()).isCloseTo(1486.45148764, within(1e-6));
    }

    /** lme4: lower bound 0, upper 2.084043. */
    @Test
    void aVarianceEstimatedAsZeroHasTheLowerBoundZero() {
        Intervals intervals = profile("Yield ~ 1 + (1 | Batch)", "dyestuff2.csv", "Batch");
        Interval batch = intervals.of("sd_(Intercept)|Batch").interval();
        assertThat(intervals.of("sd_(Intercept)|Batch").estimate()).isZero();
        assertThat(batch.lower()).isZero();
        assertThat(batch.upper()).isCloseTo(2.084043, within(1e-4));
    }

    /** lme4: cor (−1, 1), sd_age [0, 0.338563], sd_(Intercept) upper 4.150288; its σ interval fails. */
    @Test
    void whatTheDataDoNotExcludeIsReportedAsTheBound() {
        Intervals intervals = profile("distance ~ age * Sex + (age | Subject)", "orthodont.csv", "Subject");
        Interval correlation = intervals.of("cor_age.(Intercept)|Subject").interval();
        assertThat(correlation.lower()).isEqualTo(-1);
        assertThat(correlation.upper()).isEqualTo(1);
        assertThat(intervals.of("sd_age|Subject").interval().lower()).isZero();
        assertThat(intervals.of("sd_age|Subject").interval().upper()).isCloseTo(0.338563, within(1e-4));
        assertThat(intervals.of("sd_(Intercept)|Subject").interval().upper()).isCloseTo(4.150288, within(4e-3));
        assertLme4(intervals, "age", 0.276765439414507, 0.682325470922436);
        assertLme4(intervals, "SexMale", -4.15189468035315, 2.0876901540983);
    }

    @Test
    void waldIntervalsAreThoseOfTheCoefficients() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)")
                .factors("Subject")
                .fit(PredictionTest.data("sleepstudy.csv"));
        Intervals intervals = fit.confint(Confint.wald());
        assertThat(intervals.intervals()).hasSize(2);
        assertThat(intervals.of("Days").interval())
                .isEqualTo(fit.coefficient("Days").interval());
        assertThatThrownBy(() -> intervals.of("Day"))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("(Intercept), Days");
    }

    /** Restricted profiles are wider; for one balanced factor the REML estimate is that of the analysis of variance. */
    @Test
    void restrictedProfilesJudgeVariancesByReml() {
        LmmFit fit = Lmm.of("Yield ~ 1 + (1 | Batch)").factors("Batch").fit(PredictionTest.data("dyestuff.csv"));
        Intervals restricted = fit.confint(Confint.profile().byRestrictedLikelihood());
        Intervals ordinary = fit.confint(Confint.profile());
        assertThat(restricted.of("sd_(Intercept)|Batch").estimate()).isCloseTo(Math.sqrt(1764.05), within(1e-5));
        assertThat(restricted.of("sd_(Intercept)|Batch").interval().upper())
                .isGreaterThan(ordinary.of("sd_(Intercept)|Batch").interval().upper());
        assertThat(restricted.of("(Intercept)")).isEqualTo(ordinary.of("(Intercept)"));
    }

    /** ζ of Days by lme4 1.1: deviances of Reaction − b·Days without the slope, refitted by ML, against that of the fit. */
    @Test
    void profileCurvesAreSignedRootsOfDevianceDifferences() {
        ProfileCurve days = Lmm.of("Reaction ~ Days + (Days | Subject)")
                .fit(PredictionTest.data("sleepstudy.csv"))
                .profile(Confint.profile().coverage(0.99).only("Days"))
                .get(0);
        assertThat(days.estimate()).isCloseTo(10.46728596, within(1e-6));
        double[][] reference = {{7, -2.160209}, {8.5, -1.2798917}, {12, 1.0059813}, {14, 2.1960024}};
        for (double[] point : reference) {
            assertThat(at(days, point[0])).as("ζ(" + point[0] + ")").isCloseTo(point[1], within(2e-3));
        }
    }

    /** By the line between the neighbours, which are a fifth of a standard error apart. */
    private static double at(ProfileCurve curve, double value) {
        int k = 1;
        while (curve.values().get(k) < value) {
            k++;
        }
        double low = curve.values().get(k - 1);
        double part = (value - low) / (curve.values().get(k) - low);
        return (1 - part) * curve.zeta().get(k - 1) + part * curve.zeta().get(k);
    }

    @Test
    void profileDensitiesHoldTheCoverageOfTheirEnds() {
        for (Confint request : List.of(Confint.profile(), Confint.profile().byRestrictedLikelihood())) {
            List<ProfileCurve> curves = Lmm.of("Reaction ~ Days + (Days | Subject)")
                    .fit(PredictionTest.data("sleepstudy.csv"))
                    .profile(request.coverage(0.99));
            assertThat(curves).hasSize(6);
            for (ProfileCurve curve : curves) {
                assertThat(curve.zeta()).as(curve.parameter()).isSorted().contains(0.0);
                double mass = 0;
                for (int k = 1; k < curve.values().size(); k++) {
                    mass += (curve.values().get(k) - curve.values().get(k - 1))
                            * (curve.density().get(k) + curve.density().get(k - 1))
                            / 2;
                }
                assertThat(mass).as(curve.parameter()).isBetween(0.98, 1.0);
            }
        }
    }

    @Test
    void profileCurvesEndWhereTheRangeDoes() {
        ProfileCurve zero = Lmm.of("Yield ~ 1 + (1 | Batch)")
                .fit(PredictionTest.data("dyestuff2.csv"))
                .profile(Confint.profile().only("sd_(Intercept)|Batch"))
                .get(0);
        assertThat(zero.values().get(0)).isZero();
        assertThat(zero.zeta()).allMatch(zeta -> zeta >= 0);
    }
}
