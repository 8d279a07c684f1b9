package dev.echelon.internal.predict;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Purpose;
import dev.echelon.result.Predictions;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Predicts rows from a fit with an R side: the population mean, or the best linear unbiased prediction given other rows of
 * the same subject and of the same groups,
 *
 * <p><b>Formula</b> {@code ŷ = x'β̂ + c'V⁻¹(y − Xβ̂)} with c = cov(y_new, y), error variance {@code v − c'V⁻¹c + d'Φd},
 * {@code d = x − X'V⁻¹c}; X, y, V of the rows that are given and connected with the new one.
 *
 * <p><b>Cost</b> cubic in the number of connected rows.
 *
 * <p><b>Source</b> docs/math/prediction-and-intervals.md#structured-residuals
 */
public final class ResidualPredictor {
    /** More connected rows than this are not factored densely. */
    private static final int MOST = 4000;

    private final StructuredModel model;
    private final Request request;
    private final Table table;
    private final StructuredRows rows;
    private final StructuredRows given;
    private final boolean same;

    private ResidualPredictor(StructuredModel model, Table table, Table given, Request request) {
        this.model = model;
        this.request = request;
        this.table = table;
        this.same = table == given;
        this.rows = StructuredRows.of(model, table);
        this.given = same ? rows : StructuredRows.of(model, given);
    }

    /**
     * Predicts.
     *
     * @param given the rows to predict from, where their response is there; may be {@code table} itself
     * @throws EchelonException if rows cannot be encoded, or a random term of its own was asked for
     */
    public static Predictions predict(StructuredModel model, Table table, Table given, Request request) {
        if (!request.terms().isEmpty()) {
            throw new EchelonException(
                    "predictions with some of the random terms cannot be computed for a model with repeated() or"
                            + " variance(); leave the terms out");
        }
        return new ResidualPredictor(model, table, given, request).predictions();
    }

    private Predictions predictions() {
        int n = rows.count();
        double[][] found = new double[n][];
        Map<Integer, List<Integer>> connected = request.conditional() ? connected() : Map.of();
        Map<List<Integer>, Conditioned> factored = new HashMap<>();
        for (int i = 0; i < n; i++) {
            List<Integer> history =
                    request.conditional() ? history(i, connected.getOrDefault(i, List.of())) : List.of();
            found[i] = one(i, factored.computeIfAbsent(history, key -> Conditioned.of(model, given, key)));
        }
        return spread(found);
    }

    /** Estimate, variance of its error, and that of a new observation. */
    private double[] one(int i, Conditioned conditioned) {
        double[] x = rows.fixed(i);
        double mean = rows.offset(i);
        for (int k = 0; k < x.length; k++) {
            mean += x[k] * model.beta()[k];
        }
        double between = rows.between(i, rows, i);
        double residual = rows.residualVariance(i);
        if (conditioned.size() == 0) {
            double fixed = quadratic(x);
            double error = request.conditional() && request.betweenGroups() ? fixed + between : fixed;
            return new double[] {mean, error, fixed + between + residual};
        }
        double[] c = conditioned.covariances(rows, i);
        double[] weights = conditioned.solve(c);
        double total = between + residual;
        double[] d = x.clone();
        for (int h = 0; h < weights.length; h++) {
            mean += weights[h] * conditioned.deviation(h);
            total -= weights[h] * c[h];
            double[] other = conditioned.fixed(h);
            for (int k = 0; k < d.length; k++) {
                d[k] -= weights[h] * other[k];
            }
        }
        total += quadratic(d);
        double innovation = conditioned.innovation(rows, i, residual);
        return new double[] {mean, Math.max(0, total - innovation), Math.max(0, total)};
    }

    private double quadratic(double[] x) {
        int p = x.length;
        double sum = 0;
        for (int k = 0; k < p; k++) {
            for (int j = 0; j < p; j++) {
                sum += x[k] * x[j] * model.covariance()[k * p + j];
            }
        }
        return sum;
    }

    /** For each row the given rows with a response that it is connected with, by subjects and levels. */
    private Map<Integer, List<Integer>> connected() {
        Components components = new Components();
        for (int h = 0; h < given.count(); h++) {
            if (given.isObserved(h)) {
                components.join(given.keys(h));
            }
        }
        Map<Integer, List<Integer>> byComponent = new HashMap<>();
        for (int h = 0; h < given.count(); h++) {
            if (given.isObserved(h) && !given.keys(h).isEmpty()) {
                byComponent
                        .computeIfAbsent(components.of(given.keys(h).get(0)), key -> new ArrayList<>())
                        .add(h);
            }
        }
        Map<Integer, List<Integer>> connected = new HashMap<>();
        for (int i = 0; i < rows.count(); i++) {
            List<Integer> all = new ArrayList<>();
            for (int component : components.distinct(rows.keys(i))) {
                all.addAll(byComponent.getOrDefault(component, List.of()));
            }
            Collections.sort(all);
            connected.put(i, all);
        }
        return connected;
    }

    /** Without the row itself and without another observation at its place. */
    private List<Integer> history(int i, List<Integer> connected) {
        List<Integer> history = new ArrayList<>();
        for (int h : connected) {
            if (!(same && h == i) && !rows.isAt(i, given, h)) {
                history.add(h);
            }
        }
        if (history.size() > MOST) {
            throw new EchelonException("row " + (rows.tableRow(i) + 1) + " is connected with " + history.size()
                    + " rows by its subject and its groups, more than " + MOST
                    + "; predict at the population level, or give fewer rows");
        }
        return history;
    }

    private Predictions spread(double[][] found) {
        int n = table.rowCount();
        double[][] out = new double[4][n];
        for (double[] column : out) {
            Arrays.fill(column, Double.NaN);
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + request.coverage() / 2);
        List<String> reasons = new ArrayList<>(Collections.nCopies(n, ""));
        int next = 0;
        for (int row = 0; row < n; row++) {
            if (next < found.length && rows.tableRow(next) == row) {
                double[] one = found[next++];
                out[0][row] = one[0];
                if (request.errors()) {
                    out[1][row] = Math.sqrt(one[1]);
                }
                if (request.interval() != Request.Interval.NONE) {
                    double half = z * Math.sqrt(request.interval() == Request.Interval.MEAN ? one[1] : one[2]);
                    out[2][row] = one[0] - half;
                    out[3][row] = one[0] + half;
                }
            } else {
                reasons.set(row, model.encoding().reason(table, row, Purpose.PREDICT_CONDITIONAL));
            }
        }
        return new Predictions(out[0], out[1], out[2], out[3], reasons, request.coverage());
    }
}
