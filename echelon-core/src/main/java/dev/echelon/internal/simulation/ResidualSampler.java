package dev.echelon.internal.simulation;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.Covariances;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import dev.echelon.internal.predict.FittedModel;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The residual bootstrap: y = Xβ̂ + Zb + ε with b and ε drawn with replacement from the fit's own random effects (whole
 * levels) and scaled residuals √w(y − Xβ̂ − Zb̂), both centred and reflated so that their empirical covariances are those
 * that were estimated. Shrinkage would otherwise make every sample less variable than the data.
 *
 * <p><b>Cost</b> of a draw: one pass over the rows for [Z X]'Wε.
 *
 * <p><b>Source</b> Carpenter, Goldstein and Rasbash, Applied Statistics 52 (2003) 431–443.
 */
final class ResidualSampler implements Sampler {
    private final FittedModel model;
    private final Design design;
    private final CrossProducts data;
    private final List<FittedModel.Place> places;
    private final double[] beta;
    /** Reflated effects of each factor in the conditioned scale, level after level. */
    private final double[][] effects;
    /** Reflated √w(y − fitted) in the conditioned scale. */
    private final double[] residuals;

    private final double[] rootWeights;

    /** For the rows of a design with response. */
    ResidualSampler(FittedModel model, Design design) {
        this.model = model;
        this.design = design;
        this.data = model.data();
        this.places = model.places();
        this.beta = GramProduct.conditioned(model);
        this.rootWeights = new double[design.response().length];
        for (int i = 0; i < rootWeights.length; i++) {
            rootWeights[i] = design.weights().length == 0 ? 1 : Math.sqrt(design.weights()[i]);
        }
        this.residuals = residuals();
        this.effects = new double[data.factors()][];
        for (int f = 0; f < effects.length; f++) {
            effects[f] = reflated(f);
        }
    }

    private double[] residuals() {
        double[] e = design.response().clone();
        ModelMatrix x = design.fixed();
        for (int k = 0; k < model.kept().length; k++) {
            ModelColumn column = x.column(model.kept()[k]);
            for (int i = 0; i < e.length; i++) {
                e[i] -= model.beta()[k] * column.value(i);
            }
        }
        for (int t = 0; t < design.random().size(); t++) {
            Design.RandomBlock block = design.random().get(t);
            double[] modes = model.terms().get(t).modes();
            int w = block.effects().width();
            for (int k = 0; k < w; k++) {
                ModelColumn column = block.effects().column(k);
                for (int i = 0; i < e.length; i++) {
                    e[i] -= column.value(i) * modes[block.codes()[i] * w + k];
                }
            }
        }
        double mean = 0;
        for (int i = 0; i < e.length; i++) {
            e[i] *= rootWeights[i];
            mean += e[i] / e.length;
        }
        double square = 0;
        for (int i = 0; i < e.length; i++) {
            e[i] -= mean;
            square += e[i] * e[i] / e.length;
        }
        double scale = model.sigma() / Math.sqrt(square) / model.conditioning().responseScale();
        for (int i = 0; i < e.length; i++) {
            e[i] *= scale;
        }
        return e;
    }

    /** The effects of a factor, all terms side by side, with mean zero and covariance Σ̂. */
    private double[] reflated(int f) {
        int q = data.block(f).effects();
        int m = data.block(f).levels();
        double[] b = new double[m * q];
        double[] sigma = new double[q * q];
        double s2 = model.sigma() / model.conditioning().responseScale();
        s2 *= s2;
        for (int t = 0; t < places.size(); t++) {
            FittedModel.Place place = places.get(t);
            if (place.factor() == f) {
                load(t, b, q);
                double[] own = place.map().conditioned(model.terms().get(t).relative());
                int w = place.place().width();
                for (int i = 0; i < own.length; i++) {
                    sigma[(place.place().offset() + i / w) * q + place.place().offset() + i % w] = s2 * own[i];
                }
            }
        }
        reflate(q, m, b, lower(q, sigma));
        return b;
    }

    /** b* = M⁻¹b̂/s_y of a term. */
    private void load(int t, double[] b, int q) {
        FittedModel.Place place = places.get(t);
        int w = place.place().width();
        double[] inverse = place.map().inverse();
        double[] modes = model.terms().get(t).modes();
        for (int j = 0; j < modes.length / w; j++) {
            for (int k = 0; k < w; k++) {
                for (int i = 0; i <= k; i++) {
                    b[j * q + place.place().offset() + i] += inverse[k * w + i]
                            * modes[j * w + k]
                            / model.conditioning().responseScale();
                }
            }
        }
    }

    /** b ← L_Σ L_S⁻¹(b − mean) with S their empirical covariance; directions in which they do not vary stay zero. */
    private static void reflate(int q, int m, double[] b, double[] target) {
        double[] s = new double[q * q];
        for (int a = 0; a < q; a++) {
            double mean = 0;
            for (int j = 0; j < m; j++) {
                mean += b[j * q + a] / m;
            }
            for (int j = 0; j < m; j++) {
                b[j * q + a] -= mean;
            }
        }
        for (int j = 0; j < m; j++) {
            for (int a = 0; a < q; a++) {
                for (int c = 0; c < q; c++) {
                    s[c * q + a] += b[j * q + a] * b[j * q + c] / m;
                }
            }
        }
        double[] l = lower(q, s);
        double[] z = new double[q];
        for (int j = 0; j < m; j++) {
            for (int a = 0; a < q; a++) {
                double sum = b[j * q + a];
                for (int c = 0; c < a; c++) {
                    sum -= l[c * q + a] * z[c];
                }
                boolean varies = l[a * q + a] * l[a * q + a] > 1e-10 * s[a * q + a];
                z[a] = varies ? sum / l[a * q + a] : 0;
            }
            for (int a = 0; a < q; a++) {
                double sum = 0;
                for (int c = 0; c <= a; c++) {
                    sum += target[c * q + a] * z[c];
                }
                b[j * q + a] = sum;
            }
        }
    }

    /** The lower factor of a positive semidefinite matrix, with zero columns where it is singular. */
    private static double[] lower(int q, double[] matrix) {
        Covariance unstructured = Covariances.named("us");
        double[] triangle = new double[q * (q + 1) / 2];
        double[] factor = new double[q * q];
        unstructured.parameters(q, matrix, triangle, 0);
        unstructured.factor(q, triangle, 0, factor);
        return factor;
    }

    @Override
    public CrossProducts sample(UniformRandomProvider random) {
        double[][] drawn = new double[effects.length][];
        for (int f = 0; f < drawn.length; f++) {
            int q = data.block(f).effects();
            int m = data.block(f).levels();
            drawn[f] = new double[m * q];
            for (int j = 0; j < m; j++) {
                System.arraycopy(effects[f], random.nextInt(m) * q, drawn[f], j * q, q);
            }
        }
        double[] errors = new double[residuals.length];
        double square = 0;
        for (int i = 0; i < errors.length; i++) {
            errors[i] = residuals[random.nextInt(errors.length)];
            square += errors[i] * errors[i];
            errors[i] *= rootWeights[i];
        }
        double[][] products = new double[drawn.length][];
        double[] fixed = GramProduct.of(data, drawn, beta, products);
        double total = square;
        double[] x = withFixed(errors);
        for (int k = 0; k < fixed.length; k++) {
            total += beta[k] * (fixed[k] + 2 * x[k]);
            fixed[k] += x[k];
        }
        for (int f = 0; f < drawn.length; f++) {
            double[] z = withEffects(f, errors);
            for (int i = 0; i < z.length; i++) {
                total += drawn[f][i] * (products[f][i] + 2 * z[i]);
                products[f][i] += z[i];
            }
        }
        return data.withResponse(products, fixed, total);
    }

    /** X*'Wε of √w times scaled errors. */
    private double[] withFixed(double[] errors) {
        double[] sums = new double[beta.length];
        for (int k = 0; k < sums.length; k++) {
            int at = model.kept()[k];
            ModelColumn column = design.fixed().column(at);
            double shift = model.conditioning().fixedShift(at);
            for (int i = 0; i < errors.length; i++) {
                sums[k] += (column.value(i) - shift) * errors[i];
            }
            sums[k] /= model.conditioning().fixedScale(at);
        }
        return sums;
    }

    /** Z*'Wε of a factor. */
    private double[] withEffects(int f, double[] errors) {
        int q = data.block(f).effects();
        double[] sums = new double[data.block(f).levels() * q];
        for (int t = 0; t < places.size(); t++) {
            FittedModel.Place place = places.get(t);
            if (place.factor() != f) {
                continue;
            }
            Design.RandomBlock block = design.random().get(t);
            int w = block.effects().width();
            double[] raw = new double[data.block(f).levels() * w];
            for (int k = 0; k < w; k++) {
                ModelColumn column = block.effects().column(k);
                for (int i = 0; i < errors.length; i++) {
                    raw[block.codes()[i] * w + k] += column.value(i) * errors[i];
                }
            }
            double[] level = new double[w];
            for (int j = 0; j * w < raw.length; j++) {
                System.arraycopy(raw, j * w, level, 0, w);
                place.map().addConditioned(level, sums, j * q + place.place().offset());
            }
        }
        return sums;
    }
}
