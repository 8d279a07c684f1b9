package dev.echelon;

import dev.echelon.covariance.Covariances;
import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Models without predictors for the response of a fit, from its cross-products. */
final class EmptyModels {
    private final FitState state;
    private final CrossProducts data;
    private final int[] kept;

    private EmptyModels(FitState state, CrossProducts data, int[] kept) {
        this.state = state;
        this.data = data;
        this.kept = kept;
    }

    /** Of a fit whose X has the constant. */
    static EmptyModels of(FitState state) {
        int[] kept = {state.conditioning().intercept()};
        for (int k = 0; k < state.kept().length; k++) {
            if (state.kept()[k] == kept[0]) {
                return new EmptyModels(state, state.data().withFixedColumns(new int[] {k}), kept);
            }
        }
        throw new EchelonException("a model without a constant has no model without predictors to compare it with");
    }

    /** With all random terms, by the criterion of the fit. */
    Estimates sameTerms() {
        return fit(data, state.factors(), state.conditioning(), state.criterion() == Criterion.REML);
    }

    /**
     * With a random intercept of one factor, by REML: its variance and σ².
     *
     * @param term the place of an intercept among the factor's effects
     */
    double[] intercept(int factor, GroupingFactor.Term term) {
        CrossProducts.Block block = data.block(factor);
        int q = block.effects();
        int r = data.fixedColumns() + 1;
        double one = state.conditioning().effectsMap(factor, term)[0];
        double[] own = new double[block.levels()];
        double[] withFixed = new double[block.levels() * r];
        for (int j = 0; j < block.levels(); j++) {
            own[j] = block.own()[(j * q + term.offset()) * q + term.offset()] / (one * one);
            for (int k = 0; k < r; k++) {
                withFixed[j * r + k] = block.withFixed()[(j * r + k) * q + term.offset()] / one;
            }
        }
        CrossProducts alone = CrossProducts.of(
                data.rows(),
                data.sumLogWeights(),
                data.fixed(),
                List.of(new CrossProducts.Block(block.levels(), 1, own, withFixed, block.counts())),
                List.of(List.of()));
        GroupingFactor group = new GroupingFactor(
                "", block.levels(), new int[0], List.of(new GroupingFactor.Term(0, 0, 1, Covariances.named("us"))));
        Estimates estimates = fit(alone, List.of(group), plain(), true);
        double residual = estimates.sigma() * estimates.sigma();
        return new double[] {estimates.terms().get(0).relative()[0] * residual, residual};
    }

    private Conditioning plain() {
        Conditioning known = state.conditioning();
        double[] shift = new double[known.fixedColumns()];
        double[] scale = new double[shift.length];
        Arrays.setAll(shift, known::fixedShift);
        Arrays.setAll(scale, known::fixedScale);
        List<Conditioning.Effects> effects = new ArrayList<>();
        effects.add(new Conditioning.Effects(new double[1], new double[] {1}, true));
        return Conditioning.of(known.responseShift(), known.responseScale(), shift, scale, known.intercept(), effects);
    }

    private Estimates fit(CrossProducts of, List<GroupingFactor> factors, Conditioning conditioning, boolean reml) {
        ProfiledLikelihood likelihood = new ProfiledLikelihood(of, factors, reml);
        Optimum found = TrustRegion.minimise(likelihood, likelihood.start(), Options.DEFAULTS);
        Boundary finished = Boundary.finish(likelihood, found);
        return likelihood.estimates(finished.optimum().point(), conditioning, factors, kept);
    }
}
