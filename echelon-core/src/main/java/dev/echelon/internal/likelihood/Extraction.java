package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.ArrayList;
import java.util.List;

/** Takes the estimates out of a likelihood at its last point and back to the scale of the data. */
final class Extraction {
    private final BlockedCholesky cholesky;
    private final Modes modes;
    private final PosteriorCovariance posterior;
    private final Conditioning conditioning;
    private final List<GroupingFactor> factors;
    private final double sigma2;

    Extraction(
            BlockedCholesky cholesky,
            Modes modes,
            PosteriorCovariance posterior,
            Conditioning conditioning,
            List<GroupingFactor> factors,
            double sigma2) {
        this.cholesky = cholesky;
        this.modes = modes;
        this.posterior = posterior;
        this.conditioning = conditioning;
        this.factors = factors;
        this.sigma2 = sigma2;
    }

    /** β̂* of the kept columns. */
    double[] fixedEffects() {
        int tail = cholesky.layout.tailColumns();
        double[] beta = new double[cholesky.layout.fixedColumns()];
        System.arraycopy(modes.root, tail, beta, 0, beta.length);
        return beta;
    }

    /** σ̂²(X'V⁻¹X)⁻¹ from L_XX, p×p. */
    double[] fixedCovariance() {
        int tail = cholesky.layout.tailColumns();
        int p = cholesky.layout.fixedColumns();
        int order = cholesky.order;
        double[] inverse = new double[p * p]; // L⁻¹, lower
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                double sum = i == k ? 1 : 0;
                for (int h = k; h < i; h++) {
                    sum -= cholesky.factor[(tail + h) * order + tail + i] * inverse[k * p + h];
                }
                inverse[k * p + i] = sum / cholesky.factor[(tail + i) * order + tail + i];
            }
        }
        double[] covariance = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                double sum = 0;
                for (int h = Math.max(i, k); h < p; h++) {
                    sum += inverse[i * p + h] * inverse[k * p + h];
                }
                covariance[k * p + i] = sigma2 * sum;
            }
        }
        return covariance;
    }

    /** The estimates of every term, in the order of the formula; {@code relative} are their Σ*. */
    List<Estimates.TermEstimates> terms(List<ThetaMap.Slot> slots, List<double[]> relative) {
        List<Estimates.TermEstimates> terms = new ArrayList<>();
        for (int index = 0; index < slots.size(); index++) {
            terms.add(term(slots.get(index), index, relative.get(index)));
        }
        return terms;
    }

    private Estimates.TermEstimates term(ThetaMap.Slot slot, int index, double[] relative) {
        GroupingFactor factor = factors.get(slot.factor());
        GroupingFactor.Term term = factor.terms().stream()
                .filter(candidate -> candidate.index() == index)
                .findFirst()
                .orElseThrow();
        double[] map = conditioning.effectsMap(slot.factor(), term);
        int w = slot.width();
        int q = factor.effects();
        double scale = conditioning.responseScale();
        double[] scaledMap = map.clone();
        for (int i = 0; i < scaledMap.length; i++) {
            scaledMap[i] *= scale;
        }
        double[] b = new double[factor.levels() * w];
        double[] v = new double[factor.levels() * w * w];
        double[] block = new double[q * q];
        double[] own = new double[w * w];
        for (int j = 0; j < factor.levels(); j++) {
            int from = levelModes(slot.factor(), j, q, block);
            double[] source = fromChain(slot.factor()) ? modes.effects[chainPosition(slot.factor())] : modes.root;
            for (int k = 0; k < w; k++) {
                for (int i = 0; i < w; i++) {
                    b[j * w + i] += scaledMap[k * w + i] * source[from + slot.offset() + k];
                    own[k * w + i] = sigma2 * block[(slot.offset() + k) * q + slot.offset() + i];
                }
            }
            System.arraycopy(Congruence.apply(w, scaledMap, own), 0, v, j * w * w, w * w);
        }
        return new Estimates.TermEstimates(Congruence.apply(w, map, relative), b, v);
    }

    private boolean fromChain(int factor) {
        return chainPosition(factor) >= 0;
    }

    private int chainPosition(int factor) {
        for (int c = 0; c < cholesky.chain.length; c++) {
            if (cholesky.chain[c].factor == factor) {
                return c;
            }
        }
        return -1;
    }

    /** Writes C̃_jj (q×q) of a level and returns where its modes start. */
    private int levelModes(int factor, int j, int q, double[] block) {
        int chain = chainPosition(factor);
        if (chain >= 0) {
            posterior.conditionalVariance(chain, j, block);
            return j * q;
        }
        Layout layout = cholesky.layout;
        int first = 0;
        for (int t = 0; t < layout.tail().length; t++) {
            if (layout.tail()[t] == factor) {
                first = layout.tailOffset()[t] + j * q;
            }
        }
        posterior.conditionalTailVariance(first, q, block);
        return first;
    }
}
