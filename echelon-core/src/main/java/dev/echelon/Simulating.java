package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.ObservedRows;
import dev.echelon.internal.design.Purpose;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.predict.RowWeights;
import dev.echelon.internal.simulation.ResponseSimulator;
import dev.echelon.internal.simulation.StructuredSimulator;
import dev.echelon.result.Simulations;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Simulates responses of training rows or of new ones. */
final class Simulating {
    /** All are held in memory, as text too. */
    private static final int MOST_RESPONSES = 50_000_000;

    private Simulating() {}

    /** Of the rows that were fitted. */
    static Simulations training(FitState state, EncodedRows rows, int replicates, long seed, boolean keepModes) {
        state.requireIndependentLevels("simulations");
        if (state.residual().isEmpty()) {
            return training(state.model("simulations"), rows, replicates, seed, keepModes);
        }
        Design design = rows.design();
        return structured(
                state,
                design,
                design.residual().orElseThrow(),
                rows.offset(),
                design.weights(),
                keepModes,
                replicates,
                seed,
                design.response().length,
                new int[0]);
    }

    /** Of rows of a table. */
    static Simulations of(FitState state, RowSource data, int replicates, long seed, boolean keepModes) {
        state.requireIndependentLevels("simulations");
        if (state.residual().isEmpty()) {
            return of(state.model("simulations"), data, replicates, seed, keepModes);
        }
        Table table = Encoding.inMemory(data);
        Encoding encoding = state.encoding();
        EncodedRows rows = encoding.encode(table, Purpose.PREDICT_CONDITIONAL, 0);
        requireKnownLevels(encoding, table, rows);
        ObservedRows observed = encoding.observed(table).orElseThrow();
        return structured(
                state,
                rows.design(),
                observed.residual(),
                rows.offset(),
                observed.weights(),
                keepModes,
                replicates,
                seed,
                table.rowCount(),
                rows.used());
    }

    private static Simulations structured(
            FitState state,
            Design design,
            ResidualRows residual,
            double[] offset,
            double[] weights,
            boolean keepModes,
            int replicates,
            long seed,
            int rows,
            int[] used) {
        requirePossible(replicates, rows);
        List<double[]> modes =
                keepModes ? state.terms().stream().map(FitState.Term::modes).toList() : List.of();
        StructuredSimulator simulator =
                new StructuredSimulator(Predicting.structured(state), design, residual, offset, weights, modes);
        return new Simulations(simulator.sample(replicates, seed), rows, used);
    }

    private static void requirePossible(int replicates, int rows) {
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
    }

    private static void requireKnownLevels(Encoding encoding, Table table, EncodedRows rows) {
        for (Design.RandomBlock block : rows.design().random()) {
            if (Arrays.stream(block.codes()).anyMatch(code -> code < 0)) {
                throw new EchelonException("the data have " + encoding.unseenLevels(table, block.group())
                        + ", for the grouping factor '" + block.group() + "'; simulate groups of the fit");
            }
        }
    }

    private static Simulations training(
            FittedModel model, EncodedRows rows, int replicates, long seed, boolean keepModes) {
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

    private static Simulations of(FittedModel model, RowSource data, int replicates, long seed, boolean keepModes) {
        Table table = Encoding.inMemory(data);
        EncodedRows rows = model.encoding().encode(table, Purpose.PREDICT_CONDITIONAL, 0);
        requireKnownLevels(model.encoding(), table, rows);
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
        requirePossible(replicates, rows);
        double[][] responses =
                new ResponseSimulator(model, design, offset, weights, keepModes).sample(replicates, seed);
        return new Simulations(responses, rows, used);
    }
}
