package dev.echelon.internal.predict;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.Covariances;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fit leaves for work after it: the encoding, the estimates on the scale of the data, and the cross-products. No
 * rows.
 *
 * @param kept columns of X that are estimated
 * @param columns their names
 * @param terms the random terms in the order of the formula
 */
public record FittedModel(
        Encoding encoding,
        int[] kept,
        List<String> columns,
        double[] beta,
        double sigma,
        List<FittedTerm> terms,
        CrossProducts data,
        Conditioning conditioning) {

    /**
     * A random term.
     *
     * @param relative Σ/σ², w×w
     * @param modes conditional modes, w per level
     */
    public record FittedTerm(
            String name,
            String group,
            String structure,
            List<String> columns,
            List<String> levels,
            double[] relative,
            double[] modes) {

        /** The covariance structure. */
        public Covariance covariance() {
            return Covariances.named(structure);
        }

        /** Number of effects. */
        public int width() {
            return columns.size();
        }
    }

    /**
     * Where a term is.
     *
     * @param factor index of its grouping factor
     * @param place its place in the factor
     * @param theta index of its first parameter
     * @param map its change of scale
     */
    public record Place(int factor, GroupingFactor.Term place, int theta, EffectsMap map) {}

    /** The grouping factors in the order of the cross-products; without codes, because there are no rows. */
    public List<GroupingFactor> factors() {
        Map<String, GroupingFactor> byGroup = new LinkedHashMap<>();
        for (int t = 0; t < terms.size(); t++) {
            FittedTerm term = terms.get(t);
            GroupingFactor known = byGroup.get(term.group());
            int offset = known == null ? 0 : known.effects();
            List<GroupingFactor.Term> places = new ArrayList<>(known == null ? List.of() : known.terms());
            places.add(new GroupingFactor.Term(t, offset, term.width(), term.covariance()));
            byGroup.put(
                    term.group(),
                    new GroupingFactor(term.group(), term.levels().size(), new int[0], List.copyOf(places)));
        }
        List<GroupingFactor> factors = new ArrayList<>(byGroup.values());
        factors.sort((a, b) -> Integer.compare(b.levels(), a.levels()));
        return factors;
    }

    /** The places of the terms, in the order of the formula. */
    public List<Place> places() {
        List<GroupingFactor> factors = factors();
        List<Place> places = new ArrayList<>();
        int theta = 0;
        for (int t = 0; t < terms.size(); t++) {
            for (int f = 0; f < factors.size(); f++) {
                for (GroupingFactor.Term place : factors.get(f).terms()) {
                    if (place.index() == t) {
                        places.add(new Place(f, place, theta, new EffectsMap(conditioning, f, place)));
                    }
                }
            }
            theta += terms.get(t).covariance().parameterCount(terms.get(t).width());
        }
        return places;
    }

    /** θ̂ in the conditioned scale. */
    public double[] theta() {
        List<Place> places = places();
        int dimension = 0;
        for (FittedTerm term : terms) {
            dimension += term.covariance().parameterCount(term.width());
        }
        double[] theta = new double[dimension];
        for (int t = 0; t < terms.size(); t++) {
            FittedTerm term = terms.get(t);
            double[] sigma = places.get(t).map().conditioned(term.relative());
            term.covariance()
                    .parameters(term.width(), sigma, theta, places.get(t).theta());
        }
        return theta;
    }

    /** A new workspace for the likelihood of the same data. */
    public ProfiledLikelihood likelihood(boolean reml) {
        return new ProfiledLikelihood(data, factors(), reml);
    }
}
