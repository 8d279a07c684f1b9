package dev.echelon.internal.diagnose;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Aliasing;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.crossproducts.LevelDeletion;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.GroupInfluence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The fit without each level of a grouping factor, from cross-products without the level's rows. Where all other factors
 * are nested in the deleted one, these cost no pass over the rows; otherwise one pass per level.
 *
 * <p>Levels are shared among threads; each is a computation of its own, so results do not depend on their number.
 *
 * <p><b>Source</b> docs/math/diagnostics.md#groups
 */
public final class GroupDeletion {
    /** What happens to θ. */
    public enum Method {
        /** θ̂ of all rows: β̂ and σ̂ are exact given θ̂. */
        FIXED_THETA("fixed-theta"),
        /** One Newton step from θ̂. */
        ONE_STEP("one-step"),
        /** Optimised again, from θ̂. */
        REFIT("refit");

        private final String title;

        Method(String title) {
            this.title = title;
        }

        /** Its name in results. */
        public String title() {
            return title;
        }
    }

    private static final double CONVERGED = 1e-6;

    private final FittedModel model;
    private final Design design;
    private final boolean reml;
    private final Method method;
    private final List<GroupingFactor> factors;
    private final int deleted;
    private final Optional<LevelDeletion> nested;
    private final CrossProducts pattern; // keeps nested factors nested, also where a level has no rows left
    private final double[] theta;
    private final FixedCovariance whole;
    private final List<Double> components;

    /** @param covariance of the fixed effects of the whole fit, on the scale of the data */
    private GroupDeletion(
            FittedModel model, double[] covariance, Design design, boolean reml, String group, Method method) {
        this.model = model;
        this.design = design;
        this.reml = reml;
        this.method = method;
        this.factors = GroupingFactor.of(design);
        this.deleted = index(group);
        this.nested = LevelDeletion.of(model.data(), design, factors, model.conditioning(), model.kept(), deleted);
        this.pattern = model.data().empty();
        this.theta = model.theta();
        this.whole = new FixedCovariance(model.kept().length, covariance);
        this.components = components(
                model.terms().stream().map(FittedModel.FittedTerm::relative).toList(), model.sigma());
    }

    /**
     * Deletes every level of {@code group} in turn.
     *
     * @throws EchelonException if the model has no such grouping factor
     */
    public static GroupInfluence of(
            FittedModel model, double[] covariance, Design design, boolean reml, String group, Method method) {
        return new GroupDeletion(model, covariance, design, reml, group, method).all();
    }

    private int index(String group) {
        List<String> known = factors.stream().map(GroupingFactor::group).toList();
        int index = known.indexOf(group);
        if (index < 0) {
            throw new EchelonException("the model has no grouping factor '" + group + "'"
                    + (known.isEmpty() ? "" : "; choose " + String.join(" or ", known)));
        }
        return index;
    }

    private GroupInfluence all() {
        GroupingFactor factor = factors.get(deleted);
        List<String> levels = design.random().get(factor.terms().get(0).index()).levels();
        long[] counts = new long[factor.levels()];
        for (int code : factor.codes()) {
            counts[code]++;
        }
        List<GroupInfluence.Deletion> deletions = IntStream.range(0, factor.levels())
                .parallel()
                .mapToObj(level -> delete(level, levels.get(level), counts[level]))
                .toList();
        return new GroupInfluence(factor.group(), method.title(), model.columns(), componentNames(), deletions);
    }

    private GroupInfluence.Deletion delete(int level, String name, long rows) {
        CrossProducts data = without(level);
        int p = model.kept().length;
        if (data.rows() <= p || Aliasing.of(data).kept().length < p) {
            return failed(name, rows, "the other rows do not determine all fixed effects");
        }
        ProfiledLikelihood likelihood = new ProfiledLikelihood(data, factors, reml);
        if (!Double.isFinite(likelihood.value(theta))) {
            return failed(name, rows, "the other rows have no likelihood");
        }
        double[] point = point(likelihood);
        if (point.length < theta.length) {
            return failed(name, rows, "the optimiser did not converge");
        }
        return measured(name, rows, likelihood.estimates(point, model.conditioning(), factors, model.kept()));
    }

    private CrossProducts without(int level) {
        return nested.map(deletion -> deletion.without(level)).orElseGet(() -> {
            Design rest = DesignRows.without(design, factors.get(deleted).codes(), level);
            return CrossProducts.of(rest, GroupingFactor.of(rest), model.conditioning())
                    .withFixedColumns(model.kept())
                    .merge(pattern);
        });
    }

    /** θ without the level; empty if it was not found. */
    private double[] point(ProfiledLikelihood likelihood) {
        if (method == Method.FIXED_THETA || theta.length == 0) {
            return theta;
        }
        if (method == Method.ONE_STEP) {
            return TrustRegion.minimise(likelihood, theta, Options.DEFAULTS.withMaxEvaluations(2))
                    .point();
        }
        Boundary finished = Boundary.finish(likelihood, TrustRegion.minimise(likelihood, theta, Options.DEFAULTS));
        Optimum optimum = finished.optimum();
        boolean stationary = optimum.status() == Optimum.Status.CONVERGED || optimum.decrement() < CONVERGED;
        return stationary && finished.certified() ? optimum.point() : new double[0];
    }

    private GroupInfluence.Deletion measured(String name, long rows, Estimates without) {
        int p = model.kept().length;
        double[] change = new double[p];
        List<Double> dfbetas = new ArrayList<>();
        List<Double> estimates = new ArrayList<>();
        for (int k = 0; k < p; k++) {
            change[k] = model.beta()[k] - without.beta()[k];
            dfbetas.add(change[k] / Math.sqrt(without.covariance()[k * p + k]));
            estimates.add(without.beta()[k]);
        }
        FixedCovariance own = new FixedCovariance(p, without.covariance());
        List<Double> now = components(
                without.terms().stream().map(Estimates.TermEstimates::relative).toList(), without.sigma());
        List<Double> relative = new ArrayList<>();
        for (int k = 0; k < now.size(); k++) {
            relative.add(components.get(k) > 0 ? now.get(k) / components.get(k) - 1 : Double.NaN);
        }
        return new GroupInfluence.Deletion(
                name,
                rows,
                "",
                whole.distance(change) / p,
                own.distance(change) / p,
                Math.exp(own.logDeterminant() - whole.logDeterminant()),
                Math.abs(whole.trace(without.covariance()) - p),
                estimates,
                List.copyOf(dfbetas),
                now,
                relative);
    }

    private static GroupInfluence.Deletion failed(String level, long rows, String why) {
        double none = Double.NaN;
        return new GroupInfluence.Deletion(
                level, rows, why, none, none, none, none, List.of(), List.of(), List.of(), List.of());
    }

    /** The variances of all effects and of the residual. */
    private List<Double> components(List<double[]> relative, double sigma) {
        List<Double> variances = new ArrayList<>();
        for (int t = 0; t < relative.size(); t++) {
            int w = model.terms().get(t).width();
            for (int k = 0; k < w; k++) {
                variances.add(sigma * sigma * relative.get(t)[k * w + k]);
            }
        }
        variances.add(sigma * sigma);
        return variances;
    }

    private List<String> componentNames() {
        List<String> names = new ArrayList<>();
        for (FittedModel.FittedTerm term : model.terms()) {
            term.columns().forEach(column -> names.add(column + "|" + term.group()));
        }
        names.add("residual");
        return names;
    }
}
