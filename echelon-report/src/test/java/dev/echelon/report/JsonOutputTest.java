package dev.echelon.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.Explanation;
import dev.echelon.result.ComputationForecast;
import dev.echelon.result.ModelShape;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.RowReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonOutputTest {

    private static String fitJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FitJson.write(Fits.sleepstudy(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void topLevelNamesAreTheContract() {
        assertThat(names(fitJson(), 1))
                .containsExactly(
                        "formula",
                        "method",
                        "nobs",
                        "groups",
                        "objective",
                        "logLik",
                        "df",
                        "AIC",
                        "BIC",
                        "sigma",
                        "singular",
                        "theta",
                        "dfMethod",
                        "dfNotes",
                        "fixed",
                        "vcov",
                        "varcorr",
                        "residual",
                        "findings",
                        "convergence",
                        "rows",
                        "provenance");
    }

    @Test
    void innerNamesAreTheContract() {
        assertThat(names(fitJson(), 2))
                .containsSequence("term", "estimate", "se", "df", "t", "p", "lower", "upper")
                .containsSequence("structure", "parameters", "matrix")
                .containsSequence("status", "iterations", "evaluations", "gradient", "decrement", "kkt")
                .containsSequence("read", "used", "dropped");
        assertThat(names(fitJson(), 3)).containsSequence("names", "sd", "corr");
    }

    @Test
    void numbersHaveFullPrecisionAndMissingOnesAreNull() {
        String json = fitJson();
        assertThat(json).containsPattern("\"objective\" : 1743\\.62827\\d{8,},"); // lme4: 1743.62827195849
        assertThat(json)
                .contains("\"dfMethod\" : \"satterthwaite\"")
                .contains("\"kkt\" : null")
                .contains("\"matrix\" : null");
        assertThat(json).doesNotContain("NaN");
    }

    @Test
    void randomEffectsReadBackFromEveryFormat() {
        List<RandomEffects> terms = List.of(subjects());
        assertThat(RandomEffectsReport.text(terms)).isEqualTo("""
                        Subject, 2 levels:
                              (Intercept)    (sd)   Days    (sd)
                          308        2.26 (12.07)  9.199 (2.305)
                          309      -40.40 (12.07) -8.620 (2.305)
                        """);
        assertThat(RandomEffectsReport.csv(terms))
                .startsWith("term,level,effect,mode,sd\nSubject,308,(Intercept),2.25856585734775,12.07");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RandomEffectsReport.json(terms, out);
        assertThat(names(out.toString(StandardCharsets.UTF_8), 2)).containsExactly("columns", "levels", "modes", "sd");
    }

    /** lme4's conditional modes and variances of the first two subjects. */
    private static RandomEffects subjects() {
        double[] variances = {145.705107199618, -21, -21, 5.31227371078988, 145.705107199618, -21, -21, 5.31227371078988
        };
        return new RandomEffects(
                "Subject",
                List.of("(Intercept)", "Days"),
                List.of("308", "309"),
                new double[] {2.25856585734775, 9.19897179928936, -40.3985817265568, -8.61970240168621},
                variances);
    }

    @Test
    void csvQuotesLevelsThatNeedIt() {
        RandomEffects term = new RandomEffects(
                "g", List.of("(Intercept)"), List.of("a,\"b\""), new double[] {1}, new double[] {Double.NaN});
        assertThat(RandomEffectsReport.csv(List.of(term))).endsWith("g,\"a,\"\"b\"\"\",(Intercept),1.0,\n");
    }

    @Test
    void explanationIsTextAndJson() {
        Explanation explanation = new Explanation(
                "y ~ 1 + x + (1 | g)",
                new RowReport(100, 100, Map.of()),
                List.of("(Intercept)", "x"),
                List.of(new Explanation.TermPlan(
                        "g", "us", List.of("(Intercept)"), 10, 8, 12, List.of("g.(Intercept)"))),
                List.of("one factor: closed form per group"),
                List.of(new ComputationForecast(
                        "sparse", "minimum degree", true, true, 1e9, 3, 2, 5, 17, 9, 1e8, 2e8, true)),
                List.of(),
                new ModelShape("y", 100, List.of(), List.of(), true, true));
        assertThat(ExplainReport.text(explanation, 80)).isEqualTo("""
                        Formula: y ~ 1 + x + (1 | g)
                        Rows: 100

                        Fixed effects, 2 columns of X:
                          (Intercept), x

                        Random effects:
                          g (us): 10 levels x 1 effect = 10 columns of Z; 8 to 12 observations per level
                            effects: (Intercept)
                            theta:   g.(Intercept)

                        Equations:
                          In matrices
                            y (100×1) = X (100×0) β (0×1) + ε (100×1)
                          Level 1: rows
                            y_i = e_i
                          Distributions
                            e_i ∼ N(0, σ²)

                        Plan:
                          one factor: closed form per group
                        """);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExplanationJson.write(explanation, out);
        assertThat(names(out.toString(StandardCharsets.UTF_8), 1))
                .containsExactly("formula", "rows", "fixed", "random", "plan", "forecasts", "equations", "findings");
        assertThat(out.toString(StandardCharsets.UTF_8).replaceAll("\\s", ""))
                .contains("{\"way\":\"sparse\",\"order\":\"minimumdegree\",\"chosen\":true,\"fits\":true,"
                        + "\"flopsPerValue\":1.0E9,\"evaluations\":3,\"cpuSecondsPerValue\":2.0,"
                        + "\"cpuSecondsPerEvaluation\":5.0,\"cpuSeconds\":17.0,\"seconds\":9.0,"
                        + "\"bytesPerValue\":1.0E8,\"totalBytes\":2.0E8,\"measured\":true}");
    }

    /** Property names at a depth of objects, in order; parsing also proves that the text is JSON. */
    private static List<String> names(String json, int depth) {
        List<String> names = new ArrayList<>();
        int level = 0;
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), new ByteArrayInputStream(bytes))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    level++;
                } else if (token == JsonToken.END_OBJECT) {
                    level--;
                } else if (token == JsonToken.PROPERTY_NAME && level == depth) {
                    names.add(parser.currentName());
                }
            }
        }
        return names;
    }
}
