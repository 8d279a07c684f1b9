package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.predict.PredictionPass;
import dev.echelon.internal.predict.ResidualPredictor;
import dev.echelon.internal.predict.StructuredModel;
import dev.echelon.result.Predictions;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.List;

/** Chooses how new rows are predicted. */
final class Predicting {
    private Predicting() {}

    static Predictions of(FitState state, RowSource newData, RowSource given, Prediction prediction) {
        Table rows = Encoding.inMemory(newData);
        if (state.residual().isPresent()) {
            state.requireIndependentLevels("predictions");
            Table others = given == newData ? rows : Encoding.inMemory(given);
            return ResidualPredictor.predict(structured(state), rows, others, prediction.request());
        }
        if (given != newData) {
            throw new EchelonException("the fit keeps the modes of its random effects, which predict new rows; rows to"
                    + " predict from are for models with repeated() or variance()");
        }
        return pass(state, prediction).next(rows);
    }

    /** Predictions batch by batch, for a fit without an R side. */
    static PredictionPass pass(FitState state, Prediction prediction) {
        if (prediction.request().errors()) {
            state.requireIndependentLevels("standard errors of predictions");
        }
        return new PredictionPass(state.modelOfFixedEffects(), prediction.request());
    }

    static StructuredModel structured(FitState state) {
        ResidualState residual = state.residual().orElseThrow();
        double variance = state.sigma() * state.sigma();
        List<double[]> random = state.terms().stream()
                .map(term -> {
                    double[] covariance = term.relative().clone();
                    for (int e = 0; e < covariance.length; e++) {
                        covariance[e] *= variance;
                    }
                    return covariance;
                })
                .toList();
        return new StructuredModel(
                Encoding.of(Formula.parse(state.formula()), state.options(), state.learned()),
                state.kept(),
                state.beta(),
                state.covariance(),
                random,
                residual.theta());
    }
}
