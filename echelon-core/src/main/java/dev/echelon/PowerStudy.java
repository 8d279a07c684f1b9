package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.RandomTerm;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.TermCoding;
import dev.echelon.internal.inference.Hypotheses;
import dev.echelon.internal.inference.SequentialRows;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.simulation.PowerSimulation;
import dev.echelon.internal.simulation.ReplicateTest;
import dev.echelon.result.Interval;
import dev.echelon.result.PowerCurve;
import dev.echelon.result.PowerPoint;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Power by simulation: responses are drawn from known parameters, the model is fitted to each, and the share of tests
 * that are significant is counted. Samples are drawn and fitted as cross-products, so that a replicate costs the same for
 * any number of rows.
 *
 * <p>The definitions are those of simr: failures are not significant; the interval is Clopper and Pearson's.
 *
 * <p><b>Source</b> Green and MacLeod, Methods in Ecology and Evolution 7 (2016) 493–498; docs/guide/power.md
 */
public final class PowerStudy {
    private static final double LEVEL = 0.95;

    private final Power request;
    private final Criterion criterion;
    private final List<Design> designs;
    private final Function<Design, FittedModel> truth;
    private final AtomicLong done = new AtomicLong();

    /** One design of the curve: the table, empty for that of the fit. */
    private record Design(int size, List<Table> table) {}

    private PowerStudy(Power request, Criterion criterion, List<Design> designs, Function<Design, FittedModel> truth) {
        this.request = request;
        this.criterion = criterion;
        this.designs = designs;
        this.truth = truth;
    }

    /**
     * In the design of a fit, with its estimates as the truth; from a saved fit too, without the data.
     *
     * @throws EchelonException if the request changes the design, for which the rows are needed
     */
    public static PowerStudy of(LmmFit fit, Power request) {
        if (request.changesDesign()) {
            throw new EchelonException("a design can only be extended or reduced with its rows at hand; give the data"
                    + " that the model was fitted to");
        }
        FitState state = fit.state();
        double[] beta = beta(state, request);
        FittedModel model = with(state.model("power"), beta);
        return new PowerStudy(request, fit.criterion(), List.of(new Design(0, List.of())), design -> model);
    }

    /** In the design of given rows, or in designs made of them, with the estimates of a fit as the truth. */
    public static PowerStudy of(LmmFit fit, Power request, RowSource data) {
        FitState state = fit.state();
        double[] beta = beta(state, request);
        List<Design> designs = designs(Formula.parse(state.formula()), request, Encoding.inMemory(data));
        return new PowerStudy(request, fit.criterion(), designs, design -> AssumedModel.of(
                        state, beta, design.table().get(0))
                .model());
    }

    /** In the design of given rows, or in designs made of them, with assumed parameters; nothing need be fitted. */
    public static PowerStudy of(Lmm model, ModelParameters parameters, Power request, RowSource data) {
        Table table = Encoding.inMemory(data);
        ModelParameters all = parameters;
        for (Map.Entry<String, Double> effect : request.effects().entrySet()) {
            all = all.fixed(effect.getKey(), effect.getValue());
        }
        ModelParameters assumed = all;
        List<Design> designs = designs(model.formula(), request, table);
        return new PowerStudy(request, model.criterion(), designs, design -> AssumedModel.of(
                        model, assumed, design.table().get(0))
                .model());
    }

    private static double[] beta(FitState state, Power request) {
        double[] beta = state.beta().clone();
        request.effects().forEach((name, value) -> {
            int k = state.columns().indexOf(name);
            if (k < 0) {
                throw new EchelonException("no fixed effect '" + name + "'" + Suggestions.hint(name, state.columns())
                        + "; the fixed effects are " + String.join(", ", state.columns()));
            }
            beta[k] = value;
        });
        return beta;
    }

    private static FittedModel with(FittedModel model, double[] beta) {
        return new FittedModel(
                model.encoding(),
                model.kept(),
                model.columns(),
                beta,
                model.sigma(),
                model.terms(),
                model.data(),
                model.conditioning());
    }

    private static List<Design> designs(Formula formula, Power request, Table table) {
        Set<String> grouping = new LinkedHashSet<>();
        for (RandomTerm term : formula.random()) {
            for (Expression part : term.grouping()) {
                grouping.addAll(part.columns());
            }
        }
        List<Design> designs = new ArrayList<>();
        List<Integer> levels = request.levels().isEmpty() ? List.of(0) : request.levels();
        List<Integer> rows = request.rows().isEmpty() ? List.of(0) : request.rows();
        boolean byRows = request.levels().isEmpty() || rows.size() > 1;
        for (int level : levels) {
            Table longer = level == 0 ? table : DesignExtension.along(table, request.along(), level, grouping);
            for (int row : rows) {
                Table of = row == 0 ? longer : DesignExtension.within(longer, request.within(), row);
                designs.add(new Design(byRows ? row : level, List.of(of)));
            }
        }
        return designs;
    }

    /** How many replicates there are in all. */
    public long total() {
        return (long) request.replicates() * designs.size();
    }

    /** How many replicates have been done; may be asked by another thread while {@link #run} runs. */
    public long done() {
        return done.get();
    }

    /**
     * Runs on all processors.
     *
     * <p><b>Cost</b> of a replicate: a fit from cross-products and a test.
     *
     * @throws EchelonException if there is no such effect or term, or the parameters do not fit the design
     */
    public PowerCurve run() {
        List<PowerPoint> points = new ArrayList<>();
        List<PowerCurve.Effect> effects = List.of();
        for (Design design : designs) {
            FittedModel model = truth.apply(design);
            double[][] l = hypothesis(model);
            effects = effects(model, l);
            points.add(point(design, model, l));
        }
        return new PowerCurve(request.test(), method(), effects, request.alpha(), along(), points);
    }

    private PowerPoint point(Design design, FittedModel model, double[][] l) {
        ReplicateTest test = new ReplicateTest(model, kind(), l);
        PowerSimulation simulation = new PowerSimulation(model, test, criterion == Criterion.REML, request.alpha());
        PowerSimulation.Outcome outcome = simulation.run(request.replicates(), request.seed(), done);
        Map<String, Integer> groups = new LinkedHashMap<>();
        model.factors().forEach(factor -> groups.put(factor.group(), factor.levels()));
        int n = request.replicates();
        int x = outcome.significant();
        return new PowerPoint(
                design.size(),
                model.data().rows(),
                groups,
                n,
                x,
                (double) x / n,
                binomial(x, n),
                outcome.singular(),
                outcome.failures());
    }

    /** Clopper and Pearson (1934): the probabilities that tests of either tail do not reject. */
    static Interval binomial(int x, int n) {
        double tail = (1 - LEVEL) / 2;
        double lower = x == 0 ? 0 : BetaDistribution.of(x, n - x + 1.0).inverseCumulativeProbability(tail);
        double upper = x == n ? 1 : BetaDistribution.of(x + 1.0, n - x).inverseSurvivalProbability(tail);
        return new Interval(lower, upper, LEVEL);
    }

    /** L of a coefficient, or of a term as {@code anova} type III has it. */
    private double[][] hypothesis(FittedModel model) {
        String name = request.test();
        int p = model.columns().size();
        int k = model.columns().indexOf(name);
        if (k >= 0) {
            double[][] l = new double[1][p];
            l[0][k] = 1;
            return l;
        }
        Encoding encoding = model.encoding();
        List<TermCoding> terms = encoding.fixedCodings();
        List<String> labels = terms.stream().map(TermCoding::label).toList();
        int t = labels.indexOf(name);
        if (t < 0) {
            List<String> known = new ArrayList<>(model.columns());
            known.addAll(labels);
            throw new EchelonException("no fixed effect or term '" + name + "'" + Suggestions.hint(name, known)
                    + "; the fixed effects are " + String.join(", ", model.columns()) + ", the terms "
                    + String.join(", ", labels));
        }
        double[][] l = new Hypotheses(
                        terms,
                        encoding.formula().fixed().intercept(),
                        model.kept(),
                        new SequentialRows(model.data(), model.conditioning(), model.kept()))
                .rows(3, t);
        if (l.length == 0) {
            throw new EchelonException("the term '" + name + "' cannot be tested in this design: its columns depend on"
                    + " those before them");
        }
        return l;
    }

    private static List<PowerCurve.Effect> effects(FittedModel model, double[][] l) {
        List<PowerCurve.Effect> effects = new ArrayList<>();
        for (int k = 0; k < model.columns().size(); k++) {
            boolean tested = false;
            for (double[] row : l) {
                tested |= row[k] != 0;
            }
            if (tested) {
                effects.add(new PowerCurve.Effect(model.columns().get(k), model.beta()[k]));
            }
        }
        return effects;
    }

    private ReplicateTest.Kind kind() {
        return request.likelihoodRatio()
                ? ReplicateTest.Kind.LIKELIHOOD_RATIO
                : request.df() == DfMethod.NONE
                        ? ReplicateTest.Kind.NORMAL
                        : ReplicateTest.Kind.valueOf(request.df().name());
    }

    private String method() {
        return request.likelihoodRatio() ? "likelihood-ratio" : request.df().id();
    }

    private String along() {
        if (!request.changesDesign()) {
            return "";
        }
        return request.levels().isEmpty() || request.rows().size() > 1
                ? "rows in each " + String.join(" and ", request.within())
                : "levels of " + request.along();
    }
}
