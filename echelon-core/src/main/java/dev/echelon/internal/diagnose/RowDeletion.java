package dev.echelon.internal.diagnose;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.predict.PredictionError;
import dev.echelon.result.RowDiagnostics;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Residuals, leverage and the exact effect of deleting single rows, with θ kept. With C the covariance of (b̂ − b, β̂)
 * relative to σ² and w_i = (z_i, x_i), everything follows from h_i = ω_i w_i'Cw_i, where ω_i is the weight, and
 * d_i = ω_i(Cw_i)_β = (X'V⁻¹X)⁻¹X'V⁻¹e_i:
 *
 * <pre>
 *   var(e_i) = σ²(1 − h_i)/ω_i                β̂ − β̂_(i) = d_i e_i/(1 − h_i)
 *   νσ̂² − (ν − 1)σ̂²_(i) = ω_i e_i²/(1 − h_i)  Φ_(i) = Φ + d_i d_i'/(ω_i(1 − h_i))
 * </pre>
 *
 * <p><b>Cost</b> of a row: the square of the number of columns it touches in the root. <b>Source</b>
 * docs/math/diagnostics.md#rows
 */
public final class RowDeletion {
    private final FittedModel model;
    private final EncodedRows rows;
    private final double degrees;
    private final PredictionError error;
    private final boolean[] all;
    private final double[] phi;
    private final FixedCovariance metric;
    private final double[] map; // from conditioned fixed effects to those of the data
    private final double[] population;
    private final double[] fitted;
    private final int p;

    /** @param reml whether σ̂² has n − p degrees of freedom */
    public RowDeletion(FittedModel model, EncodedRows rows, boolean reml) {
        this.model = model;
        this.rows = rows;
        this.p = model.kept().length;
        this.degrees = rows.design().response().length - (reml ? p : 0);
        this.all = new boolean[model.terms().size()];
        Arrays.fill(all, true);
        this.error = new PredictionError(model, rows.design(), all);
        this.phi = error.fixedCovariance();
        this.metric = new FixedCovariance(p, phi);
        this.map = model.conditioning().fixedMap(model.kept());
        double unit = model.conditioning().responseScale();
        for (int i = 0; i < map.length; i++) {
            map[i] /= unit;
        }
        this.population = population(model, rows.design());
        this.fitted = fitted(model, rows.design(), population);
    }

    private static double[] population(FittedModel model, Design design) {
        double[] mean = new double[design.response().length];
        for (int k = 0; k < model.kept().length; k++) {
            ModelColumn column = design.fixed().column(model.kept()[k]);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += model.beta()[k] * column.value(i);
            }
        }
        return mean;
    }

    private static double[] fitted(FittedModel model, Design design, double[] population) {
        double[] fitted = population.clone();
        for (int t = 0; t < model.terms().size(); t++) {
            Design.RandomBlock block = design.random().get(t);
            double[] modes = model.terms().get(t).modes();
            int w = block.effects().width();
            for (int k = 0; k < w; k++) {
                ModelColumn column = block.effects().column(k);
                for (int i = 0; i < fitted.length; i++) {
                    fitted[i] += column.value(i) * modes[block.codes()[i] * w + k];
                }
            }
        }
        return fitted;
    }

    /** Xβ̂ of the rows, without offset. */
    public double[] populationMeans() {
        return population.clone();
    }

    /** Hands over all rows in their order. */
    public void forEach(Consumer<RowDiagnostics> action) {
        for (int i = 0; i < fitted.length; i++) {
            action.accept(of(i));
        }
    }

    /** One used row. */
    public RowDiagnostics of(int i) {
        double[] d = new double[p];
        double form = error.known(i, d);
        double[] weights = rows.design().weights();
        double weight = weights.length == 0 ? 1 : weights[i];
        double root = Math.sqrt(weight);
        double sigma = model.sigma();
        double e = rows.design().response()[i] - fitted[i];
        for (int k = 0; k < p; k++) {
            d[k] *= weight;
        }
        double scaled = root * e / sigma;
        RowInfluence influence = RowInfluence.of(form, weight, scaled, p);
        double free = influence.free();
        double standardised = influence.standardised();
        double outside = deleted(scaled * scaled / free);
        double change = e / free;
        double forward = metric.distance(d);
        double fixedCooks = change * change * forward / (p * sigma * sigma);
        double inflation = forward / (weight * free);
        double marginal = rows.design().response()[i] - population[i];
        double offset = rows.offset().length == 0 ? 0 : rows.offset()[i];
        return new RowDiagnostics(
                rows.used()[i] + 1,
                fitted[i] + offset,
                e,
                root * e,
                scaled,
                standardised,
                standardised / Math.sqrt(outside),
                marginal,
                marginal / (sigma * Math.sqrt(marginalVariance(i, weight))),
                influence.leverage(),
                influence.cooks(),
                fixedCooks,
                fixedCooks / (outside * (1 + inflation)),
                Math.exp(p * Math.log(outside)) * (1 + inflation),
                dfbetas(d, change, outside, weight * free));
    }

    /** σ̂²_(i)/σ̂² from the share of the row in the residual sum of squares, both relative to σ̂². */
    private double deleted(double share) {
        double left = degrees - share;
        return degrees > 1 && left > 1e-12 * degrees ? left / (degrees - 1) : Double.NaN;
    }

    private double marginalVariance(int row, double weight) {
        double[] x = error.fixedRow();
        double explained = 0;
        for (int b = 0; b < p; b++) {
            for (int a = 0; a < p; a++) {
                explained += x[a] * phi[b * p + a] * x[b];
            }
        }
        double variance = 1 / weight + error.between(row, all, false) - explained;
        return variance > RowInfluence.FULL / weight ? variance : Double.NaN;
    }

    private List<Double> dfbetas(double[] d, double change, double outside, double pivot) {
        double[] step = times(d);
        return IntStream.range(0, p)
                .mapToObj(k -> {
                    double variance = covarianceOf(k) + step[k] * step[k] / pivot;
                    return step[k] * change / (model.sigma() * Math.sqrt(outside * variance));
                })
                .toList();
    }

    /** Td: a change of fixed effects on the scale of the data, up to the unit of the response. */
    private double[] times(double[] d) {
        double[] out = new double[p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                out[i] += map[k * p + i] * d[k];
            }
        }
        return out;
    }

    /** (TΦT')_kk. */
    private double covarianceOf(int k) {
        double sum = 0;
        for (int b = 0; b < p; b++) {
            for (int a = 0; a < p; a++) {
                sum += map[a * p + k] * phi[b * p + a] * map[b * p + k];
            }
        }
        return sum;
    }
}
