package dev.echelon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import dev.echelon.table.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits of datasets against fits of the same rows in memory. */
class DatasetFitTest {
    private static final double ACCURACY = 1e-9;
    private static final SparkSession SESSION = Sessions.local();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sleepstudy.csv         | Reaction ~ Days + (Days # Subject)                | 3
                    sleepstudy.csv         | Reaction ~ Days + (1 # Subject) + (0 + Days # Subject) | 1
                    sleepstudy_missing.csv | Reaction ~ Days + (Days # Subject)                | 5
                    penicillin.csv         | diameter ~ 1 + (1 # plate) + (1 # sample)         | 4
                    pastes.csv             | strength ~ 1 + (1 # batch/cask)                   | 7
                    machines.csv           | score ~ Machine + (Machine # Worker)              | 2
                    orthodont.csv          | distance ~ age * Sex + (age # Subject)            | 3
                    """)
    void aFitOfADatasetEqualsTheFitOfTheSameRowsInMemory(String file, String text, int partitions) {
        String formula = text.replace('#', '|');
        Table table = Data.table(file);

        SameFit.check(
                EchelonSpark.fit(formula, Data.dataset(SESSION, table, partitions)),
                Lmm.of(formula).fit(table),
                ACCURACY);
    }

    @Test
    void weightsAndOffsetsAreThoseOfTheColumns() {
        Table table = Data.table("sleepstudy_weighted.csv", "Subject");
        String formula = "Reaction ~ Days + (Days | Subject)";

        FittedLinearMixedModel model = new LinearMixedModel()
                .setFormula(formula)
                .setCriterion("ml")
                .setWeightsCol("w")
                .setOffsetCol("off")
                .fit(Data.dataset(SESSION, table, 4));

        SameFit.check(
                model.fit(),
                Lmm.of(formula)
                        .criterion(dev.echelon.Criterion.ML)
                        .weights("w")
                        .offset("off")
                        .fit(table),
                ACCURACY);
    }

    @Test
    void theSamePartitionsGiveTheSameBits() {
        Table table = Data.table("sleepstudy.csv", "Subject");
        String formula = "Reaction ~ Days + (Days | Subject)";

        double first =
                EchelonSpark.fit(formula, Data.dataset(SESSION, table, 6)).objective();
        double second =
                EchelonSpark.fit(formula, Data.dataset(SESSION, table, 6)).objective();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void whatIsWrongWithTheDataIsSaidInOneSentence() {
        Table table = Data.table("sleepstudy.csv", "Subject");

        assertThatThrownBy(() -> EchelonSpark.fit("Reaction ~ Dayz + (1 | Subject)", Data.dataset(SESSION, table, 2)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("did you mean 'Days'?");
        assertThatThrownBy(() -> EchelonSpark.fit("Reaction ~ 1 + (1 | Days:Subject)", Data.dataset(SESSION, table, 2)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("Days:Subject");
        assertThatThrownBy(() -> EchelonSpark.fit("log(Days) ~ 1 + (1 | Subject)", Data.dataset(SESSION, table, 2)))
                .isInstanceOf(EchelonException.class);
    }

    @Test
    void partitionsWithoutRowsAndRowsThatCannotBeUsedAreCounted() {
        Table table = Data.table("sleepstudy_missing.csv");
        String formula = "Reaction ~ Days + (Days | Subject)";
        Dataset<Row> whole = Data.dataset(SESSION, table, 3);
        Dataset<Row> holes = whole.filter("false")
                .union(whole)
                .union(whole.withColumn("Reaction", functions.lit(null).cast("double")));

        LmmFit found = EchelonSpark.fit(formula, holes);

        LmmFit expected = Lmm.of(formula).fit(table);
        assertThat(found.objective()).isCloseTo(expected.objective(), Offset.offset(1e-7));
        assertThat(found.rows().read()).isEqualTo(2L * table.rowCount());
        assertThat(found.rows().used()).isEqualTo(expected.rows().used());
        assertThatThrownBy(() -> EchelonSpark.fit(formula, whole.filter("false")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no rows");
        assertThatThrownBy(() -> EchelonSpark.fit(
                        formula,
                        whole.withColumn("Reaction", functions.lit(null).cast("double"))))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no row can be used");
    }

    @Test
    void basesAndLevelsAreLearnedFromAllPartitions() {
        Table table = Data.table("orthodont.csv");
        String formula = "distance ~ poly(age, 2) * Sex + factor(age) + (1 | Subject)";

        SameFit.check(
                EchelonSpark.fit(formula, Data.dataset(SESSION, table, 9)),
                Lmm.of(formula).fit(table),
                ACCURACY);
    }

    @Test
    void aMillionRowsHaveTheEstimatesOfAFitInMemory() {
        Dataset<Row> rows = SESSION.range(0, 1_000_000, 1, 8)
                .selectExpr(
                        "id",
                        "cast(pmod(hash(id), 5000) as int) as g",
                        "concat('f', pmod(hash(id, 1), 4)) as f",
                        "pmod(hash(id, 2), 100000) / 20000d as x",
                        "pmod(hash(id, 3), 100000) / 50000d - 1 as e")
                .selectExpr("g", "f", "x", "3 + 0.5 * x + if(f = 'f2', 1, 0) + sin(g) + 0.3 * cos(7 * g) * x + e as y");
        String formula = "y ~ x + f + (x | g)";
        DatasetColumns columns = DatasetColumns.of(rows.schema());
        Table table = columns.table(columns.select(rows)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(row -> row.copy())
                .collect()
                .iterator());

        SameFit.check(EchelonSpark.fit(formula, rows), Lmm.of(formula).fit(table), ACCURACY);
    }
}
