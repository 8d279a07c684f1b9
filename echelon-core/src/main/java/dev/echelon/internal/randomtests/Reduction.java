package dev.echelon.internal.randomtests;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.EffectMaps;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A model without some of the random effects of another, in the scale of its cross-products: the effects of each term
 * become TT'-projections b* = Tu*, T being a basis of what is left.
 */
public final class Reduction {
    private final FittedModel model;
    private final List<List<double[]>> kept;
    private final List<double[]> bases;
    private final List<GroupingFactor> factors;
    private final List<double[]> maps;

    /**
     * @param kept for each term of the model a basis of the effects that stay, each a combination of the w columns of Z
     */
    public Reduction(FittedModel model, List<List<double[]>> kept) {
        this.model = model;
        this.kept = List.copyOf(kept);
        this.bases = new ArrayList<>();
        List<FittedModel.Place> places = model.places();
        for (int t = 0; t < places.size(); t++) {
            bases.add(basis(model.terms().get(t), places.get(t), kept.get(t)));
        }
        this.maps = new ArrayList<>();
        this.factors = new ArrayList<>();
        for (GroupingFactor factor : model.factors()) {
            add(factor);
        }
    }

    /** T of a term, w×k: the columns that stay in the conditioned scale, orthonormal where the structure allows it. */
    private static double[] basis(FittedModel.FittedTerm term, FittedModel.Place place, List<double[]> kept) {
        int w = term.width();
        double[] basis = new double[w * kept.size()];
        boolean linear = term.covariance().invariance() == Covariance.Invariance.LINEAR && kept.size() < w;
        double[] inverse = place.map().inverse();
        for (int k = 0; k < kept.size(); k++) {
            if (!linear) {
                System.arraycopy(kept.get(k), 0, basis, k * w, w);
                continue;
            }
            for (int h = 0; h < w; h++) {
                for (int i = 0; i < w; i++) {
                    basis[k * w + i] += inverse[h * w + i] * kept.get(k)[h];
                }
            }
            orthonormalise(w, basis, k);
        }
        return basis;
    }

    private static void orthonormalise(int w, double[] basis, int k) {
        for (int repeat = 0; repeat < 2; repeat++) { // twice is enough (Kahan and Parlett)
            for (int h = 0; h < k; h++) {
                double along = 0;
                for (int i = 0; i < w; i++) {
                    along += basis[h * w + i] * basis[k * w + i];
                }
                for (int i = 0; i < w; i++) {
                    basis[k * w + i] -= along * basis[h * w + i];
                }
            }
            double norm = 0;
            for (int i = 0; i < w; i++) {
                norm = Math.hypot(norm, basis[k * w + i]);
            }
            for (int i = 0; i < w; i++) {
                basis[k * w + i] /= norm;
            }
        }
    }

    private void add(GroupingFactor factor) {
        int q = factor.effects();
        List<GroupingFactor.Term> terms = new ArrayList<>();
        int width = 0;
        for (GroupingFactor.Term term : factor.terms()) {
            width += kept.get(term.index()).size();
        }
        double[] map = new double[q * width];
        int offset = 0;
        for (GroupingFactor.Term term : factor.terms()) {
            int k = kept.get(term.index()).size();
            double[] basis = bases.get(term.index());
            for (int c = 0; c < k; c++) {
                System.arraycopy(basis, c * term.width(), map, (offset + c) * q + term.offset(), term.width());
            }
            if (k > 0) {
                terms.add(new GroupingFactor.Term(term.index(), offset, k, term.covariance()));
            }
            offset += k;
        }
        maps.add(map);
        if (width > 0) {
            factors.add(new GroupingFactor(factor.group(), factor.levels(), new int[0], terms));
        }
    }

    /** The grouping factors that are left; the indices of their terms are those of the larger model, without gaps. */
    List<GroupingFactor> factors() {
        int[] position = new int[kept.size()];
        int next = 0;
        for (int t = 0; t < position.length; t++) {
            position[t] = next;
            next += kept.get(t).isEmpty() ? 0 : 1;
        }
        List<GroupingFactor> numbered = new ArrayList<>();
        for (GroupingFactor factor : factors) {
            List<GroupingFactor.Term> terms = factor.terms().stream()
                    .map(term -> new GroupingFactor.Term(
                            position[term.index()], term.offset(), term.width(), term.covariance()))
                    .toList();
            numbered.add(new GroupingFactor(factor.group(), factor.levels(), new int[0], terms));
        }
        return numbered;
    }

    /** The smaller model's cross-products from the larger one's. */
    CrossProducts reduce(CrossProducts data) {
        return EffectMaps.apply(data, maps);
    }

    /** Σ/σ² of every term of the larger model, on the scale of the data, at θ of the smaller one. */
    List<double[]> relative(double[] theta) {
        List<double[]> relative = new ArrayList<>();
        List<FittedModel.Place> places = model.places();
        int at = 0;
        for (int t = 0; t < kept.size(); t++) {
            Covariance structure = model.terms().get(t).covariance();
            int w = model.terms().get(t).width();
            int k = kept.get(t).size();
            double[] small = new double[k * k];
            if (k > 0) {
                structure.covariance(k, theta, at, small);
                at += structure.parameterCount(k);
            }
            relative.add(places.get(t).map().original(spread(w, k, bases.get(t), small)));
        }
        return relative;
    }

    /** TST'. */
    private static double[] spread(int w, int k, double[] basis, double[] small) {
        double[] out = new double[w * w];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                for (int i = 0; i < w; i++) {
                    for (int h = 0; h < w; h++) {
                        out[h * w + i] += basis[a * w + i] * small[b * k + a] * basis[b * w + h];
                    }
                }
            }
        }
        return out;
    }
}
