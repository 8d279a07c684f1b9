package dev.echelon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.PartitionedFit;
import dev.echelon.error.EchelonException;
import dev.echelon.result.RandomEffects;
import dev.echelon.table.Table;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fits whose groups stay with the executors, and what happens when sums are too large for the driver. */
class SpreadFitTest {
    private static final SparkSession SESSION = Sessions.local();
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";
    private static final Table TABLE = Data.table("sleepstudy_missing.csv");
    private static final Dataset<Row> ROWS = Data.dataset(SESSION, TABLE, 6);
    private static final double ACCURACY = 1e-9;

    /** The sums of so many groups are larger than a scan of the rows. */
    private static final Dataset<Row> MANY = SESSION.range(0, 20_000, 1, 4)
            .selectExpr("cast(pmod(hash(id), 4000) as int) as g", "pmod(hash(id, 2), 1000) / 200d as x", "id")
            .selectExpr("g", "x", "0.5 * x + sin(g) + 0.3 * cos(7 * g) * x + pmod(hash(id, 3), 1000) / 500d as y");

    private static final String MODEL = "y ~ x + (x | g)";
    private static final long LITTLE = 200_000;

    @Test
    void estimatesAndModesEqualThoseOfAFitInMemory() {
        LmmFit expected = Lmm.of(FORMULA).fit(TABLE);

        try (SpreadFit spread = EchelonSpark.fitPartitioned(FORMULA, ROWS, 4)) {
            PartitionedFit found = spread.fit();
            assertThat(found.rows()).isEqualTo(expected.rows());
            assertThat(found.levels()).isEqualTo(18);
            assertThat(found.objective()).isCloseTo(expected.objective(), within(ACCURACY * expected.objective()));
            assertThat(found.sigma()).isCloseTo(expected.sigma(), within(ACCURACY * expected.sigma()));
            for (int k = 0; k < 2; k++) {
                assertThat(found.coefficients().get(k).estimate())
                        .isCloseTo(expected.coefficients().get(k).estimate(), within(1e-7));
                assertThat(found.coefficients().get(k).stdError())
                        .isCloseTo(expected.coefficients().get(k).stdError(), within(1e-7));
            }
            List<Row> modes = spread.randomEffects().collectAsList();
            RandomEffects all = expected.randomEffects("Subject");
            assertThat(modes).hasSize(36);
            for (Row row : modes) {
                int level = all.levels().indexOf(row.<String>getAs("level"));
                int effect = all.columns().indexOf(row.<String>getAs("effect"));
                assertThat(row.<Double>getAs("mode")).isCloseTo(all.mode(level, effect), within(1e-6));
                assertThat(row.<Double>getAs("stdError")).isCloseTo(all.stdError(level, effect), within(1e-6));
            }
        }
    }

    @Test
    void moreParametersAreThoseOfTheEstimator() {
        Table weighted = Data.table("sleepstudy_weighted.csv");
        LinearMixedModel model =
                new LinearMixedModel().setFormula(FORMULA).setCriterion("ml").setWeightsCol("w");
        LmmFit expected =
                Lmm.of(FORMULA).criterion(dev.echelon.Criterion.ML).weights("w").fit(weighted);

        try (SpreadFit spread = model.fitPartitioned(Data.dataset(SESSION, weighted, 3), 2)) {
            assertThat(spread.fit().objective()).isCloseTo(expected.objective(), within(1e-7));
        }
    }

    @Test
    void sumsThatAreTooLargeForTheDriverAreMergedOnExecutorsFirst() {
        String crossed = "diameter ~ 1 + (1 | plate) + (1 | sample)";
        Table table = Data.table("penicillin.csv");
        LmmFit expected = Lmm.of(crossed).fit(table);
        Dataset<Row> scattered = Data.dataset(SESSION, table, 30);
        long whole = Sums.bytes(EchelonSpark.summarise(crossed, scattered)).length;

        // Thirty parts exceed it, a few merged ones do not.
        LmmFit found = withBudget(6 * whole, () -> EchelonSpark.fit(crossed, scattered));

        SameFit.check(found, expected, ACCURACY);
    }

    @Test
    void sumsThatAreTooLargeEvenTogetherAreRefusedWithAWayOut() {
        String crossed = "diameter ~ 1 + (1 | plate) + (1 | sample)";
        Dataset<Row> rows = Data.dataset(SESSION, Data.table("penicillin.csv"), 4);

        assertThatThrownBy(() -> withBudget(1, () -> EchelonSpark.fit(FORMULA, ROWS)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("what must be learned from the data");
        assertThatThrownBy(() -> withBudget(1500, () -> EchelonSpark.fit(crossed, rows)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("spark.driver.memory");
        assertThatThrownBy(() -> withBudget(LITTLE, () -> EchelonSpark.fit(MODEL, MANY)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the sums of the model take")
                .hasMessageContaining("fitPartitioned");
    }

    private static <T> T withBudget(long bytes, Supplier<T> work) {
        SESSION.sparkContext().conf().set("spark.echelon.driverBytes", bytes + "b");
        try {
            return work.get();
        } finally {
            SESSION.sparkContext().conf().remove("spark.echelon.driverBytes");
        }
    }

    @Test
    void groupsStayWithTheExecutorsIfTheDriverCannotHoldThem() {
        LmmFit expected = EchelonSpark.fit(MODEL, MANY);
        LinearMixedModel estimator = new LinearMixedModel().setFormula(MODEL);

        FittedLinearMixedModel found = withBudget(LITTLE, () -> estimator.fit(MANY));

        assertThat(found.isPartitioned()).isTrue();
        try (SpreadFit spread = found.spread()) {
            assertThat(spread.note()).contains("more than").contains("with the executors");
            assertThat(spread.fit().sigma()).isCloseTo(expected.sigma(), within(ACCURACY * expected.sigma()));
            assertThat(expected.groups())
                    .containsEntry("g", Math.toIntExact(spread.fit().levels()));
        }
        assertThatThrownBy(found::fit).isInstanceOf(EchelonException.class).hasMessageContaining("spread()");
        assertThatThrownBy(() -> found.write().overwrite().save("never"))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("cannot be saved");
    }

    @Test
    void whereGroupsAreBroughtTogetherCanBeChosen() {
        FittedLinearMixedModel automatic = estimator().fit(ROWS);
        FittedLinearMixedModel partitioned =
                estimator().setAggregation("partitioned").fit(ROWS);

        assertThat(automatic.isPartitioned()).isFalse();
        assertThatThrownBy(automatic::spread).hasMessageContaining("fit()");
        assertThat(partitioned.isPartitioned()).isTrue();
        assertThat(partitioned.spread().fit().objective())
                .isCloseTo(automatic.fit().objective(), within(1e-7));
        assertThatThrownBy(() -> withBudget(LITTLE, () -> new LinearMixedModel()
                        .setFormula(MODEL)
                        .setAggregation("driver")
                        .fit(MANY)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("spark.driver.memory");
        assertThatThrownBy(() -> estimator().setAggregation("executors")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conditional", "population"})
    void rowsArePredictedWhereTheirGroupsAre(String level) {
        Dataset<Row> rows = ROWS.withColumn("row", functions.monotonically_increasing_id())
                .withColumn("Days", functions.expr("if(Days = 3, null, Days)"));
        FittedLinearMixedModel whole = estimator().setLevel(level).fit(ROWS);
        FittedLinearMixedModel spread =
                estimator().setLevel(level).setAggregation("partitioned").fit(ROWS);

        List<Row> expected = whole.transform(rows).orderBy("row").collectAsList();
        List<Row> found = spread.transform(rows).orderBy("row").collectAsList();

        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            Double prediction = expected.get(i).getAs("prediction");
            if (prediction == null) {
                assertThat(found.get(i).<Double>getAs("prediction")).isNull();
            } else {
                assertThat(found.get(i).<Double>getAs("prediction")).isCloseTo(prediction, within(1e-6));
            }
        }
    }

    @Test
    void unknownGroupsAreAnErrorUnlessTheMeanOfThePopulationIsAskedForWhereverGroupsAre() {
        Dataset<Row> stranger = ROWS.limit(2).withColumn("Subject", functions.lit("999"));
        FittedLinearMixedModel model = estimator().setAggregation("partitioned").fit(ROWS);

        assertThatThrownBy(() -> model.transform(stranger).collect())
                .rootCause()
                .hasMessageContaining("'999'");
        assertThat(model.setNewLevels("population")
                        .transform(stranger)
                        .filter("prediction is not null")
                        .count())
                .isEqualTo(2);
    }

    private static LinearMixedModel estimator() {
        return new LinearMixedModel().setFormula(FORMULA);
    }

    @Test
    void crossedFactorsCannotBeSpread() {
        Dataset<Row> crossed = Data.dataset(SESSION, Data.table("penicillin.csv"), 2);

        assertThatThrownBy(() -> EchelonSpark.fitPartitioned("diameter ~ 1 + (1 | plate) + (1 | sample)", crossed, 2))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("a single grouping factor");
    }
}
