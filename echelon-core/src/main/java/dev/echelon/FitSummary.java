package dev.echelon;

import dev.echelon.covariance.Covariances;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.result.Convergence;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.Finding;
import dev.echelon.result.FitOptions;
import dev.echelon.result.ModelShape;
import dev.echelon.result.MonteCarlo;
import dev.echelon.result.Provenance;
import dev.echelon.result.ResidualCovariance;
import dev.echelon.result.RowReport;
import dev.echelon.result.Theta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a fit found: its size, criteria, variances and certificate. */
public abstract sealed class FitSummary permits LmmFit {
    final FitState state;
    final Origin origin;

    FitSummary(FitState state, Origin origin) {
        this.state = state;
        this.origin = origin;
    }

    /** The formula, with any dot expanded. */
    public String formula() {
        return state.formula();
    }

    /** What was optimised. */
    public Criterion criterion() {
        return state.criterion();
    }

    /** Number of rows used. */
    public long observations() {
        return state.rows().used();
    }

    /** Number of levels by grouping label, those with the most levels first. */
    public Map<String, Integer> groups() {
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (FitState.Term term : ordered()) {
            groups.put(term.group(), term.levels().size());
        }
        return groups;
    }

    /** The terms as results list them: most levels first, then as in the formula. */
    private List<FitState.Term> ordered() {
        List<FitState.Term> terms = new ArrayList<>(state.terms());
        terms.sort(Comparator.comparingInt(term -> -term.levels().size()));
        return terms;
    }

    /** The dimensions of the model and where its predictors vary: what its equations are made of. */
    public ModelShape shape() {
        return Shapes.of(state);
    }

    /** −2 log-likelihood (ML) or the REML criterion, as lme4, nlme and SAS define it. */
    public double objective() {
        return state.objective();
    }

    /** −objective/2. */
    public double logLik() {
        return -state.objective() / 2;
    }

    /** Number of parameters: fixed effects, θ, and σ or those of the R side; for REML too, as lme4 and nlme count. */
    public int parameters() {
        int count = state.beta().length + 1;
        for (FitState.Term term : state.terms()) {
            count += term.theta().length;
        }
        // σ is one of the parameters of the R side
        return count
                + state.residual().map(residual -> residual.theta().length - 1).orElse(0);
    }

    /** objective + 2·parameters. */
    public double aic() {
        return state.objective() + 2.0 * parameters();
    }

    /** objective + log(n)·parameters, n the rows used. */
    public double bic() {
        return state.objective() + Math.log(observations()) * parameters();
    }

    /** Residual standard deviation σ̂; with an R side the root of the mean residual variance of the rows. */
    public double sigma() {
        return state.sigma();
    }

    /** Whether the covariance of some term is singular. */
    public boolean singular() {
        return state.singular();
    }

    /** θ̂, relative to σ̂; for an unstructured term the lower triangle of its factor λ, column by column. */
    public List<Theta> theta() {
        List<Theta> theta = new ArrayList<>();
        for (FitState.Term term : ordered()) {
            List<String> names = Covariances.named(term.structure()).parameterNames(term.columns());
            for (int k = 0; k < term.theta().length; k++) {
                theta.add(new Theta(term.group() + "." + names.get(k), term.theta()[k]));
            }
        }
        return List.copyOf(theta);
    }

    /** Σ̂ of every random term as standard deviations and correlations. */
    public List<CovarianceEstimate> covarianceEstimates() {
        return CovarianceEstimates.of(ordered(), state.sigma());
    }

    /** The R side: the covariance of the residuals of a subject; empty if they are independent with one variance. */
    public Optional<ResidualCovariance> residual() {
        return state.residual().map(ResidualState::estimate);
    }

    /** The covariance of the fixed effects that tests use; {@link LmmFit#robust(Vcov)} changes it. */
    public Vcov robust() {
        return state.residual()
                .flatMap(ResidualState::robust)
                .map(ResidualState.Robust::kind)
                .orElse(Vcov.MODEL);
    }

    /** The errors of an iterative computation; empty if it was exact. */
    public Optional<MonteCarlo> monteCarlo() {
        return state.monteCarlo();
    }

    /** What a reader must know. */
    public List<Finding> findings() {
        return state.findings();
    }

    /** The certificate of the optimum. */
    public Convergence convergence() {
        return state.convergence();
    }

    /** What became of the rows. */
    public RowReport rows() {
        return state.rows();
    }

    /** Where the fit comes from, also after it was saved; a new fit computes its data's digest at the first call. */
    public Provenance provenance() {
        return origin.provenance();
    }

    /** What was asked for besides the formula. */
    public FitOptions options() {
        EncodingOptions asked = state.options();
        return new FitOptions(
                asked.codings().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue()
                        .text())),
                List.copyOf(asked.factors()),
                asked.weights(),
                asked.offset(),
                List.copyOf(asked.matrices().keySet()));
    }

    /** The names of the random terms, as in {@link #randomEffects}. */
    public List<String> randomTerms() {
        return ordered().stream().map(FitState.Term::name).toList();
    }
}
