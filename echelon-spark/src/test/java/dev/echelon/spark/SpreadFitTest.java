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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Fits whose groups stay with the executors, and what happens when sums are too large for the driver. */
class SpreadFitTest {
    private static final SparkSession SESSION = Sessions.local();
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";
    private static final Table TABLE = Data.table("sleepstudy_missing.csv");
    private static final Dataset<Row> ROWS = Data.dataset(SESSION, TABLE, 6);
    private static final double ACCURACY = 1e-9;

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
        LmmFit expected = Lmm.of(FORMULA).fit(TABLE);
        Dataset<Row> scattered = Data.dataset(SESSION, TABLE, 30);
        long whole = Sums.bytes(EchelonSpark.summarise(FORMULA, scattered)).length;

        // Thirty parts exceed it, a few merged ones do not.
        LmmFit found = withBudget(6 * whole, () -> EchelonSpark.fit(FORMULA, scattered));

        SameFit.check(found, expected, ACCURACY);
    }

    @Test
    void sumsThatAreTooLargeEvenTogetherAreRefusedWithAWayOut() {
        assertThatThrownBy(() -> withBudget(1, () -> EchelonSpark.fit(FORMULA, ROWS)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("spark.driver.memory");
    }

    private static LmmFit withBudget(long bytes, java.util.function.Supplier<LmmFit> work) {
        SESSION.sparkContext().conf().set("spark.echelon.driverBytes", bytes + "b");
        try {
            return work.get();
        } finally {
            SESSION.sparkContext().conf().remove("spark.echelon.driverBytes");
        }
    }

    @Test
    void crossedFactorsCannotBeSpread() {
        Dataset<Row> crossed = Data.dataset(SESSION, Data.table("penicillin.csv"), 2);

        assertThatThrownBy(() -> EchelonSpark.fitPartitioned("diameter ~ 1 + (1 | plate) + (1 | sample)", crossed, 2))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("a single grouping factor");
    }
}
