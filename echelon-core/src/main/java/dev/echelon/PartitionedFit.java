package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Aliasing;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.GroupMoments;
import dev.echelon.internal.likelihood.PartitionedLikelihood;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Convergence;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.RowReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A fit of a model with one grouping factor whose levels are spread over many memories: the same optimum as {@link LmmFit}
 * with what can be known without having all levels in one place. Random effects follow from {@link #effects()} where the
 * levels are. Immutable.
 *
 * <p><b>Source</b> docs/math/likelihood.md#one-factor
 */
public final class PartitionedFit {
    /** Numbers that one sweep may send home. */
    private static final int LARGEST = 4_000_000;

    private final FitState.Term[] terms;
    private final Criterion criterion;
    private final DataSummary rows;
    private final long levels;
    private final int[] kept;
    private final List<String> columns;
    private final Estimates estimates;
    private final Convergence convergence;
    private final boolean singular;
    private final LevelEffects effects;

    /** Those who hold the levels. */
    public interface Levels {
        /** {@link LevelBlocks#sums} of all parts, added in an order that is always the same. */
        double[] sum(LevelTask task);
    }

    private PartitionedFit(Search search, Boundary finished, Convergence convergence) {
        this.criterion = search.model.criterion();
        this.rows = search.rows;
        this.levels = search.levelCount;
        this.estimates = search.likelihood.estimates(
                finished.optimum().point(), rows.conditioning(), search.factor, search.aliasing.kept());
        List<String> names = rows.encoding().fixedNames();
        this.kept = search.aliasing.kept();
        this.columns = Arrays.stream(kept).mapToObj(names::get).toList();
        this.terms = terms(rows.header().random(), estimates);
        this.convergence = convergence;
        this.singular = finished.singular();
        this.effects = search.effects(estimates, terms);
    }

    /**
     * Fits a model.
     *
     * @param rows the sums of all rows, {@link DataSummary#withoutLevels}
     * @throws EchelonException if the model has not one grouping factor, or does not fit the data; one sentence says why
     */
    public static PartitionedFit of(Lmm model, DataSummary rows, Levels levels) {
        if (!model.formula().hasDot() && !model.formula().text().equals(rows.formula())) {
            throw new EchelonException("the levels were summed up for '" + rows.formula() + "', not for '"
                    + model.formula().text() + "'; sum them up again for this model");
        }
        Search search = new Search(model, rows, levels);
        Boundary finished = Boundary.finish(
                search.likelihood,
                TrustRegion.minimise(search.likelihood, search.likelihood.start(), Options.DEFAULTS));
        Fitting.requireFinite(finished.optimum());
        return new PartitionedFit(search, finished, Fitting.certificate(model, finished));
    }

    /** Everything up to the optimum. */
    private static final class Search {
        final Lmm model;
        final DataSummary rows;
        final GroupingFactor factor;
        final Aliasing aliasing;
        final long levelCount;
        final PartitionedLikelihood likelihood;

        Search(Lmm model, DataSummary rows, Levels levels) {
            this.model = model;
            this.rows = rows;
            LevelBlocks.requireOneFactor(rows);
            this.factor = GroupingFactor.of(rows.header()).get(0);
            Prepared.requireVariation(model, rows);
            this.aliasing = Aliasing.of(rows.data());
            Prepared.requireDegreesOfFreedom(model, rows.data(), aliasing);
            int[] kept = aliasing.kept();
            double[] size = levels.sum(new LevelTask(LevelTask.Kind.SIZE, kept, new double[0]));
            this.levelCount = Math.round(size[0]);
            requireFewerLevelsThanRows();
            Redundancy.refuse(rows.header(), pooled(size), List.of(factor));
            CrossProducts data = rows.data().withFixedColumns(kept);
            Prepared.requireResidual(data);
            int q = factor.effects();
            int r = kept.length + 1;
            if (GroupMoments.size(q, r) > LARGEST) {
                throw new EchelonException("the model has too many columns (" + kept.length + " fixed, " + q
                        + " random) for levels that are spread over machines; give the driver more memory and fit it"
                        + " there, or leave terms out");
            }
            this.likelihood = new PartitionedLikelihood(
                    data, factor, model.criterion() == Criterion.REML, new PartitionedLikelihood.Levels() {
                        @Override
                        public GroupMoments moments(double[] lambda) {
                            return GroupMoments.of(
                                    q, r, levels.sum(new LevelTask(LevelTask.Kind.MOMENTS, kept, lambda.clone())));
                        }

                        @Override
                        public double[] start(double[] beta) {
                            return levels.sum(new LevelTask(LevelTask.Kind.START, kept, beta.clone()));
                        }
                    });
        }

        private void requireFewerLevelsThanRows() {
            if (levelCount >= rows.data().rows()) {
                throw new EchelonException("the grouping factor '" + factor.group() + "' has " + levelCount
                        + " levels in " + rows.data().rows()
                        + " rows: its effects cannot be told from the residuals; group the rows more coarsely");
            }
        }

        /** All levels as one, which is enough to see whether effects are linearly dependent. */
        private CrossProducts pooled(double[] size) {
            int q = factor.effects();
            int r = rows.data().fixedColumns() + 1;
            CrossProducts.Block one = new CrossProducts.Block(
                    1, q, Arrays.copyOfRange(size, 1, 1 + q * q), new double[q * r], new long[] {
                        rows.data().rows()
                    });
            CrossProducts data = rows.data();
            return CrossProducts.of(data.rows(), data.sumLogWeights(), data.fixed(), List.of(one), List.of(List.of()));
        }

        LevelEffects effects(Estimates estimates, FitState.Term[] terms) {
            double scale = rows.conditioning().responseScale();
            List<LevelEffects.Term> maps = new ArrayList<>();
            for (GroupingFactor.Term term : factor.terms()) {
                double[] map = rows.conditioning().effectsMap(0, term).clone();
                Arrays.setAll(map, i -> scale * map[i]);
                FitState.Term named = terms[term.index()];
                maps.add(new LevelEffects.Term(named.name(), new ArrayList<>(named.columns()), term.offset(), map));
            }
            double sigma = estimates.sigma() / scale;
            return new LevelEffects(
                    aliasing.kept(), likelihood.lambda(), likelihood.conditionedFixedEffects(), sigma * sigma, maps);
        }
    }

    private static FitState.Term[] terms(List<Design.RandomBlock> blocks, Estimates estimates) {
        FitState.Term[] terms = new FitState.Term[blocks.size()];
        int from = 0;
        for (int t = 0; t < terms.length; t++) {
            Design.RandomBlock block = blocks.get(t);
            int count = block.covariance().parameterCount(block.effects().width());
            terms[t] = new FitState.Term(
                    block.name(),
                    block.group(),
                    block.covariance().name(),
                    block.effects().names(),
                    List.of(),
                    Arrays.copyOfRange(estimates.theta(), from, from + count),
                    estimates.terms().get(t).relative(),
                    new double[0],
                    new double[0],
                    "");
            from += count;
        }
        return terms;
    }

    /** The formula, with any dot expanded. */
    public String formula() {
        return rows.formula();
    }

    /** What was optimised. */
    public Criterion criterion() {
        return criterion;
    }

    /** Number of rows used. */
    public long observations() {
        return rows.data().rows();
    }

    /** What became of the rows. */
    public RowReport rows() {
        return rows.rows();
    }

    /** The grouping factor. */
    public String group() {
        return rows.groups().get(0);
    }

    /** Number of its levels. */
    public long levels() {
        return levels;
    }

    /** −2 log-likelihood (ML) or the REML criterion. */
    public double objective() {
        return estimates.objective();
    }

    /** Number of parameters: fixed effects, θ and σ. */
    public int parameters() {
        return estimates.beta().length + estimates.theta().length + 1;
    }

    /** objective + 2·parameters. */
    public double aic() {
        return objective() + 2.0 * parameters();
    }

    /** objective + log(n)·parameters. */
    public double bic() {
        return objective() + Math.log(observations()) * parameters();
    }

    /** Residual standard deviation σ̂. */
    public double sigma() {
        return estimates.sigma();
    }

    /** Whether the covariance of some term is singular. */
    public boolean singular() {
        return singular;
    }

    /** The certificate of the optimum. */
    public Convergence convergence() {
        return convergence;
    }

    /** The fixed effects with 95 % Wald intervals from the normal distribution, which so many levels justify. */
    public List<Coefficient> coefficients() {
        return WaldCoefficients.of(columns, estimates.beta(), estimates.covariance());
    }

    /** Covariance of the fixed effects, by rows. */
    public double[][] vcov() {
        int p = columns.size();
        double[][] rowsOf = new double[p][];
        Arrays.setAll(rowsOf, k -> Arrays.copyOfRange(estimates.covariance(), k * p, (k + 1) * p));
        return rowsOf;
    }

    /** Σ̂ of every random term as standard deviations and correlations. */
    public List<CovarianceEstimate> covarianceEstimates() {
        return CovarianceEstimates.of(List.of(terms), sigma());
    }

    /** What makes random effects of the blocks of levels. */
    public LevelEffects effects() {
        return effects;
    }

    /** What predicts rows. */
    public LevelPredictor predictor() {
        return new LevelPredictor(rows, kept, columns, estimates.beta(), sigma(), terms, effects);
    }

    /** In a line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s by %s: %d rows, %d levels of %s, objective %.4f, sigma %.6g, %s",
                formula(),
                criterion,
                observations(),
                levels,
                group(),
                objective(),
                sigma(),
                convergence.status());
    }
}
