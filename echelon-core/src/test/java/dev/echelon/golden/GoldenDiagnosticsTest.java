package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Diagnostics;
import dev.echelon.LmmFit;
import dev.echelon.result.FittedBatch;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Leverages and Cook's distances of lme4 ({@code hatvalues}, {@code cooks.distance}) for every stored fit that has them.
 * They depend on θ to first order, where lme4 stops within about 1e-6: hence 1e-5. Those that come batch by batch are the
 * same as those of rows in memory.
 */
class GoldenDiagnosticsTest {
    static List<Reference> references() {
        return Reference.all().stream()
                .filter(reference -> reference.has("hat_trace"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("references")
    void leverageAndCooksDistanceEqualReference(Reference reference) {
        LmmFit fit = reference.model().fit(reference.data());
        List<FittedBatch.Influence> batches = new ArrayList<>();
        fit.diagnosedRows(new Portions(reference.data()), batch -> batches.add(batch.influence()));
        double[] leverage = joined(batches, FittedBatch.Influence::leverage);
        double[] cooks = joined(batches, FittedBatch.Influence::cooks);

        Deviation deviation = new Deviation();
        double trace = reference.number("hat_trace");
        deviation.add("trace", Arrays.stream(leverage).sum(), trace, 1e-5 * trace);
        double[] hats = reference.numbers("hat_head");
        double[] expected = reference.numbers("cooks_head");
        for (int i = 0; i < hats.length; i++) {
            deviation.add("h " + i, leverage[i], hats[i], 1e-5 * hats[i]);
            deviation.add("D " + i, cooks[i], expected[i], 3e-5 * Math.max(expected[i], 1e-4));
        }
        assertThat(deviation.failures(1)).as(reference.id()).isEmpty();
        Diagnostics inMemory = fit.diagnostics();
        assertThat(leverage).containsExactly(inMemory.leverage(), within(1e-12));
        assertThat(cooks).containsExactly(inMemory.cooks(), within(1e-11));
    }

    private static double[] joined(
            List<FittedBatch.Influence> batches, Function<FittedBatch.Influence, double[]> column) {
        return batches.stream().map(column).flatMapToDouble(Arrays::stream).toArray();
    }

    /** A table in three batches. */
    private record Portions(Table table) implements RowSource {
        @Override
        public Schema schema() {
            return table.schema();
        }

        @Override
        public void forEachBatch(Consumer<Table> consumer) {
            for (int part = 0; part < 3; part++) {
                consumer.accept(table.slice(part * table.rowCount() / 3, (part + 1) * table.rowCount() / 3));
            }
        }
    }

    @Test
    void everyReferenceWithLeveragesIsHere() {
        assertThat(references()).hasSize(37);
    }
}
