package dev.echelon.internal.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.covariance.ResidualStructures;
import dev.echelon.covariance.VarianceFunctions;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.inference.KenwardRoger;
import dev.echelon.internal.inference.Sandwich;
import dev.echelon.internal.inference.Satterthwaite;
import dev.echelon.table.Column;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Numbers that others published: SAS's output in the test files of R's mmrm (design/ddfm_covtype, design/SAS,
 * design/Robust), the nlme book (Pinheiro and Bates 2000), and, where a program stops short of the optimum, the optimum
 * of a dense computation of the same model in Python.
 */
class PublishedResidualFitsTest {

    /** Objective, SE by Kenward–Roger, SE by its linear variant, degrees of freedom, by observed information. */
    private static final Map<String, double[]> BY_STRUCTURE = Map.of(
            "us", new double[] {3667.96275614, 0.6613005, 0.6613005, 160.6906},
            "cs", new double[] {3890.97896859, 0.7964697, 0.7964697, 177.0384},
            "csh", new double[] {3754.18490430, 0.6742272, 0.6741177, 190.6678},
            "ar1", new double[] {3855.12433951, 0.9586537, 0.9605807, 188.4695},
            "arh1", new double[] {3715.28043649, 0.7590381, 0.7592546, 188.2111},
            "adh", new double[] {3682.44559656, 0.6617927, 0.6616581, 162.3287},
            "toep", new double[] {3830.79965708, 0.8784294, 0.8784294, 160.0138},
            "toeph", new double[] {3693.28667094, 0.7254385, 0.7253734, 180.0620});

    @Test
    void oneTreatmentByStructure() {
        BY_STRUCTURE.forEach((structure, numbers) -> {
            MarginalEstimates fit = arms().fit(structure, true);
            double[] observed = fit.moments().observed();
            assertThat(fit.objective()).as(structure).isCloseTo(numbers[0], within(2e-8));
            assertThat(error(fit, KenwardRoger.Variant.ORIGINAL)).as(structure).isCloseTo(numbers[1], within(1e-7));
            assertThat(error(fit, KenwardRoger.Variant.LINEAR)).as(structure).isCloseTo(numbers[2], within(1e-7));
            assertThat(new Satterthwaite(fit.moments(), observed).degreesOfFreedom(new double[] {0, 1}))
                    .as(structure)
                    .isCloseTo(numbers[3], within(1e-4));
        });
    }

    @Test
    void oneTreatmentByFurtherStructures() {
        Map<String, Double> objectives = Map.of(
                "diag", 3758.476019, "un2", 3682.315890, "toep2", 3850.264544, "hf", 3833.614619, "ad", 3831.457189);
        objectives.forEach((name, value) -> {
            boolean banded = name.endsWith("2");
            ResidualStructure structure = ResidualStructures.named(
                    banded ? name.substring(0, name.length() - 1) : name, banded ? Map.of("band", 2.0) : Map.of());
            MarginalEstimates fit = MarginalFit.of(arms().design, arms().rows(structure), true);
            assertThat(fit.objective()).as(name).isCloseTo(value, within(2e-6));
        });
    }

    @Test
    void homogeneousAnteDependenceHasTwoOptimaAndBothAreTold() {
        MarginalEstimates fit = arms().fit("ad", true);

        assertThat(fit.optima()).hasSize(2);
        assertThat(fit.optima().get(0)).isCloseTo(3831.4572, within(1e-4));
        assertThat(fit.optima().get(1)).isCloseTo(3835.3135, within(1e-4));
    }

    @Test
    void interceptOnlyFitsOfSasByMaximumLikelihoodToo() {
        Map<String, double[]> published = Map.of(
                "cs", new double[] {3917.98183508, 3918.12214544},
                "csh", new double[] {3784.85341599, 3784.63158043},
                "ar1", new double[] {3875.49945459, 3875.95352406},
                "arh1", new double[] {3739.96835012, 3739.94416707},
                "adh", new double[] {3713.49317786, 3713.24501787},
                "toeph", new double[] {3722.38018329, 3722.29178558});
        published.forEach((structure, numbers) -> {
            Example example = Example.of("fev.csv", "FEV1 ~ 1 + (1 | USUBJID)", true)
                    .subject("USUBJID")
                    .slots("AVISIT");
            assertThat(example.fit(structure, true).objective()).as(structure).isCloseTo(numbers[0], within(2e-5));
            assertThat(example.fit(structure, false).objective()).as(structure).isCloseTo(numbers[1], within(2e-5));
        });
    }

    /** SAS PROC MIXED prints these for TYPE=UN; the criterion leaves out the constant. */
    @Test
    void newtonFromMivqueRepeatsTheIterationHistoryOfSas() {
        Example example = arms();
        Problem problem = Problem.of(example.design, example.rows("us"), true);
        double[] theta = Mivque.of(problem);
        double[] history = new double[4];
        for (int step = 0; step < 4; step++) {
            Evaluation.Value at = problem.evaluation().value(new Point(problem.parameters(), theta, List.of()));
            history[step] = at.objective();
            Evaluation.Slopes slopes = problem.evaluation().slopes(at);
            int k = theta.length;
            double[] move =
                    SmallMatrices.multiply(k, k, 1, DenseMarginal.inverse(k, slopes.observed()), slopes.gradient());
            for (int i = 0; i < k; i++) {
                theta[i] -= move[i];
            }
        }

        assertThat(Arrays.copyOfRange(history, 1, 4))
                .containsExactly(new double[] {3668.64862630, 3667.97607884, 3667.96276376}, within(1e-8));
    }

    @Test
    void robustStandardErrorsByStructure() {
        Map<String, double[]> published = Map.of(
                "us", new double[] {0.63960405, 169.528, 0.64328610, 169.258, 0.64699223, 168.988, 0.643328},
                "ar1", new double[] {0.82581278, 184.675, 0.83022017, 184.526, 0.83465322, 184.376, 0.830079},
                "adh", new double[] {0.64460217, 0, 0.64849953, 0, 0.65242419, 0, 0.648417});
        published.forEach((structure, numbers) -> {
            Example example = arms();
            MarginalEstimates fit = example.fit(structure, true);
            List<ClusterRobust.Kind> kinds = List.of(
                    ClusterRobust.Kind.CR0,
                    ClusterRobust.Kind.CR2_MMRM,
                    ClusterRobust.Kind.CR3,
                    ClusterRobust.Kind.CR2);
            for (int i = 0; i < kinds.size(); i++) {
                Sandwich sandwich = ClusterRobust.of(example.design, example.rows(structure), fit, true, kinds.get(i));
                double error = Math.sqrt(sandwich.covariance()[3]);
                assertThat(error).as(structure + kinds.get(i)).isCloseTo(numbers[2 * i], within(i < 3 ? 1e-7 : 1e-6));
                if (i < 3 && numbers[2 * i + 1] > 0) {
                    assertThat(sandwich.degreesOfFreedom(new double[] {0, 1}))
                            .isCloseTo(numbers[2 * i + 1], within(1e-3));
                }
            }
        });
    }

    @Test
    void betweenWithinDegreesOfFreedomAsMmrm() {
        Example example = Example.of("fev.csv", "FEV1 ~ RACE + SEX + ARMCD * AVISIT + (1 | USUBJID)", true)
                .subject("USUBJID")
                .slots("AVISIT");
        MarginalEstimates fit = example.fit("us", true);

        assertThat(SubjectDegrees.betweenWithin(example.design, example.rows("us"), fit.kept()))
                .containsExactly(334, 192, 192, 192, 192, 334, 334, 334, 334, 334, 334);
    }

    @Test
    void trialWithTenVisits() {
        Example example = Example.of("bcva.csv.gz", "BCVA_CHG ~ BCVA_BL + RACE + ARMCD * AVISIT + (1 | USUBJID)", true)
                .subject("USUBJID")
                .slots("AVISIT");
        MarginalEstimates fit = example.fit("us", true);
        int arm = fit.beta().length - 19;

        assertThat(fit.objective()).isCloseTo(32071.02973773, within(1e-7));
        assertThat(fit.kernel()).isEqualTo("grid");
        assertThat(fit.convergence().converged()).isTrue();
        assertThat(arm).isEqualTo(4);
        double[] l = new double[fit.beta().length];
        l[4] = 1;
        assertThat(Math.abs(fit.beta()[4])).isCloseTo(0.53910715, within(1e-8));
        assertThat(new Satterthwaite(fit.moments(), fit.moments().observed()).degreesOfFreedom(l))
                .isCloseTo(985.906, within(1e-3));
    }

    @Test
    void singularRandomTermWithSeriesIsExactlySingular() {
        MarginalEstimates fit = Example.of("sleepstudy.csv", "Reaction ~ Days + (1 + Days | Subject)", false)
                .subject("Subject")
                .slots("Days")
                .fit("ar1", true);
        double[] g = fit.terms().get(0).covariance();

        assertThat(fit.objective()).isCloseTo(1724.11646, within(1e-5));
        assertThat(fit.convergence().status()).isEqualTo("converged-boundary");
        assertThat(fit.convergence().kkt()).isGreaterThan(-1e-5);
        assertThat(g[1] / Math.sqrt(g[0] * g[3])).isCloseTo(1, within(1e-12));
        assertThat(g[0]).isCloseTo(206.171, within(1e-3));
        assertThat(fit.residual().get(1).estimate()).isCloseTo(0.49211, within(1e-5));
    }

    @Test
    void randomTermsAloneAreTheModelWithIndependentResiduals() {
        MarginalEstimates fit = Example.of("sleepstudy.csv", "Reaction ~ Days + (1 + Days | Subject)", false)
                .subject("Subject")
                .slots("Days")
                .fit("id", true);

        assertThat(fit.objective()).isCloseTo(1743.628272, within(1e-6));
    }

    @Test
    void growthWithVarianceBySex() {
        MarginalEstimates fit = Example.of(
                        "orthodont.csv", "distance ~ Sex * I(age - 11) + (1 + I(age - 11) | Subject)", false)
                .subject("Subject")
                .slots("age")
                .ident(VarianceFunctions.named("ident"), "Sex")
                .fit("id", true);

        assertThat(fit.objective() / -2).isCloseTo(-205.761240, within(1e-6));
    }

    @Test
    void twelveThousandTimesTakeSecondsAndMegabytes() {
        int n = 12_000;
        Random random = new Random(3);
        double[][] data = new double[5][n];
        double before = 0;
        double time = 0;
        for (int i = 0; i < n; i++) {
            double gap = 0.5 + random.nextDouble();
            time += gap;
            double rho = Math.pow(0.7, gap);
            before = rho * before + Math.sqrt(1 - rho * rho) * random.nextGaussian();
            data[0][i] = random.nextGaussian();
            data[1][i] = 1 + 0.5 * data[0][i] + before;
            data[2][i] = time;
            data[3][i] = i;
            data[4][i] = i % 7;
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        List<String> names = List.of("x", "y", "time", "visit", "other");
        for (int c = 0; c < 5; c++) {
            columns.put(names.get(c), NumericColumn.of(data[c]));
        }
        Example example = Example.of(Table.of(columns), "y ~ x + (1 | other)", true, EncodingOptions.DEFAULTS)
                .oneSubject()
                .coordinates("time");
        MarginalEstimates fit = example.fit("car1", true);
        ResidualRows integers = example.coordinates("visit").rows("ar1");
        MarginalEstimates ar1 = MarginalFit.of(example.design, integers, true);

        assertThat(fit.kernel()).isEqualTo("markov");
        assertThat(fit.convergence().converged()).isTrue();
        assertThat(fit.residual().get(1).estimate()).isCloseTo(0.7, within(0.02));
        assertThat(ar1.convergence().converged()).isTrue();
        assertThat(ar1.objective()).isGreaterThan(fit.objective());
        assertThat(Arrays.stream(fit.moments().expected()).allMatch(Double::isFinite))
                .isTrue();
    }

    private static Example arms() {
        return Example.of("fev.csv", "FEV1 ~ ARMCD + (1 | USUBJID)", true)
                .subject("USUBJID")
                .slots("AVISIT");
    }

    private static double error(MarginalEstimates fit, KenwardRoger.Variant variant) {
        return Math.sqrt(new KenwardRoger(fit.moments(), variant, fit.moments().observed()).covariance()[3]);
    }
}
