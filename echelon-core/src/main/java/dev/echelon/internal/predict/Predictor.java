package dev.echelon.internal.predict;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import dev.echelon.internal.design.Purpose;
import dev.echelon.result.Predictions;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Predicts some rows of new data from a fit. */
final class Predictor {
    private final PredictionPass pass;
    private final FittedModel model;
    private final Request request;
    private final Table rows;
    private final long first;
    private final Purpose purpose;
    private final EncodedRows encoded;
    private final EffectMask included;

    /** @param first number of rows before these */
    Predictor(PredictionPass pass, Table rows, long first) {
        this.pass = pass;
        this.model = pass.model;
        this.rows = rows;
        this.first = first;
        this.request = pass.request;
        boolean marginal = request.interval() == Request.Interval.OBSERVATION;
        this.purpose = request.conditional() || marginal ? Purpose.PREDICT_CONDITIONAL : Purpose.PREDICT_POPULATION;
        this.included = pass.included;
        this.encoded = model.encoding().encode(rows, purpose, first);
    }

    /** @throws EchelonException if a group is unknown and that is an error */
    Predictions predictions() {
        if (request.conditional() && request.refuseUnknown()) {
            requireKnownLevels();
        }
        int n = encoded.used().length;
        double[] means = means(n);
        double[] errors = new double[n];
        double[] halves = new double[n];
        Arrays.fill(errors, Double.NaN);
        Arrays.fill(halves, Double.NaN);
        if (request.errors()) {
            computeErrors(errors, halves);
        }
        return spread(means, errors, halves);
    }

    private void requireKnownLevels() {
        for (int t = 0; t < model.terms().size(); t++) {
            Design.RandomBlock block = encoded.design().random().get(t);
            if (included.any(t) && Arrays.stream(block.codes()).anyMatch(code -> code < 0)) {
                throw new EchelonException("the new data have "
                        + model.encoding().unseenLevels(rows, block.group()) + ", for the grouping factor '"
                        + block.group() + "'; predict such rows with new levels 'population' or 'variance'");
            }
        }
    }

    private double[] means(int n) {
        double[] means = new double[n];
        ModelMatrix x = encoded.design().fixed();
        for (int k = 0; k < model.kept().length; k++) {
            ModelColumn column = x.column(model.kept()[k]);
            for (int i = 0; i < n; i++) {
                means[i] += model.beta()[k] * column.value(i);
            }
        }
        for (int t = 0; t < model.terms().size() && request.conditional(); t++) {
            addModes(t, means);
        }
        for (int i = 0; i < encoded.offset().length; i++) {
            means[i] += encoded.offset()[i];
        }
        return means;
    }

    private void addModes(int t, double[] means) {
        Design.RandomBlock block = encoded.design().random().get(t);
        double[] modes = model.terms().get(t).modes();
        int w = block.effects().width();
        for (int k = 0; k < w; k++) {
            ModelColumn column = block.effects().column(k);
            for (int i = 0; i < means.length && included.has(t, k); i++) {
                int level = block.codes()[i];
                means[i] += level < 0 ? 0 : column.value(i) * modes[level * w + k];
            }
        }
    }

    /** Standard errors, and half widths of the intervals. */
    private void computeErrors(double[] errors, double[] halves) {
        boolean conditional = request.conditional();
        PredictionError error = pass.errorOf(encoded.design());
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + request.coverage() / 2);
        double sigma2 = model.sigma() * model.sigma();
        double[] weights = request.interval() == Request.Interval.OBSERVATION && !lacksWeights()
                ? RowWeights.of(model.encoding(), rows, encoded.used(), first)
                : new double[0];
        for (int i = 0; i < errors.length; i++) {
            double variance = error.known(i);
            if (conditional && request.betweenGroups()) {
                variance += error.between(i, included, true);
            }
            errors[i] = Math.sqrt(sigma2 * variance);
            if (request.interval() == Request.Interval.MEAN) {
                halves[i] = z * errors[i];
            } else if (request.interval() == Request.Interval.OBSERVATION) {
                double marginal = conditional ? 0 : error.between(i, included, false);
                halves[i] = z * Math.sqrt(sigma2 * (variance + marginal + (weights.length == 0 ? 1 : 1 / weights[i])));
            }
        }
    }

    /** Whether observations of the fit have weights, and those to predict have none, which then is one. */
    private boolean lacksWeights() {
        String name = model.encoding().options().weights();
        return !name.isEmpty() && rows.find(name).isEmpty();
    }

    /** Gives every row of the new data its prediction or the reason why it has none. */
    private Predictions spread(double[] means, double[] errors, double[] halves) {
        int n = rows.rowCount();
        double[][] out = new double[4][n];
        for (double[] column : out) {
            Arrays.fill(column, Double.NaN);
        }
        List<String> reasons = new ArrayList<>(Collections.nCopies(n, ""));
        int next = 0;
        for (int row = 0; row < n; row++) {
            if (next < means.length && encoded.used()[next] == row) {
                out[0][row] = means[next];
                out[1][row] = errors[next];
                out[2][row] = means[next] - halves[next];
                out[3][row] = means[next] + halves[next];
                next++;
            } else {
                reasons.set(row, model.encoding().reason(rows, row, purpose));
            }
        }
        pass.notes.add(rows, first, encoded.used(), reasons);
        List<String> notes = new ArrayList<>(pass.notes.list());
        if (request.interval() == Request.Interval.OBSERVATION && lacksWeights()) {
            notes.add("prediction intervals are for observations of weight 1: the new data have no column '"
                    + model.encoding().options().weights() + "' of weights");
        }
        Predictions all = new Predictions(out[0], out[1], out[2], out[3], reasons, request.coverage()).withNotes(notes);
        return switch (request.incomplete()) {
            case KEEP -> all;
            case DROP -> all.withoutMissing();
            case ERROR -> {
                pass.notes.requireComplete(first, reasons);
                yield all;
            }
        };
    }
}
