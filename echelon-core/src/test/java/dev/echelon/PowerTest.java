package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.Interval;
import dev.echelon.result.PowerCurve;
import dev.echelon.result.PowerPoint;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power in balanced designs with a random intercept is exactly that of t: for a treatment of whole groups with J − 2, for
 * a covariate within groups with J(m − 1) − 1 degrees of freedom. R: ncp, then pt(-q, df, ncp) + 1 - pt(q, df, ncp) with
 * q = qt(.975, df). Seeds are fixed; tolerances are 3.5 binomial standard errors.
 */
class PowerTest {
    private static final int N = 3000;
    private static final Lmm MODEL = Lmm.of("y ~ trt + x + (1 | g)");
    private static final ModelParameters TRUTH =
            ModelParameters.of(1).fixed(10, 1.2, 0.2).deviations(1);
    private static final Table DESIGN = design(20, 5);
    private static final LmmFit SLEEP =
            Lmm.of("Reaction ~ Days + (Days | Subject)").factors("Subject").fit(PredictionTest.data("sleepstudy.csv"));

    private static Table design(int groups, int size) {
        int n = groups * size;
        String[] g = new String[n];
        String[] trt = new String[n];
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            g[i] = "g" + (100 + i / size);
            trt[i] = i / size % 2 == 0 ? "a" : "b";
            x[i] = i % size;
        }
        return Table.builder().factor("g", g).factor("trt", trt).numbers("x", x).build();
    }

    private static PowerCurve run(Power request) {
        return PowerStudy.of(MODEL, TRUTH, request.replicates(N), DESIGN).run();
    }

    private static void assertPower(PowerPoint point, double exact) {
        double error = Math.sqrt(exact * (1 - exact) / point.replicates());
        assertThat(point.power()).isCloseTo(exact, within(3.5 * error));
        assertThat(point.interval().lower()).isLessThan(point.power());
        assertThat(point.interval().upper()).isGreaterThan(point.power());
    }

    @Test
    void powerBetweenAndWithinGroupsIsThatOfNoncentralT() {
        assertPower(run(Power.of("trtb")).points().get(0), 0.6396444);
        assertPower(run(Power.of("trt").df(DfMethod.KENWARD_ROGER)).points().get(0), 0.6396444);
        assertPower(run(Power.of("x")).points().get(0), 0.7978390);
    }

    @Test
    void withoutAnEffectTheShareOfRejectionsIsAlpha() {
        assertPower(run(Power.of("trtb").effect("trtb", 0)).points().get(0), 0.05);
        assertPower(run(Power.of("x").effect("x", 0).alpha(0.2)).points().get(0), 0.2);
    }

    /** The likelihood-ratio and the normal test reject too often with 20 groups; at a large sample they do not. */
    @Test
    void theLikelihoodRatioTestIsLiberalInSmallSamples() {
        PowerPoint small = run(Power.of("trtb").effect("trtb", 0).byLikelihoodRatio())
                .points()
                .get(0);
        assertThat(small.power()).isBetween(0.055, 0.1);
        PowerPoint large = run(Power.of("x").effect("x", 0).byLikelihoodRatio().along("g", 100))
                .points()
                .get(0);
        assertThat(large.groups()).containsEntry("g", 100);
        assertPower(large, 0.05);
    }

    @Test
    void powerGrowsAlongGroupsAndWithinThemAsItShould() {
        PowerCurve along = run(Power.of("trtb").along("g", 10, 20, 40));
        assertThat(along.along()).isEqualTo("levels of g");
        assertThat(along.points()).extracting(PowerPoint::rows).containsExactly(50L, 100L, 200L);
        assertPower(along.points().get(0), 0.3326126);
        assertPower(along.points().get(1), 0.6396444);
        assertPower(along.points().get(2), 0.9215156);
        PowerCurve within = run(Power.of("trtb").within(List.of("g"), 2, 20));
        assertThat(within.points()).extracting(PowerPoint::rows).containsExactly(40L, 400L);
        assertPower(within.points().get(0), 0.5451468);
        assertPower(within.points().get(1), 0.6974571);
    }

    /** R: binom.test(703, 1000), binom.test(0, 50). */
    @Test
    void binomialIntervalsAreThoseOfClopperAndPearson() {
        Interval interval = PowerStudy.binomial(703, 1000);
        assertThat(interval.lower()).isCloseTo(0.673611073168, within(1e-10));
        assertThat(interval.upper()).isCloseTo(0.731188316621, within(1e-10));
        Interval none = PowerStudy.binomial(0, 50);
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isCloseTo(0.0711217364642, within(1e-10));
        assertThat(PowerStudy.binomial(50, 50).upper()).isEqualTo(1);
    }

    @Test
    void aSavedFitHasPowerWithoutItsDataAndTheSameWithIt(@TempDir Path folder) {
        Path file = folder.resolve("sleep.fit");
        SLEEP.save(file);
        Power request = Power.of("Days").effect("Days", 4).replicates(1000);
        PowerCurve curve = LmmFit.load(file).power(request);
        assertThat(curve).isEqualTo(SLEEP.power(request));
        PowerPoint point = curve.points().get(0);
        assertThat(point.groups()).containsEntry("Subject", 18);
        assertThat(point.singular()).isPositive();
        PowerPoint again = PowerStudy.of(SLEEP, request, PredictionTest.data("sleepstudy.csv"))
                .run()
                .points()
                .get(0);
        assertThat(again.power()).isCloseTo(point.power(), within(0.06));
        assertThat(again.rows()).isEqualTo(180);
    }

    @Test
    void resultsDoNotDependOnThreads() throws Exception {
        Power request = Power.of("Days").effect("Days", 4).replicates(200);
        PowerCurve one = new ForkJoinPool(1).submit(() -> SLEEP.power(request)).get();
        assertThat(SLEEP.power(request)).isEqualTo(one);
        assertThat(SLEEP.power(request.seed(2))).isNotEqualTo(one);
    }

    /** Orthogonal polynomials keep the columns they had in the fit; nested labels are made new with their groups. */
    @Test
    void extendedDesignsKeepWhatTheFitLearned() {
        Lmm model = Lmm.of("Reaction ~ poly(Days, 2) + (1 | Subject)").factors("Subject");
        LmmFit fit = model.fit(PredictionTest.data("sleepstudy.csv"));
        PowerStudy study = PowerStudy.of(
                fit,
                Power.of("poly(Days, 2)1")
                        .effect("poly(Days, 2)1", 90)
                        .replicates(400)
                        .along("Subject", 18, 36),
                PredictionTest.data("sleepstudy.csv"));
        PowerCurve curve = study.run();
        assertThat(study.done()).isEqualTo(study.total()).isEqualTo(800);
        assertThat(curve.points().get(1).power())
                .isGreaterThan(curve.points().get(0).power() + 0.1);
        Table pastes = PredictionTest.data("pastes.csv");
        PowerPoint nested = PowerStudy.of(
                        Lmm.of("strength ~ 1 + (1 | batch) + (1 | sample)").fit(pastes),
                        Power.of("(Intercept)").replicates(10).along("batch", 20),
                        pastes)
                .run()
                .points()
                .get(0);
        assertThat(nested.groups()).containsEntry("batch", 20).containsEntry("sample", 60);
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> SLEEP.power(Power.of("Dyas")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("did you mean 'Days'");
        assertThatThrownBy(() -> SLEEP.power(Power.of("Days").effect("Day", 1)))
                .hasMessageContaining("no fixed effect 'Day'");
        assertThatThrownBy(() -> SLEEP.power(Power.of("Days").along("Subject", 20)))
                .hasMessageContaining("give the data");
        assertThatThrownBy(() -> Power.of("Days").alpha(1)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> Power.of("Days").along("Subject", 0)).hasMessageContaining("above zero");
        assertThatThrownBy(() -> PowerStudy.of(MODEL, TRUTH.fixed(1, 2), Power.of("x"), DESIGN)
                        .run())
                .hasMessageContaining("is 2, not 3, one for each of (Intercept), trtb, x");
    }
}
