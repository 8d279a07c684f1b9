package dev.echelon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.table.Factor;
import dev.echelon.table.Table;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** One model of each group of rows, against fits of the groups one after the other. */
class FitByTest {
    private static final SparkSession SESSION = Sessions.local();
    private static final Table TABLE = Data.table("orthodont.csv");
    private static final String FORMULA = "distance ~ age + (age | Subject)";

    private static Table of(String sex) {
        Factor groups = (Factor) TABLE.column("Sex");
        return TABLE.rows(IntStream.range(0, TABLE.rowCount())
                .filter(row -> sex.equals(groups.level(row)))
                .toArray());
    }

    @Test
    void everyGroupHasTheEstimatesOfItsOwnFit() {
        List<Row> fitted = EchelonSpark.fitBy("Sex", FORMULA, Data.dataset(SESSION, TABLE, 5))
                .orderBy("Sex")
                .collectAsList();

        assertThat(fitted).extracting(row -> row.getString(0)).containsExactly("Female", "Male");
        for (Row row : fitted) {
            LmmFit fit = Lmm.of(FORMULA).fit(of(row.getString(0)));
            assertThat(row.<Long>getAs("observations")).isEqualTo(fit.observations());
            close(row.getAs("objective"), fit.objective());
            close(row.getAs("sigma"), fit.sigma());
            assertThat(row.<String>getAs("message")).isNull();
            List<Coefficient> coefficients = fit.coefficients(fit.preferredDf());
            for (int k = 0; k < coefficients.size(); k++) {
                Row found = row.<Row>getList(row.fieldIndex("coefficients")).get(k);
                assertThat(found.<String>getAs("term"))
                        .isEqualTo(coefficients.get(k).term());
                close(found.getAs("estimate"), coefficients.get(k).estimate());
                close(found.getAs("pValue"), coefficients.get(k).pValue());
            }
            Row slope = row.<Row>getList(row.fieldIndex("deviations")).get(1);
            assertThat(slope.<String>getAs("effect")).isEqualTo("age");
            close(
                    slope.getAs("standardDeviation"),
                    fit.covarianceEstimates().get(0).standardDeviations().get(1));
        }
    }

    private static void close(Double found, double expected) {
        assertThat(found)
                .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-7 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void aGroupThatTheModelDoesNotFitHasAMessage() {
        Dataset<Row> broken = Data.dataset(SESSION, TABLE, 2)
                .withColumn("distance", functions.expr("if(Sex = 'Female', 20, distance)"));

        List<Row> fitted =
                EchelonSpark.fitBy("Sex", FORMULA, broken).orderBy("Sex").collectAsList();

        assertThat(fitted.get(0).<String>getAs("message")).contains("is constant");
        assertThat(fitted.get(0).isNullAt(fitted.get(0).fieldIndex("objective")))
                .isTrue();
        assertThat(fitted.get(1).<String>getAs("message")).isNull();
    }

    @Test
    void groupsMayBeNumbersDatesOrNull() {
        Dataset<Row> keyed = Data.dataset(SESSION, TABLE, 2)
                .withColumn("key", functions.expr("if(Sex = 'Male', date'2026-01-31', null)"));

        List<Row> fitted =
                new LinearMixedModel().setFormula(FORMULA).fitBy("key", keyed).collectAsList();

        assertThat(fitted)
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrder(null, java.sql.Date.valueOf("2026-01-31"));
    }

    @Test
    void anUnknownColumnOfGroupsIsRefused() {
        assertThatThrownBy(() -> EchelonSpark.fitBy("Sexx", FORMULA, Data.dataset(SESSION, TABLE, 1)))
                .hasMessageContaining("no column 'Sexx' (did you mean 'Sex'?)");
    }
}
