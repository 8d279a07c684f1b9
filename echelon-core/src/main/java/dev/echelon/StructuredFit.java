package dev.echelon;

import dev.echelon.covariance.Covariance;
import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.marginal.MarginalEstimates;
import dev.echelon.internal.marginal.MarginalFit;
import dev.echelon.internal.marginal.SubjectDegrees;
import dev.echelon.result.ResidualCovariance;
import dev.echelon.table.RowSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The path of a model whose residuals have a structure: the marginal likelihood in place of cross-products. */
final class StructuredFit {
    private final Design design;
    private final ResidualRows rows;
    private final MarginalEstimates estimates;
    private final double[] theta;

    private StructuredFit(Design design, ResidualRows rows, MarginalEstimates estimates) {
        this.design = design;
        this.rows = rows;
        this.estimates = estimates;
        this.theta = estimates.residual().stream()
                .mapToDouble(MarginalEstimates.Parameter::estimate)
                .toArray();
    }

    static LmmFit fit(Lmm model, Prepared prepared, RowSource source) {
        if (model.optimizer() == Optimizer.BOBYQA) {
            throw new EchelonException("models with repeated() or variance() are fitted by the trust-region optimizer"
                    + " only; leave bobyqa out");
        }
        EncodedRows encoded = prepared.rows().orElseThrow();
        Design design = encoded.design();
        ResidualRows rows = design.residual().orElseThrow();
        MarginalEstimates found = MarginalFit.of(design, rows, model.criterion() == Criterion.REML);
        if (!Arrays.equals(found.kept(), prepared.aliasing().kept())) {
            throw new EchelonException(
                    "the columns of the fixed effects nearly depend on each other, so that it cannot be decided which of"
                            + " them to drop; drop one of the terms, or centre and scale the predictors");
        }
        StructuredFit fit = new StructuredFit(design, rows, found);
        boolean singular = found.convergence().status().equals("converged-boundary");
        FitState state =
                FitState.of(model, prepared, fit.estimates(), found.convergence(), singular, Optional.of(fit.state()));
        return LmmFit.of(state, new FittedRows(encoded, state, Optional.of(found)), source);
    }

    /** The estimates in the form of fits without an R side; σ is the root of the mean residual variance of the rows. */
    private Estimates estimates() {
        double[] deviations = ResidualDeviations.of(rows, theta, estimates.fitted());
        double sum = 0;
        for (double deviation : deviations) {
            sum += deviation * deviation;
        }
        double variance = sum / deviations.length;
        List<Estimates.TermEstimates> terms = new ArrayList<>();
        double[] relativeTheta = new double[0];
        for (int t = 0; t < estimates.terms().size(); t++) {
            MarginalEstimates.Term term = estimates.terms().get(t);
            double[] relative = term.covariance().clone();
            for (int e = 0; e < relative.length; e++) {
                relative[e] /= variance;
            }
            Design.RandomBlock block = design.random().get(t);
            int w = block.effects().width();
            Covariance structure = block.covariance();
            int from = relativeTheta.length;
            relativeTheta = Arrays.copyOf(relativeTheta, from + structure.parameterCount(w));
            structure.parameters(w, relative, relativeTheta, from);
            terms.add(new Estimates.TermEstimates(relative, term.modes(), term.variances()));
        }
        return new Estimates(
                estimates.objective(),
                Math.sqrt(variance),
                estimates.beta(),
                estimates.covariance(),
                relativeTheta,
                terms);
    }

    private ResidualState state() {
        int[] counts = new int[rows.subjectLevels().size()];
        for (int subject : rows.subjects()) {
            counts[subject]++;
        }
        List<ResidualCovariance.Parameter> parameters = estimates.residual().stream()
                .map(p -> new ResidualCovariance.Parameter(p.of(), p.group(), p.name(), p.estimate(), p.error()))
                .toList();
        ResidualCovariance estimate = new ResidualCovariance(
                rows.structure().name(),
                rows.structure().label(),
                rows.structure().formula(),
                rows.subject(),
                counts.length,
                Arrays.stream(counts).filter(count -> count > 0).min().orElse(0),
                Arrays.stream(counts).max().orElse(0),
                rows.position(),
                rows.slotNames(),
                rows.group(),
                rows.variances().stream().map(ResidualRows.Variance::label).toList(),
                parameters,
                estimates.groups().stream().map(StructuredFit::group).toList(),
                estimates.optima());
        String plan = rows.structure().label() + ", " + estimates.kernel() + " kernel"
                + (estimates.refits() == 0 ? "" : ", " + estimates.refits() + " refits with new fitted values");
        return new ResidualState(estimate, plan, theta, estimates.moments(), betweenWithin(), Optional.empty());
    }

    private static ResidualCovariance.Group group(MarginalEstimates.Group group) {
        int m = (int) Math.round(Math.sqrt(group.covariance().length));
        List<List<Double>> covariance = new ArrayList<>();
        List<List<Integer>> observed = new ArrayList<>();
        for (int i = 0; i < m; i++) {
            List<Double> values = new ArrayList<>();
            List<Integer> counts = new ArrayList<>();
            for (int j = 0; j < m; j++) {
                values.add(group.covariance()[j * m + i]);
                counts.add(group.observed()[j * m + i]);
            }
            covariance.add(values);
            observed.add(counts);
        }
        return new ResidualCovariance.Group(group.name(), covariance, observed);
    }

    private double[] betweenWithin() {
        if (!design.random().isEmpty() || rows.subject().isEmpty()) {
            double[] unknown = new double[estimates.kept().length];
            Arrays.fill(unknown, Double.NaN);
            return unknown;
        }
        return SubjectDegrees.betweenWithin(design, rows, estimates.kept());
    }
}
