package dev.echelon.internal.intervals;

import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;

/** The profile of the correlation of two effects of an unstructured term. */
final class CorrelationProfile implements Profile {
    private final Optimised optimum;
    private final int term;
    private final int first;
    private final int second;
    private final PairCorrelation structure;
    private final FittedModel.Place place;
    private final FixedCoordinate objective;
    private final int fixed;
    private double[] free = new double[0];

    CorrelationProfile(Optimised optimum, int term, int first, int second) {
        this.optimum = optimum;
        this.term = term;
        this.first = first;
        this.second = second;
        FittedModel model = optimum.model();
        this.place = model.places().get(term);
        this.structure = new PairCorrelation(model.terms().get(term).width(), first, second, place.map());
        this.fixed = place.theta() + structure.correlation();
        this.objective =
                new FixedCoordinate(new ProfiledLikelihood(model.data(), factors(model), optimum.reml()), fixed);
    }

    /** The grouping factors with the term's structure replaced. */
    private List<GroupingFactor> factors(FittedModel model) {
        List<GroupingFactor> factors = new ArrayList<>();
        for (GroupingFactor factor : model.factors()) {
            List<GroupingFactor.Term> terms = new ArrayList<>();
            for (GroupingFactor.Term of : factor.terms()) {
                terms.add(
                        of.index() == term
                                ? new GroupingFactor.Term(of.index(), of.offset(), of.width(), structure)
                                : of);
            }
            factors.add(new GroupingFactor(factor.group(), factor.levels(), factor.codes(), terms));
        }
        return factors;
    }

    @Override
    public double estimate() {
        return optimum.correlation(term, first, second);
    }

    @Override
    public double reach() {
        double r = estimate();
        int levels = optimum.model().terms().get(term).levels().size();
        return 1.5 * Math.max(0.1, 1 - r * r) / Math.sqrt(levels);
    }

    @Override
    public double lower() {
        return -1;
    }

    @Override
    public double upper() {
        return 1;
    }

    @Override
    public double lowest() {
        return -1;
    }

    @Override
    public void restart() {
        double[] theta = optimum.start();
        double[] sigma = Optimised.conditioned(optimum.model(), place, theta);
        structure.parameters(place.place().width(), sigma, theta, place.theta());
        free = objective.free(theta);
    }

    @Override
    public double deviance(double psi) {
        objective.fix(psi);
        Optimum found = TrustRegion.minimise(objective, free, Options.DEFAULTS.withInitialRadius(0.5));
        free = found.point();
        return found.value();
    }
}
