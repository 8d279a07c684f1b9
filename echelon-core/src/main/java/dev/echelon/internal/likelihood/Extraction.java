package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.ArrayList;
import java.util.List;

/** Takes the estimates out of a likelihood at its last point and back to the scale of the data. */
final class Extraction {
    private final Elimination elimination;
    private final Conditioning conditioning;
    private final List<GroupingFactor> factors;
    private final double sigma2;

    Extraction(Elimination elimination, Conditioning conditioning, List<GroupingFactor> factors, double sigma2) {
        this.elimination = elimination;
        this.conditioning = conditioning;
        this.factors = factors;
        this.sigma2 = sigma2;
    }

    /** σ̂²(X'V⁻¹X)⁻¹ from L_XX, p×p. */
    double[] fixedCovariance(int p) {
        double[] inverse = new double[p * p]; // L⁻¹, lower
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                double sum = i == k ? 1 : 0;
                for (int h = k; h < i; h++) {
                    sum -= elimination.fixedFactor(i, h) * inverse[k * p + h];
                }
                inverse[k * p + i] = sum / elimination.fixedFactor(i, i);
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
        double[] half = new double[w * w];
        double[] source = elimination.effects(slot.factor());
        for (int j = 0; j < factor.levels(); j++) {
            int from = elimination.start(slot.factor()) + j * q;
            elimination.conditionalVariance(slot.factor(), j, block);
            for (int k = 0; k < w; k++) {
                for (int i = 0; i < w; i++) {
                    b[j * w + i] += scaledMap[k * w + i] * source[from + slot.offset() + k];
                    own[k * w + i] = sigma2 * block[(slot.offset() + k) * q + slot.offset() + i];
                }
            }
            Congruence.apply(w, scaledMap, own, half, v, j * w * w);
        }
        return new Estimates.TermEstimates(Congruence.apply(w, map, relative), b, v);
    }
}
