package dev.echelon.report.figure;

import dev.echelon.Confint;
import dev.echelon.LmmFit;
import dev.echelon.MarginalMeans;
import dev.echelon.result.CheckResult;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.Exploration;
import dev.echelon.result.ModelRows;
import dev.echelon.result.ModelShape;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.ResidualCovariance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pictures of a fit, by what they are about. Those that need rows are left out for a saved fit. */
public final class Figures {
    private static final int MOST_PAIRED = 4;
    private static final int MOST_CONTEXTUAL = 6;
    private static final int MOST_POSITIONS = 30;
    private static final int MOST_PROFILED = 12;
    private static final long MOST_PROFILE_WORK = 4000;
    private static final long MOST_CROSSED_WORK = 400;

    private final LmmFit fit;
    private final Optional<ModelRows> rows;

    private Figures(LmmFit fit) {
        this.fit = fit;
        this.rows = fit.modelRows();
    }

    /** Of a fit. */
    public static Figures of(LmmFit fit) {
        return new Figures(fit);
    }

    /** Rows within groups and where the matrices are not zero. */
    public List<Figure> structure() {
        List<Figure> figures = new ArrayList<>();
        rows.filter(present -> !present.groupings().isEmpty()).ifPresent(present -> {
            figures.add(Nesting.boxes(present.groupings().get(0)));
            present.groupings().forEach(grouping -> figures.add(Nesting.sizes(grouping)));
            Sparsity sparsity = new Sparsity(fit.shape(), present);
            figures.add(sparsity.whole());
            figures.add(sparsity.zoom());
            figures.add(sparsity.factor());
        });
        return figures;
    }

    /** The data in three ways, and slopes within and between groups. */
    public List<Figure> exploration(Exploration exploration) {
        List<Figure> figures = new ArrayList<>();
        rows.ifPresent(present -> {
            ThreeWays.of(exploration, present, fit.shape().response()).ifPresent(figures::add);
            exploration.contextual().stream()
                    .filter(contextual -> present.columns().contains(contextual.predictor()))
                    .limit(MOST_CONTEXTUAL)
                    .forEach(contextual -> figures.add(WithinBetween.of(
                            exploration, contextual, present, fit.shape().response())));
        });
        return figures;
    }

    /** What the fixed effects say about the mean. */
    public List<Figure> effects() {
        return rows.map(present -> EffectPlot.of(fit, present)).orElse(List.of());
    }

    /** Marginal means. */
    public Figure means(MarginalMeans means) {
        return MeansPlot.of(means);
    }

    /** Random effects: shrinkage, caterpillars, pairs, correlations. */
    public List<Figure> random() {
        List<Figure> figures = new ArrayList<>();
        for (String group :
                fit.residual().isPresent() ? List.<String>of() : fit.groups().keySet()) {
            List<CovarianceEstimate> own = fit.covarianceEstimates().stream()
                    .filter(estimate -> estimate.group().equals(group))
                    .toList();
            figures.addAll(Shrinkage.of(fit.groupEstimates(group), own));
        }
        for (CovarianceEstimate estimate : fit.covarianceEstimates()) {
            RandomEffects effects = fit.randomEffects(estimate.name());
            int q = effects.columns().size();
            for (int i = 0; i < q; i++) {
                figures.add(Caterpillar.of(effects, i));
            }
            for (int i = 0; i < q && q <= MOST_PAIRED; i++) {
                for (int j = i + 1; j < q; j++) {
                    figures.add(EffectsScatter.of(effects, estimate, i, j));
                }
            }
            if (q > 1) {
                figures.add(correlations(estimate));
            }
        }
        return figures;
    }

    /** Residuals, normality of random effects, the way to the optimum. */
    public List<Figure> checks() {
        List<Figure> figures = new ArrayList<>();
        rows.filter(present -> fit.sigma() > 0).ifPresent(present -> {
            double[] scaled = fit.scaledResiduals();
            figures.add(ResidualPanel.of(fit.fitted(), scaled));
            present.groupings().forEach(grouping -> figures.add(GroupResiduals.of(grouping, scaled)));
        });
        for (CovarianceEstimate estimate : fit.covarianceEstimates()) {
            RandomEffects effects = fit.randomEffects(estimate.name());
            for (int i = 0; i < effects.columns().size(); i++) {
                figures.add(EffectQuantiles.of(effects, i));
            }
        }
        if (fit.trace().size() > 1) {
            figures.add(ConvergenceTrace.of(fit.trace()));
        }
        return figures;
    }

    /** Simulated residuals, and how much each level moves the fixed effects. */
    public List<Figure> simulations(CheckResult check) {
        List<Figure> figures = new ArrayList<>();
        check.simulated().forEach(simulated -> figures.add(SimulatedRanksPlot.of(simulated)));
        check.influence().forEach(influence -> InfluencePlot.of(influence).ifPresent(figures::add));
        return figures;
    }

    /** Profiles of the likelihood; none where they take long or residuals have a structure. */
    public List<Figure> profiles() {
        return profiled() ? ProfilePlot.of(fit.profile(Confint.profile().coverage(0.99))) : List.of();
    }

    /** Whether {@link #profiles} are drawn: each of few parameters takes some 25 fits with few random effects. */
    public boolean profiled() {
        ModelShape shape = fit.shape();
        int parameters = shape.fixed().size() + fit.theta().size() + 1;
        return fit.residual().isEmpty()
                && fit.sigma() > 0
                && !shape.random().isEmpty()
                && parameters <= MOST_PROFILED
                && parameters * (long) shape.randomColumns()
                        <= (shape.nested() ? MOST_PROFILE_WORK : MOST_CROSSED_WORK);
    }

    /** The correlations of R, one picture per group; none if positions are coordinates or many. */
    public List<Figure> residual(ResidualCovariance residual) {
        List<Figure> figures = new ArrayList<>();
        for (ResidualCovariance.Group group : residual.groups()) {
            int m = group.covariance().size();
            if (m > 1 && m <= MOST_POSITIONS && m == residual.positions().size()) {
                double[][] matrix = new double[m][m];
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < m; j++) {
                        matrix[i][j] = group.correlation(i, j);
                    }
                }
                String of = group.name().isEmpty() ? "" : ", " + group.name();
                figures.add(CorrelationMap.of(
                        "r-" + (figures.size() + 1),
                        "Correlations of residuals by " + residual.position() + of,
                        residual.positions(),
                        matrix));
            }
        }
        return figures;
    }

    private static Figure correlations(CovarianceEstimate estimate) {
        int q = estimate.columns().size();
        double[][] matrix = new double[q][q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                matrix[i][j] = estimate.correlation().get(i).get(j);
            }
        }
        return CorrelationMap.of(
                "g-" + estimate.name(),
                "Correlations of the effects of " + estimate.name(),
                estimate.columns(),
                matrix);
    }
}
