package dev.echelon.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.result.Coefficient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import py4j.reflection.MethodInvoker;
import py4j.reflection.ReflectionEngine;

/**
 * What the wrapper in docs/guide/spark.md calls in this virtual machine, in the order in which its lines run. PySpark itself
 * is not at hand; its gateway, py4j, comes with Spark.
 */
class PythonExampleTest {
    private static final SparkSession SESSION = Sessions.local();
    private static final Dataset<Row> ROWS = Data.dataset(SESSION, Data.table("orthodont.csv"), 3);
    private static final String FORMULA = "distance ~ age + (age | Subject)";

    @Test
    void theCallsOfTheExampleDoWhatItSays() {
        LinearMixedModel model = new LinearMixedModel(); // session._jvm.dev.echelon.spark.LinearMixedModel()
        model.setFormula(FORMULA);
        model.setCriterion("ml"); // getattr(self._java, "set" + ...)(value)
        model.setNewLevels("population");
        model.setWeightsCol("");

        FittedLinearMixedModel fitted = model.fit(ROWS);
        Dataset<Row> predicted = fitted.transform(ROWS);
        Map<String, Double> coefficients = new LinkedHashMap<>();
        for (Coefficient c : fitted.fit().coefficients()) {
            coefficients.put(c.term(), c.estimate());
        }
        Dataset<Row> fits = model.fitBy("Sex", ROWS);

        assertThat(predicted.sparkSession()).isSameAs(ROWS.sparkSession());
        assertThat(predicted.filter("prediction is null").count()).isZero();
        assertThat(coefficients).containsOnlyKeys("(Intercept)", "age");
        assertThat(fits.count()).isEqualTo(2);
    }

    @Test
    void theExampleCallsNothingElse() throws IOException {
        String guide = Files.readString(Data.root().resolve("docs/guide/spark.md"));
        String example = guide.substring(guide.indexOf("```python"));

        assertThat(Pattern.compile("_java\\.(\\w+)|\\(\\)\\.(\\w+)\\(|\\bc\\.(\\w+)|_jvm\\.([\\w.]+)\\(")
                        .matcher(example)
                        .results()
                        .map(PythonExampleTest::name)
                        .distinct())
                .containsExactlyInAnyOrder(
                        "dev.echelon.spark.LinearMixedModel",
                        "setFormula",
                        "fit",
                        "fitBy",
                        "transform",
                        "coefficients",
                        "term",
                        "estimate");
        assertThat(example).contains("criterion=\"ml\"", "weightsCol=\"w\"", "newLevels=\"population\"");
    }

    private static String name(MatchResult match) {
        for (int group = 1; group <= match.groupCount(); group++) {
            if (match.group(group) != null) {
                return match.group(group);
            }
        }
        return "";
    }

    @ParameterizedTest
    @CsvSource({
        "setFormula, y ~ x + (x | g)",
        "setCriterion, ml",
        "setWeightsCol, w",
        "setOffsetCol, off",
        "setAggregation, driver",
        "setPredictionCol, expected",
        "setLevel, population",
        "setNewLevels, population"
    })
    void theGatewayFindsAndCallsEverySetter(String setter, String value) {
        ReflectionEngine gateway = new ReflectionEngine();
        LinearMixedModel model = new LinearMixedModel();

        MethodInvoker found = gateway.getMethod(model, setter, new Object[] {value});

        assertThat(gateway.invoke(model, found, new Object[] {value})).isSameAs(model);
        String name = Character.toLowerCase(setter.charAt(3)) + setter.substring(4);
        assertThat(model.getOrDefault(model.getParam(name))).isEqualTo(value);
    }
}
