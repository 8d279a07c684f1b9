package dev.echelon.internal.intervals;

import dev.echelon.internal.likelihood.FixedScale;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.internal.predict.FittedModel;
import java.util.List;
import java.util.Set;

/** The profile of a standard deviation: σ, or that of one effect of one term. */
final class ScaleProfile implements Profile {
    private static final int RESIDUAL = -1;
    /** Structures whose standard deviations are free of each other. */
    private static final Set<String> HETEROGENEOUS = Set.of("us", "diag", "cs", "arh1", "toep", "adh");

    private final Optimised optimum;
    private final FittedModel model;
    private final List<FittedModel.Place> places;
    private final int term;
    private final int effect;
    private final FixedScale objective;
    private final double unit;
    private double[] theta = new double[0];
    private double last;

    private ScaleProfile(Optimised optimum, int term, int effect) {
        this.optimum = optimum;
        this.model = optimum.model();
        this.places = model.places();
        this.term = term;
        this.effect = effect;
        this.unit = model.conditioning().responseScale();
        ProfiledLikelihood likelihood = model.likelihood(optimum.reml());
        this.objective = term == RESIDUAL
                ? FixedScale.residual(likelihood)
                : FixedScale.effect(likelihood, term, places.get(term).map().row(effect));
    }

    static ScaleProfile residual(Optimised optimum) {
        return new ScaleProfile(optimum, RESIDUAL, 0);
    }

    static ScaleProfile effect(Optimised optimum, int term, int effect) {
        return new ScaleProfile(optimum, term, effect);
    }

    @Override
    public double estimate() {
        return term == RESIDUAL ? optimum.residualDeviation() : optimum.deviation(term, effect);
    }

    @Override
    public double reach() {
        if (term == RESIDUAL) {
            return 1.4 * estimate() / Math.sqrt(model.data().rows());
        }
        int levels = model.terms().get(term).levels().size();
        return Math.max(1.4 * estimate() / Math.sqrt(levels), 0.1 * rough());
    }

    /** An order of magnitude for the effect: what makes its contribution a fifth of σ. */
    private double rough() {
        double squares = 0;
        for (double m : places.get(term).map().row(effect)) {
            squares += m * m;
        }
        return optimum.residualDeviation() * Math.sqrt(squares);
    }

    @Override
    public double lower() {
        return 0;
    }

    @Override
    public double upper() {
        return Double.POSITIVE_INFINITY;
    }

    /** At zero itself the constraint is singular; a ten-thousandth of the estimate is as good. */
    @Override
    public double lowest() {
        return 1e-4 * Math.max(estimate(), term == RESIDUAL ? 0 : 1e-2 * rough());
    }

    @Override
    public void restart() {
        theta = optimum.start();
        objective.fix(1);
        last = unit * objective.unconstrained(theta);
    }

    @Override
    public double deviance(double psi) {
        objective.fix(psi / unit);
        dev.echelon.internal.optim.Optimum found =
                TrustRegion.minimise(objective, scaled(psi / last), Options.DEFAULTS.withInitialRadius(0.5));
        theta = found.point();
        last = psi;
        return found.value();
    }

    /** The last θ̂ with the held standard deviation multiplied by {@code factor} and all else the same. */
    private double[] scaled(double factor) {
        double[] start = theta.clone();
        for (int t = 0; t < places.size(); t++) {
            FittedModel.Place place = places.get(t);
            FittedModel.FittedTerm of = model.terms().get(t);
            int w = of.width();
            double[] sigma = place.map().original(Optimised.conditioned(model, place, theta));
            for (int j = 0; j < w; j++) {
                for (int i = 0; i < w; i++) {
                    sigma[j * w + i] *= scale(t, i, factor) * scale(t, j, factor);
                }
            }
            of.covariance().parameters(w, place.map().conditioned(sigma), start, place.theta());
        }
        return start;
    }

    private double scale(int of, int i, double factor) {
        if (term == RESIDUAL) {
            return 1 / factor;
        }
        boolean own = HETEROGENEOUS.contains(model.terms().get(of).structure());
        return of == term && (i == effect || !own) ? factor : 1;
    }
}
