package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.Contrasts;
import dev.echelon.DfMethod;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.MarginalMeans;
import dev.echelon.Means;
import dev.echelon.result.Adjustment;
import dev.echelon.result.CellWeights;
import dev.echelon.result.Contrast;
import dev.echelon.result.JointTest;
import dev.echelon.result.MarginalMean;
import dev.echelon.table.Csv;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Marginal means, slopes, comparisons and joint tests against emmeans 1.8.4; {@code means/emmeans.R} made the numbers.
 * Tolerances: estimates and standard errors 1e-6 of the standard error, degrees of freedom 1e-5, because lme4 stops
 * when θ moves by about 1e-6; p values 1e-4 of themselves, but with {@code tukey} and {@code mvt} see below.
 */
class GoldenMeansTest {
    private static final double ERRORS = 2e-6;
    private static final double DF = 2e-5;
    private static final double P = 1e-4;

    /** R's qtukey stops at 1e-4, its ptukey is good to about 1e-8; mvtnorm promises 1e-3 for pmvt. */
    private static final double TUKEY_P = 1e-6;

    private static final double TUKEY_INTERVAL = 2e-4;
    private static final double MVT_P = 1e-3;
    private static final double MVT_INTERVAL = 5e-3;

    @TempDir
    private Path folder = Path.of("");

    /** The cases of the script. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> cases() {
        return (List<Map<String, Object>>) Json.read(resource("emmeans.json")).get("cases");
    }

    private static Path resource(String name) {
        return TestFiles.root().resolve("echelon-core/src/test/resources/means").resolve(name);
    }

    static LmmFit fit(Map<String, Object> reference) {
        String data = (String) reference.get("data");
        Lmm model = Lmm.of((String) reference.get("formula"));
        if (reference.get("factors") instanceof List<?> factors) {
            model = model.factors(factors.toArray(String[]::new));
        } else if (reference.get("factors") instanceof String factor) {
            model = model.factors(factor);
        }
        if (options(reference).containsKey("precision")) {
            model = model.weights((String) options(reference).get("precision"));
        }
        return model.fit(data.equals("unbalanced.csv") ? Csv.read(resource(data)) : TestFiles.table(data));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> options(Map<String, Object> reference) {
        return reference.get("options") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static Means request(Map<String, Object> reference) {
        Means means = Means.of((String) reference.get("spec")).df(DfMethod.of((String) reference.get("df")));
        Map<String, Object> options = options(reference);
        if (options.get("weights") instanceof String weights) {
            means = means.weights(CellWeights.of(weights));
        }
        if (options.get("trend") instanceof String trend) {
            means = means.trend(trend);
        }
        if (options.get("at") instanceof Map<?, ?> at) {
            for (Map.Entry<?, ?> entry : at.entrySet()) {
                double[] values = ((List<?>) entry.getValue())
                        .stream().mapToDouble(value -> (Double) value).toArray();
                means = means.at((String) entry.getKey(), values);
            }
        }
        return means;
    }

    private static double number(Object row, int column) {
        return ((List<?>) row).get(column) instanceof Double value ? value : Double.NaN;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void meansEqualThoseOfEmmeans(Map<String, Object> reference) {
        MarginalMeans means = fit(reference).means(request(reference));
        List<?> rows = (List<?>) reference.get("means");
        assertThat(means.means()).hasSameSizeAs(rows);
        Deviation deviation = new Deviation();
        for (int i = 0; i < rows.size(); i++) {
            MarginalMean mean = means.means().get(i);
            if (Double.isNaN(number(rows.get(i), 0))) {
                assertThat(mean.estimable()).as(mean.toString()).isFalse();
                continue;
            }
            assertThat(mean.estimable()).as(mean.toString()).isTrue();
            String name = mean.levels() + " " + mean.by() + " ";
            double se = number(rows.get(i), 1);
            deviation.add(name + "estimate", mean.estimate(), number(rows.get(i), 0), ERRORS * se);
            deviation.add(name + "se", mean.stdError(), se, ERRORS * se);
            addDf(deviation, name, mean.df(), number(rows.get(i), 2));
            deviation.add(name + "lower", mean.interval().lower(), number(rows.get(i), 5), 1e-5 * se);
            deviation.add(name + "upper", mean.interval().upper(), number(rows.get(i), 6), 1e-5 * se);
        }
        assertThat(deviation.failures()).as(reference.get("id").toString()).isEmpty();
    }

    private static void addDf(Deviation deviation, String name, double actual, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(actual).isInfinite();
        } else {
            deviation.add(name + "df", actual, expected, DF * expected);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comparisonsEqualThoseOfEmmeans(Map<String, Object> reference) {
        MarginalMeans means = fit(reference).means(request(reference));
        for (Object comparison : (List<?>) reference.get("comparisons")) {
            Map<?, ?> of = (Map<?, ?>) comparison;
            Adjustment adjustment = Adjustment.of((String) of.get("adjust"));
            List<Contrast> contrasts = means.contrasts(
                            Contrasts.named((String) of.get("method")).adjust(adjustment))
                    .contrasts();
            List<?> rows = (List<?>) of.get("rows");
            assertThat(contrasts).hasSameSizeAs(rows);
            Deviation deviation = new Deviation();
            for (int i = 0; i < rows.size(); i++) {
                compare(contrasts.get(i), rows.get(i), adjustment, deviation);
            }
            assertThat(deviation.failures())
                    .as(reference.get("id") + " " + of.get("method") + " " + adjustment)
                    .isEmpty();
        }
    }

    private static void compare(Contrast contrast, Object row, Adjustment adjustment, Deviation deviation) {
        assertThat(contrast.estimable()).as(contrast.toString()).isEqualTo(!Double.isNaN(number(row, 0)));
        if (!contrast.estimable()) {
            return;
        }
        String name = contrast.by() + " " + contrast.label() + " ";
        double se = number(row, 1);
        boolean joint = adjustment == Adjustment.MVT || adjustment == Adjustment.DUNNETT;
        double p = number(row, 4);
        double interval = joint ? MVT_INTERVAL : adjustment == Adjustment.TUKEY ? TUKEY_INTERVAL : 1e-5;
        deviation.add(name + "estimate", contrast.estimate(), number(row, 0), ERRORS * se);
        deviation.add(name + "se", contrast.stdError(), se, ERRORS * se);
        addDf(deviation, name, contrast.df(), number(row, 2));
        deviation.add(name + "t", contrast.statistic(), number(row, 3), 1e-5 * Math.max(1, Math.abs(number(row, 3))));
        deviation.add(
                name + "p",
                contrast.pValue(),
                p,
                joint ? MVT_P : adjustment == Adjustment.TUKEY ? TUKEY_P + P * p : P * p + 1e-300);
        deviation.add(name + "lower", contrast.interval().lower(), number(row, 5), interval * se);
        deviation.add(name + "upper", contrast.interval().upper(), number(row, 6), interval * se);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jointTestsEqualThoseOfEmmeans(Map<String, Object> reference) {
        if (!(reference.get("joint") instanceof List<?> rows)) {
            return;
        }
        LmmFit fit = fit(reference);
        Means request = request(reference);
        String spec = (String) reference.get("id");
        request = spec.equals("cake")
                ? Means.of("recipe * temperature").df(DfMethod.KENWARD_ROGER)
                : spec.startsWith("weights") ? Means.of("wool * tension").df(DfMethod.NONE) : request;
        List<JointTest> tests = fit.means(request).jointTests();
        Deviation deviation = new Deviation();
        int found = 0;
        for (Object row : rows) {
            Map<?, ?> expected = (Map<?, ?>) row;
            List<JointTest> of = tests.stream()
                    .filter(test -> test.test().term().equals(expected.get("term")))
                    .toList();
            if (expected.get("term").equals("x")) {
                continue; // emmeans tests a covariate there, too
            }
            double p = (Double) expected.get("p");
            double nearest = of.stream()
                    .mapToDouble(test -> test.test().pValue())
                    .reduce(Double.NaN, (a, b) -> Math.abs(a - p) < Math.abs(b - p) ? a : b);
            deviation.add(expected.get("term") + " p", nearest, p, P * p);
            found++;
        }
        assertThat(tests).hasSize(found);
        assertThat(deviation.failures()).as(spec).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void slopesEqualDifferencesOfRowsOfX(Map<String, Object> reference) {
        if (!options(reference).containsKey("slopes")) {
            return;
        }
        LmmFit fit = fit(reference);
        Means slopes = Means.trends("x", "wool").df(DfMethod.NONE);
        compareSlopes(fit.means(slopes), (List<?>) options(reference).get("slopes"));
        compareSlopes(fit.means(slopes.at("x", 3)), (List<?>) options(reference).get("slopes3"));
    }

    private static void compareSlopes(MarginalMeans slopes, List<?> rows) {
        Deviation deviation = new Deviation();
        for (int i = 0; i < rows.size(); i++) {
            MarginalMean slope = slopes.means().get(i);
            double se = number(rows.get(i), 1);
            deviation.add("slope " + slope.levels(), slope.estimate(), number(rows.get(i), 0), 1e-5 * se);
            deviation.add("se " + slope.levels(), slope.stdError(), se, 1e-5 * se);
        }
        assertThat(deviation.failures()).isEmpty();
    }

    static List<Reference> references() {
        return Reference.all().stream()
                .filter(reference -> reference.has("emmeans"))
                .toList();
    }

    /** The stored fits' {@code emmeans}: by Kenward and Roger's method, with all pairs by Tukey's. */
    @ParameterizedTest
    @MethodSource("references")
    void meansOfStoredFitsEqualReference(Reference reference) {
        Map<String, Object> expected = reference.emmeans();
        MarginalMeans means = reference
                .model()
                .fit(reference.data())
                .means(Means.of((String) expected.get("spec")).df(DfMethod.of((String) expected.get("df"))));
        Deviation deviation = new Deviation();
        List<?> rows = (List<?>) expected.get("means");
        assertThat(means.means()).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            Map<?, ?> row = (Map<?, ?>) rows.get(i);
            MarginalMean mean = means.means().get(i);
            double se = (Double) row.get("SE");
            String name = mean.levels() + " ";
            assertThat(row.get(means.factors().get(0))).isEqualTo(mean.levels().get(0));
            deviation.add(name + "estimate", mean.estimate(), (Double) row.get("emmean"), ERRORS * se);
            deviation.add(name + "se", mean.stdError(), se, ERRORS * se);
            addDf(deviation, name, mean.df(), (Double) row.get("df"));
            deviation.add(name + "lower", mean.interval().lower(), (Double) row.get("lower.CL"), 1e-5 * se);
        }
        if (expected.get("pairs_tukey") instanceof List<?> pairs) {
            List<Contrast> contrasts = means.contrasts(Contrasts.pairwise()).contrasts();
            assertThat(contrasts).hasSameSizeAs(pairs);
            for (int i = 0; i < pairs.size(); i++) {
                Map<?, ?> row = (Map<?, ?>) pairs.get(i);
                double p = (Double) row.get("p.value");
                deviation.add(
                        contrasts.get(i).label(),
                        contrasts.get(i).estimate(),
                        (Double) row.get("estimate"),
                        ERRORS * (Double) row.get("SE"));
                deviation.add(contrasts.get(i).label() + " p", contrasts.get(i).pValue(), p, TUKEY_P + P * p);
            }
        }
        assertThat(deviation.failures()).as(reference.id()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void savedFitGivesTheSameBits(Map<String, Object> reference) {
        LmmFit fit = fit(reference);
        Path file = folder.resolve("fit.json");
        fit.save(file);
        assertThat(LmmFit.load(file).means(request(reference)).means().toString())
                .isEqualTo(fit.means(request(reference)).means().toString());
    }
}
