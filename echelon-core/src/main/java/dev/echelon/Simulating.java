package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Purpose;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.predict.RowWeights;
import dev.echelon.internal.simulation.ResponseSimulator;
import dev.echelon.result.Simulations;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.Locale;

/** Simulates responses of training rows or of new ones. */
final class Simulating {
    /** All are held in memory, as text too. */
    private static final int MOST_RESPONSES = 50_000_000;

    private Simulating() {}

    static Simulations training(FittedModel model, EncodedRows rows, int replicates, long seed, boolean keepModes) {
        Design design = rows.design();
        return sample(
                model,
                design,
                rows.offset(),
                design.weights(),
                keepModes,
                replicates,
                seed,
                design.response().length,
                new int[0]);
    }

    static Simulations of(FittedModel model, RowSource data, int replicates, long seed, boolean keepModes) {
        Table table = Encoding.inMemory(data);
        EncodedRows rows = model.encoding().encode(table, Purpose.PREDICT_CONDITIONAL, 0);
        for (Design.RandomBlock block : rows.design().random()) {
            if (Arrays.stream(block.codes()).anyMatch(code -> code < 0)) {
                throw new EchelonException("the data have " + model.encoding().unseenLevels(table, block.group())
                        + ", for the grouping factor '" + block.group() + "'; simulate groups of the fit");
            }
        }
        double[] weights = RowWeights.of(model.encoding(), table, rows.used());
        return sample(
                model,
                rows.design(),
                rows.offset(),
                weights,
                keepModes,
                replicates,
                seed,
                table.rowCount(),
                rows.used());
    }

    static Simulations assumed(AssumedModel assumed, int replicates, long seed) {
        EncodedRows rows = assumed.rows();
        return sample(
                assumed.model(),
                rows.design(),
                rows.offset(),
                rows.design().weights(),
                false,
                replicates,
                seed,
                assumed.total(),
                rows.used());
    }

    private static Simulations sample(
            FittedModel model,
            Design design,
            double[] offset,
            double[] weights,
            boolean keepModes,
            int replicates,
            long seed,
            int rows,
            int[] used) {
        if (replicates < 1) {
            throw new EchelonException("the number of simulations must be at least 1, not " + replicates);
        }
        if ((double) replicates * rows > MOST_RESPONSES) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "%,d responses for each of %,d rows are more than %,d; draw fewer at a time, with other seeds",
                    replicates,
                    rows,
                    MOST_RESPONSES));
        }
        double[][] responses =
                new ResponseSimulator(model, design, offset, weights, keepModes).sample(replicates, seed);
        return new Simulations(responses, rows, used);
    }
}
