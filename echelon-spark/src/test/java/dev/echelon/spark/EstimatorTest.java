package dev.echelon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.Prediction;
import dev.echelon.error.EchelonException;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator and its model among those of Spark ML. */
class EstimatorTest {
    private static final SparkSession SESSION = Sessions.local();
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";
    private static final Table TABLE = Data.table("sleepstudy.csv", "Subject");
    private static final Dataset<Row> ROWS = Data.dataset(SESSION, TABLE, 3);

    private static LinearMixedModel estimator() {
        return new LinearMixedModel().setFormula(FORMULA);
    }

    private static List<Object> predictions(Dataset<Row> rows, String column) {
        return rows.select(column).collectAsList().stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Test
    void transformAddsThePredictionsOfTheFit() {
        LmmFit fit = Lmm.of(FORMULA).fit(TABLE);

        Dataset<Row> conditional = estimator().fit(ROWS).transform(ROWS);
        Dataset<Row> population = estimator().setLevel("population").fit(ROWS).transform(ROWS);

        assertThat(conditional.columns()).containsExactly("Reaction", "Days", "Subject", "prediction");
        close(
                predictions(conditional, "prediction"),
                fit.predict(TABLE, Prediction.conditional()).estimates());
        close(
                predictions(population, "prediction"),
                fit.predict(TABLE, Prediction.population()).estimates());
    }

    private static void close(List<Object> found, double[] expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((Double) found.get(i)).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    @Test
    void rowsThatCannotBePredictedHaveNull() {
        Dataset<Row> holes = ROWS.withColumn("Days", functions.expr("if(Days = 3, null, Days)"));

        Dataset<Row> predicted = estimator().fit(ROWS).transform(holes);

        assertThat(predicted.filter("prediction is null").count()).isEqualTo(18);
        assertThat(predicted.filter("prediction is null and Days is not null").count())
                .isZero();
    }

    @Test
    void unknownGroupsAreAnErrorUnlessTheMeanOfThePopulationIsAskedFor() {
        Dataset<Row> stranger = ROWS.limit(5).withColumn("Subject", functions.lit("999"));
        FittedLinearMixedModel model = estimator().fit(ROWS);

        assertThatThrownBy(() -> model.transform(stranger).collect())
                .isInstanceOf(SparkException.class)
                .rootCause()
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'999'");
        Dataset<Row> allowed =
                model.copy(ParamMap.empty()).setNewLevels("population").transform(stranger);
        Dataset<Row> population =
                model.copy(ParamMap.empty()).setLevel("population").transform(stranger);
        assertThat(predictions(allowed, "prediction")).isEqualTo(predictions(population, "prediction"));
    }

    @Test
    void predictionsNeedNoColumnsButThoseOfTheirLevel() {
        Dataset<Row> bare = ROWS.drop("Reaction", "Subject");
        FittedLinearMixedModel model = estimator().setLevel("population").fit(ROWS);

        assertThat(predictions(model.transform(bare), "prediction"))
                .isEqualTo(predictions(model.transform(ROWS), "prediction"));
    }

    @Test
    void anEstimatorKeepsItsParametersWhenSavedAndRead(@TempDir Path folder) throws Exception {
        LinearMixedModel saved =
                estimator().setCriterion("ml").setFactorCols("Subject").setNewLevels("population");
        saved.write().overwrite().save(folder.resolve("estimator").toString());

        LinearMixedModel read =
                LinearMixedModel.load(folder.resolve("estimator").toString());

        assertThat(read.uid()).isEqualTo(saved.uid());
        assertThat(read.options()).isEqualTo(saved.options());
        assertThat(read.getOrDefault(read.newLevels())).isEqualTo("population");
    }

    @Test
    void aPipelineWithAFittedModelIsSavedAndRead(@TempDir Path folder) throws Exception {
        PipelineModel fitted = new Pipeline()
                .setStages(new PipelineStage[] {estimator().setPredictionCol("expected")})
                .fit(ROWS);
        fitted.write().overwrite().save(folder.resolve("pipeline").toString());

        PipelineModel read = PipelineModel.load(folder.resolve("pipeline").toString());

        assertThat(predictions(read.transform(ROWS), "expected"))
                .isEqualTo(predictions(fitted.transform(ROWS), "expected"));
        LmmFit fit = ((FittedLinearMixedModel) read.stages()[0]).fit();
        assertThat(fit.objective()).isCloseTo(1743.6283, org.assertj.core.data.Offset.offset(1e-4));
    }

    @Test
    void parametersGivenToFitWinOverThoseThatWereSet() {
        LinearMixedModel model = estimator();

        FittedLinearMixedModel fitted = model.fit(ROWS, new ParamMap().put(model.criterion(), "ml"));

        assertThat(fitted.fit().objective()).isCloseTo(1751.9393, org.assertj.core.data.Offset.offset(1e-4));
        assertThat(fitted.parent().uid()).isEqualTo(model.uid());
    }

    @Test
    void aSchemaThatDoesNotFitIsRefusedBeforeRowsAreRead() {
        assertThatThrownBy(() -> new LinearMixedModel().fit(ROWS)).hasMessageContaining("the model has no formula");
        assertThatThrownBy(() -> estimator().fit(ROWS.drop("Days")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("Days");
        assertThatThrownBy(() -> estimator().setWeightsCol("Day").fit(ROWS))
                .hasMessageContaining("no column 'Day' (did you mean 'Days'?)");
        assertThatThrownBy(() -> estimator().fit(ROWS.withColumn("Days", functions.array("Days"))))
                .hasMessageContaining("column 'Days' is of type array<double>");
        assertThatThrownBy(() -> estimator().fit(ROWS.withColumn("prediction", functions.lit(1))))
                .hasMessageContaining("column 'prediction' already");
        assertThatThrownBy(() -> estimator().setCriterion("REML")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void columnsOfOtherTypesAreWhatTextWithTheSameValuesWouldBe() {
        Dataset<Row> typed = SESSION.sql("select cast(col1 as int) i, cast(col1 as decimal(10, 2)) d,"
                + " cast(col1 as bigint) l, col1 > 1 b, date'2026-01-31' t, timestamp'2026-01-31 05:45:00' at,"
                + " if(col1 = 1, null, 'x.' || col1) `s.t`, cast('NaN' as float) f from values (1), (2), (3)");
        DatasetColumns columns = DatasetColumns.of(typed.schema());

        Table table = columns.table(columns.select(typed)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(row -> row.copy())
                .collect()
                .iterator());

        for (String number : List.of("i", "d", "l")) {
            assertThat(((NumericColumn) table.column(number)).toArray()).containsExactly(1, 2, 3);
        }
        assertThat(table.schema().find("b").orElseThrow().levels()).containsExactly("false", "true");
        assertThat(table.schema().find("t").orElseThrow().levels()).containsExactly("2026-01-31");
        assertThat(table.schema().find("at").orElseThrow().levels()).containsExactly("2026-01-31T00:00:00Z");
        assertThat(table.schema().find("s.t").orElseThrow().levels()).containsExactly("x.2", "x.3");
        assertThat(table.column("s.t").isMissing(0)).isTrue();
        assertThat(table.column("f").isMissing(2)).isTrue();
    }

    @Test
    void wholeNumbersThatADoubleCannotTellApartAreRefused() {
        Dataset<Row> hashes = ROWS.withColumn("Subject", functions.xxhash64(functions.col("Subject")));

        assertThatThrownBy(() -> EchelonSpark.fit("Reaction ~ Days + (1 | Subject)", hashes))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("column 'Subject' (bigint)")
                .hasMessageContaining("cast it to string");
    }
}
