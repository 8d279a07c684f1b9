package dev.echelon.internal.randomtests;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;

/** The fit of a {@link Reduction}: its criterion, and its estimates as those of the larger model at its boundary. */
public final class SmallerFit {
    /** A predicted distance from the minimum that is too large to count as a fit. */
    private static final double CONVERGED = 1e-6;

    private final Reduction reduction;
    private final boolean reml;
    private final double[] point;
    private final double objective;
    private final boolean singular;

    private SmallerFit(Reduction reduction, boolean reml, double[] point, double objective, boolean singular) {
        this.reduction = reduction;
        this.reml = reml;
        this.point = point;
        this.objective = objective;
        this.singular = singular;
    }

    /**
     * Fits.
     *
     * @throws EchelonException if the optimiser does not converge
     */
    public static SmallerFit of(FittedModel model, Reduction reduction, boolean reml) {
        ProfiledLikelihood likelihood =
                new ProfiledLikelihood(reduction.reduce(model.data()), reduction.factors(), reml);
        Boundary finished = optimise(likelihood, likelihood.start());
        double shift = model.conditioning()
                .objectiveShift(model.data().rows() - (reml ? model.data().fixedColumns() : 0), model.kept(), reml);
        Optimum optimum = finished.optimum();
        return new SmallerFit(reduction, reml, optimum.point(), optimum.value() + shift, finished.singular());
    }

    /** The optimum from a start; refuses one that did not converge. */
    static Boundary optimise(ProfiledLikelihood likelihood, double[] start) {
        Boundary finished = Boundary.finish(likelihood, TrustRegion.minimise(likelihood, start, Options.DEFAULTS));
        Optimum optimum = finished.optimum();
        boolean stationary = optimum.status() == Optimum.Status.CONVERGED || optimum.decrement() < CONVERGED;
        if (!Double.isFinite(optimum.value()) || !stationary || !finished.certified()) {
            throw new EchelonException("the optimiser did not converge when the model was fitted without the effect");
        }
        return finished;
    }

    /** −2 log-likelihood or the REML criterion, on the scale of the data. */
    public double objective() {
        return objective;
    }

    /** Whether some Σ that is left is singular. */
    public boolean singular() {
        return singular;
    }

    /** The minimum for other responses, in the conditioned scale. */
    double minimum(CrossProducts data) {
        ProfiledLikelihood likelihood = new ProfiledLikelihood(reduction.reduce(data), reduction.factors(), reml);
        return optimise(likelihood, interior(point)).optimum().value();
    }

    /** θ with zeros moved off the boundary. */
    static double[] interior(double[] theta) {
        double[] moved = theta.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = moved[i] == 0 ? 0.05 : moved[i];
        }
        return moved;
    }

    /** Σ/σ² of every term of the larger model, on the scale of the data; zero for what was left out. */
    public List<double[]> relative() {
        return reduction.relative(point);
    }

    /** The larger model with the estimates of this one. */
    FittedModel asLarger(FittedModel model) {
        List<double[]> relative = relative();
        List<FittedModel.FittedTerm> terms = new ArrayList<>();
        for (int t = 0; t < model.terms().size(); t++) {
            FittedModel.FittedTerm term = model.terms().get(t);
            terms.add(new FittedModel.FittedTerm(
                    term.name(),
                    term.group(),
                    term.structure(),
                    term.columns(),
                    term.levels(),
                    relative.get(t),
                    term.modes()));
        }
        FittedModel at = with(model, terms, model.beta(), model.sigma());
        Estimates estimates = at.likelihood(reml).estimates(at.theta(), at.conditioning(), at.factors(), at.kept());
        return with(model, terms, estimates.beta(), estimates.sigma());
    }

    private static FittedModel with(
            FittedModel model, List<FittedModel.FittedTerm> terms, double[] beta, double sigma) {
        return new FittedModel(
                model.encoding(),
                model.kept(),
                model.columns(),
                beta,
                sigma,
                terms,
                model.data(),
                model.conditioning());
    }
}
