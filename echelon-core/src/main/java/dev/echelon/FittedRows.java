package dev.echelon;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import dev.echelon.internal.marginal.MarginalEstimates;
import dev.echelon.result.ModelRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** Row-level output of a fit, computed from the matrices it was fitted to when asked for. */
final class FittedRows {
    private final EncodedRows rows;
    private final FitState state;
    private final Optional<MarginalEstimates> marginal;

    /** @param marginal all that was estimated of a model with an R side */
    FittedRows(EncodedRows rows, FitState state, Optional<MarginalEstimates> marginal) {
        this.marginal = marginal;
        this.rows = rows;
        this.state = state;
    }

    /** Xβ̂ + Zb̂ + offset. */
    double[] fitted() {
        Design design = rows.design();
        double[] fitted = new double[design.response().length];
        for (int i = 0; i < state.kept().length; i++) {
            addColumn(design.fixed().column(state.kept()[i]), state.beta()[i], fitted);
        }
        for (int t = 0; t < design.random().size(); t++) {
            addTerm(design.random().get(t).shown(), state.terms().get(t).modes(), fitted);
        }
        for (int i = 0; i < rows.offset().length; i++) {
            fitted[i] += rows.offset()[i];
        }
        return fitted;
    }

    /** y − fitted. */
    double[] residuals() {
        return residuals(fitted());
    }

    /** The same, if the fitted values are known. */
    double[] residuals(double[] fitted) {
        double[] residuals = fitted.clone();
        double[] offset = rows.offset();
        for (int i = 0; i < residuals.length; i++) {
            double y = rows.design().response()[i] + (offset.length == 0 ? 0 : offset[i]);
            residuals[i] = y - residuals[i];
        }
        return residuals;
    }

    /** √w·(y − fitted)/σ̂, with an R side the standard deviation of each row for σ̂. */
    double[] scaledResiduals() {
        return scaledResiduals(residuals());
    }

    /** The same, if the residuals are known. */
    double[] scaledResiduals(double[] plain) {
        double[] residuals = plain.clone();
        double[] weights = rows.design().weights();
        double[] deviations = deviations();
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] *= (weights.length == 0 ? 1 : Math.sqrt(weights[i])) / deviations[i];
        }
        return residuals;
    }

    /** The residual standard deviation of each row, of weight one. */
    private double[] deviations() {
        Design design = rows.design();
        double[] deviations = new double[design.response().length];
        if (design.residual().isEmpty() || state.residual().isEmpty()) {
            Arrays.fill(deviations, state.sigma());
            return deviations;
        }
        double[] population = new double[deviations.length];
        for (int i = 0; i < state.kept().length; i++) {
            addColumn(design.fixed().column(state.kept()[i]), state.beta()[i], population);
        }
        return ResidualDeviations.of(
                design.residual().get(), state.residual().get().theta(), population);
    }

    private static void addColumn(ModelColumn column, double coefficient, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += coefficient * column.value(i);
        }
    }

    private static void addTerm(Design.RandomBlock block, double[] modes, double[] out) {
        int w = block.effects().width();
        for (int k = 0; k < w; k++) {
            ModelColumn column = block.effects().column(k);
            for (int i = 0; i < out.length; i++) {
                out[i] += column.value(i) * modes[block.codes()[i] * w + k];
            }
        }
    }

    ModelMatrix fixedMatrix() {
        return rows.design().fixed();
    }

    ModelRows modelRows() {
        Design design = rows.design();
        double[] offset = rows.offset();
        double[] response = design.response().clone();
        for (int i = 0; i < offset.length; i++) {
            response[i] += offset[i];
        }
        List<IntToDoubleFunction> columns = new ArrayList<>();
        for (int column : state.kept()) {
            columns.add(design.fixed().column(column)::value);
        }
        Map<String, ModelRows.Grouping> groupings = new LinkedHashMap<>();
        for (Design.RandomBlock block : design.random()) {
            groupings.computeIfAbsent(
                    block.group(), label -> new ModelRows.Grouping(label, block.levels(), block.codes()));
        }
        List<ModelRows.Grouping> ordered = new ArrayList<>(groupings.values());
        ordered.sort(Comparator.comparingInt(grouping -> -grouping.levels().size()));
        return new ModelRows(response, state.columns(), columns, ordered);
    }

    Optional<MarginalEstimates> marginal() {
        return marginal;
    }

    EncodedRows encoded() {
        return rows;
    }
}
