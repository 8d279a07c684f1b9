package dev.echelon;

import dev.echelon.covariance.Covariances;
import dev.echelon.error.EchelonException;
import dev.echelon.internal.inference.MarginalModel;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.randomtests.Mixture;
import dev.echelon.internal.randomtests.NullLaw;
import dev.echelon.internal.randomtests.RatioBootstrap;
import dev.echelon.internal.randomtests.Reduction;
import dev.echelon.internal.randomtests.SmallerFit;
import dev.echelon.result.RandomEffectTest;
import dev.echelon.result.RandomEffectTest.BoundaryLaw;
import dev.echelon.result.RandomEffectTest.Simulated;
import dev.echelon.result.RandomEffectTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Tests random effects of a fit against smaller models, which are fitted from its cross-products. */
final class RandomEffectTesting {
    /** A variance that stands for zero where the information about it is wanted, relative to σ². */
    private static final double NEARLY_ZERO = 1e-7;

    private final FitState state;
    private final FittedModel model;
    private final RandomTest request;
    private final boolean reml;

    private RandomEffectTesting(FitState state, RandomTest request) {
        this.state = state;
        this.model = state.model("tests of random effects");
        this.request = request;
        this.reml = state.criterion() == Criterion.REML;
    }

    static RandomEffectTests of(LmmFit fit, RandomTest request) {
        FitState state = fit.state();
        if (state.terms().isEmpty()) {
            throw new EchelonException("the model '" + state.formula() + "' has no random effects to test");
        }
        RandomEffectTesting testing = new RandomEffectTesting(state, request);
        List<LeftOut> reductions = LeftOut.of(state, request.term());
        List<RandomEffectTest> tests =
                reductions.stream().map(left -> testing.test(fit, left)).toList();
        return new RandomEffectTests(state.criterion().name(), fit.parameters(), fit.logLik(), fit.aic(), tests);
    }

    private RandomEffectTest test(LmmFit fit, LeftOut left) {
        Reduction reduction = new Reduction(model, left.kept());
        SmallerFit smaller = SmallerFit.of(model, reduction, reml);
        int parameters = parameters(left);
        double statistic = Math.max(0, smaller.objective() - state.objective());
        List<String> notes = new ArrayList<>(left.notes());
        if (smaller.singular()) {
            notes.add("the model without it is singular, too, so that the mixture is only approximate");
        }
        Optional<BoundaryLaw> mixture =
                mixture(left, smaller).map(law -> new BoundaryLaw(law.weights(), law.bound(), law.pValue(statistic)));
        if (mixture.isEmpty()) {
            notes.add("no mixture is known for this structure; --bootstrap simulates the law");
        }
        return new RandomEffectTest(
                left.label(),
                parameters,
                -smaller.objective() / 2,
                smaller.objective() + 2.0 * (fit.parameters() - parameters),
                statistic,
                statistic == 0 ? 1 : ChiSquaredDistribution.of(parameters).survivalProbability(statistic),
                mixture,
                exact(left, statistic, notes),
                bootstrap(smaller, statistic),
                notes);
    }

    private int parameters(LeftOut left) {
        int count = 0;
        for (int t = 0; t < state.terms().size(); t++) {
            FitState.Term term = state.terms().get(t);
            int kept = left.kept().get(t).size();
            count += term.theta().length
                    - (kept == 0 ? 0 : Covariances.named(term.structure()).parameterCount(kept));
        }
        return count;
    }

    private Optional<Mixture> mixture(LeftOut left, SmallerFit smaller) {
        List<LeftOut.Part> parts = left.parts();
        if (parts.stream().anyMatch(part -> part.kind() == LeftOut.Kind.OTHER)) {
            return Optional.empty();
        }
        if (parts.size() == 1 && parts.get(0).kind() == LeftOut.Kind.BLOCK) {
            LeftOut.Part part = parts.get(0);
            int parameters = parameters(left);
            return Optional.of(
                    part.effects().size() == 1
                            ? Mixture.oneMore(parameters)
                            : part.effects().size() == 2 ? Mixture.twoMore(part.others()) : Mixture.bound(parameters));
        }
        boolean onlyVariances = parts.stream().allMatch(part -> part.kind() == LeftOut.Kind.VARIANCES);
        if (!onlyVariances) {
            return Optional.of(Mixture.bound(parameters(left)));
        }
        int count = parts.stream().mapToInt(part -> part.effects().size()).sum();
        return Optional.of(
                count == 1 || count > 3
                        ? Mixture.independent(count)
                        : Mixture.orthant(count, covariance(parts, smaller)));
    }

    /** The covariance of the estimates of variances that are zero, from the expected information there. */
    private double[] covariance(List<LeftOut.Part> parts, SmallerFit smaller) {
        List<double[]> relative = new ArrayList<>();
        smaller.relative().forEach(sigma -> relative.add(sigma.clone()));
        List<FittedModel.Place> places = model.places();
        List<int[]> effects = new ArrayList<>();
        for (LeftOut.Part part : parts) {
            FittedModel.Place place = places.get(part.term());
            int w = place.place().width();
            double[] tiny = new double[w * w];
            for (int effect : part.effects()) {
                tiny[effect * w + effect] = NEARLY_ZERO;
                effects.add(new int[] {place.factor(), place.place().offset() + effect});
            }
            double[] added = place.map().original(tiny);
            for (int e = 0; e < added.length; e++) {
                relative.get(part.term())[e] += added[e];
            }
        }
        MarginalModel at = MarginalModel.of(
                state.data(), state.conditioning(), state.factors(), relative, state.sigma(), state.kept(), reml);
        int[] which = effects.stream()
                .mapToInt(effect -> at.variance(effect[0], effect[1]))
                .toArray();
        return Mixture.covariance(at.parameters(), at.expected(), which);
    }

    private Optional<Simulated> exact(LeftOut left, double statistic, List<String> notes) {
        List<LeftOut.Part> parts = left.parts();
        boolean oneVariance = parts.size() == 1
                && parts.get(0).kind() == LeftOut.Kind.VARIANCES
                && parts.get(0).effects().size() == 1;
        if (!oneVariance || request.simulations() == 0) {
            return Optional.empty();
        }
        LeftOut.Part part = parts.get(0);
        Optional<NullLaw> law = NullLaw.of(model, part.term(), part.effects().get(0), reml);
        if (law.isEmpty()) {
            notes.add("the exact law is left out, because its eigenvalues would take too long");
            return Optional.empty();
        }
        boolean approximate = left.others();
        if (approximate) {
            notes.add("exact law: as if the tested variance were the only one, an approximation");
        }
        double p = law.get().pValue(statistic, request.simulations(), request.seed());
        return Optional.of(new Simulated(p, request.simulations(), 0, approximate));
    }

    private Optional<Simulated> bootstrap(SmallerFit smaller, double statistic) {
        if (request.bootstrap() == 0) {
            return Optional.empty();
        }
        RatioBootstrap law = RatioBootstrap.of(model, smaller, reml, request.bootstrap(), request.seed());
        return Optional.of(new Simulated(law.pValue(statistic), law.ratios().length, law.failures(), false));
    }
}
