package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.TermCoding;
import dev.echelon.internal.distribution.Tests;
import dev.echelon.internal.inference.BetweenWithin;
import dev.echelon.internal.inference.FixedDegrees;
import dev.echelon.internal.inference.FixedEffectMoments;
import dev.echelon.internal.inference.Hypotheses;
import dev.echelon.internal.inference.KenwardRoger;
import dev.echelon.internal.inference.MarginalModel;
import dev.echelon.internal.inference.Sandwich;
import dev.echelon.internal.inference.Satterthwaite;
import dev.echelon.internal.inference.SequentialRows;
import dev.echelon.internal.inference.TestMethod;
import dev.echelon.result.AnovaTable;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Interval;
import dev.echelon.result.TestResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tests of the fixed effects of a fit; what a method needs is computed when it is first asked for. */
final class FixedEffects {
    private static final double LEVEL = 0.95;

    private final FitState state;
    private final Optional<Information> information;
    private final Map<DfMethod, TestMethod> methods = new EnumMap<>(DfMethod.class);
    private @Nullable FixedEffectMoments model;

    FixedEffects(FitState state) {
        this(state, Optional.empty(), null);
    }

    private FixedEffects(FitState state, Optional<Information> information, @Nullable FixedEffectMoments model) {
        this.state = state;
        this.information = information;
        this.model = model;
    }

    /** The same with another information matrix; the costly part, if known, is shared. */
    synchronized FixedEffects information(Information value) {
        return new FixedEffects(state, Optional.of(value), model);
    }

    /** Satterthwaite's method unless that takes more than about a second. */
    DfMethod preferred() {
        if (state.monteCarlo().isPresent()) {
            return DfMethod.NONE;
        }
        return state.residual().isPresent() || MarginalModel.isCheap(state.data())
                ? DfMethod.SATTERTHWAITE
                : DfMethod.NONE;
    }

    /** What a reader of tests by a method must know besides its name. */
    List<String> notes(DfMethod df) {
        List<String> notes = new ArrayList<>();
        state.residual()
                .flatMap(ResidualState::robust)
                .ifPresent(robust -> notes.add("Cluster-robust covariance "
                        + robust.kind().id() + " by "
                        + state.residual().get().estimate().subject()
                        + (df == DfMethod.SATTERTHWAITE ? ", degrees of freedom of Bell and McCaffrey." : ".")));
        boolean usesInformation = df == DfMethod.SATTERTHWAITE || isKenwardRoger(df);
        if (usesInformation && information.isPresent()) {
            notes.add("Information about the covariance parameters: "
                    + information.get().id() + ".");
        }
        if (df == DfMethod.NONE && state.monteCarlo().isPresent()) {
            notes.add(
                    "No degrees of freedom: theta was estimated by an iterative computation, for data so large that they"
                            + " hardly matter.");
        } else if (df == DfMethod.NONE && preferred() == DfMethod.NONE) {
            notes.add("No degrees of freedom: crossed grouping factors connect "
                    + MarginalModel.connectedEffects(state.data())
                    + " random effects, for which Satterthwaite's method, the default up to "
                    + MarginalModel.CHEAP_ORDER + ", takes long; --df satterthwaite computes it.");
        }
        return List.copyOf(notes);
    }

    private static boolean isKenwardRoger(DfMethod df) {
        return df == DfMethod.KENWARD_ROGER || df == DfMethod.KENWARD_ROGER_LINEAR || df == DfMethod.KENWARD_ROGER_2009;
    }

    /** The coefficients with t tests and intervals. */
    List<Coefficient> coefficients(DfMethod df) {
        int p = state.beta().length;
        if (p == 0) {
            return List.of();
        }
        TestMethod method = method(df);
        double[] covariance = method.covariance();
        List<Coefficient> coefficients = new ArrayList<>();
        for (int k = 0; k < p; k++) {
            double[] l = new double[p];
            l[k] = 1;
            coefficients.add(coefficient(
                    state.columns().get(k),
                    state.beta()[k],
                    Math.sqrt(covariance[k * p + k]),
                    method.degreesOfFreedom(l)));
        }
        return List.copyOf(coefficients);
    }

    private static Coefficient coefficient(String name, double estimate, double error, double df) {
        double t = estimate / error;
        double p = Tests.twoSided(t, df);
        double quantile = Tests.quantile((1 - LEVEL) / 2, df);
        Interval interval = new Interval(estimate - quantile * error, estimate + quantile * error, LEVEL);
        return new Coefficient(name, estimate, error, df, t, p, interval);
    }

    /** The F test of Lβ = 0. */
    TestResult test(String term, double[][] l, DfMethod df) {
        requireShape(l);
        return result(term, l, method(df).test(l, state.beta()));
    }

    /** The F test of Lβ = c. */
    TestResult test(LinearHypothesis hypothesis, DfMethod df) {
        double[][] l = hypothesis.rows();
        return result(hypothesis.text(), l, method(df).test(l, hypothesis.shifted(state.beta())));
    }

    private static TestResult result(String term, double[][] l, TestMethod.Outcome outcome) {
        double f = outcome.statistic();
        int q = outcome.numerator();
        double d = outcome.denominator();
        if (q == 0) {
            throw new EchelonException("the hypothesis matrix is zero: it tests nothing");
        }
        double p = Tests.upperF(f, q, d);
        return new TestResult(term, q, d, f, p, l);
    }

    /** The labels of the terms. */
    List<String> terms() {
        return state.encoding().fixedCodings().stream().map(TermCoding::label).toList();
    }

    /** The tests of all terms. */
    AnovaTable anova(int type, DfMethod df) {
        if (type < 1 || type > 3) {
            throw new EchelonException("no tests of type " + type + "; the types are 1, 2 and 3");
        }
        Encoding encoding = state.encoding();
        List<TermCoding> terms = encoding.fixedCodings();
        int[] kept = state.kept();
        Hypotheses hypotheses = new Hypotheses(
                terms,
                encoding.formula().fixed().intercept(),
                kept,
                new SequentialRows(state.data(), state.conditioning(), kept));
        List<TestResult> tests = new ArrayList<>();
        List<String> notes = new ArrayList<>(notes(df));
        for (int t = 0; t < terms.size(); t++) {
            double[][] l = hypotheses.rows(type, t);
            if (l.length > 0) {
                tests.add(result(terms.get(t).label(), l, method(df).test(l, state.beta(), hypotheses.columns(t))));
            }
            if (l.length < hypotheses.contrasts(type, t)) {
                notes.add("'" + terms.get(t).label() + "': only " + l.length + " of "
                        + hypotheses.contrasts(type, t)
                        + " contrasts can be estimated and are tested, because combinations of levels have no data or"
                        + " columns depend on others");
            }
        }
        return new AnovaTable(type, df.id(), tests, notes);
    }

    /** Marginal means. */
    MarginalMeans means(Means request) {
        DfMethod df = request.df().orElseGet(this::preferred);
        MarginalMeans.Fixed fixed =
                new MarginalMeans.Fixed(state.encoding(), state.kept(), state.dependence(), state.beta(), method(df));
        return MarginalMeans.of(fixed, this::test, request, df);
    }

    private void requireShape(double[][] l) {
        int p = state.beta().length;
        for (int i = 0; i < l.length; i++) {
            if (l[i].length != p) {
                throw new EchelonException("row " + (i + 1) + " of the hypothesis matrix has " + l[i].length
                        + " numbers, but the model has " + p + " fixed effects: " + String.join(", ", state.columns()));
            }
        }
        if (l.length == 0) {
            throw new EchelonException("the hypothesis matrix has no rows");
        }
    }

    /** The rows of a p×p matrix. */
    static double[][] rows(int p, double[] matrix) {
        double[][] rows = new double[p][p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                rows[i][k] = matrix[k * p + i];
            }
        }
        return rows;
    }

    /** Covariance of β̂ that the tests use, p×p. */
    double[] covariance(DfMethod df) {
        return state.beta().length == 0 ? new double[0] : method(df).covariance();
    }

    /** The method, made when it is first asked for. */
    synchronized TestMethod method(DfMethod df) {
        return methods.computeIfAbsent(df, this::create);
    }

    private TestMethod create(DfMethod df) {
        Optional<Sandwich> robust =
                state.residual().flatMap(ResidualState::robust).map(ResidualState.Robust::sandwich);
        return robust.isPresent() ? robust(robust.get(), df) : byModel(df);
    }

    /** Satterthwaite's principle for a robust covariance is Bell and McCaffrey's. */
    private TestMethod robust(Sandwich sandwich, DfMethod df) {
        if (df == DfMethod.SATTERTHWAITE) {
            return sandwich;
        }
        if (isKenwardRoger(df)) {
            throw new EchelonException("the method of Kenward and Roger adjusts the model's covariance and cannot be"
                    + " combined with a robust one; use the degrees of freedom 'satterthwaite'");
        }
        double[] degrees = new double[state.beta().length];
        TestMethod plain = byModel(df);
        for (int k = 0; k < degrees.length; k++) {
            double[] l = new double[degrees.length];
            l[k] = 1;
            degrees[k] = plain.degreesOfFreedom(l);
        }
        return new FixedDegrees(sandwich.covariance(), degrees);
    }

    private TestMethod byModel(DfMethod df) {
        switch (df) {
            case SATTERTHWAITE:
                return new Satterthwaite(model(), information(Information.OBSERVED, model()));
            case KENWARD_ROGER:
                return kenwardRoger(KenwardRoger.Variant.ORIGINAL);
            case KENWARD_ROGER_LINEAR:
                return kenwardRoger(KenwardRoger.Variant.LINEAR);
            case KENWARD_ROGER_2009:
                return kenwardRoger(KenwardRoger.Variant.BIAS_CORRECTED);
            case BETWEEN_WITHIN:
                return new FixedDegrees(
                        state.covariance(),
                        state.residual()
                                .map(FixedEffects::betweenWithinSubjects)
                                .orElseGet(this::betweenWithin));
            case CONTAINMENT:
                state.requireIndependentLevels("containment degrees of freedom");
                return new FixedDegrees(state.covariance(), Contained.degrees(state));
            case RESIDUAL:
                return constant(state.rows().used() - state.beta().length);
            case NONE:
                return constant(Double.POSITIVE_INFINITY);
        }
        throw new IllegalStateException(df.id());
    }

    private double[] betweenWithin() {
        state.requireIndependentLevels("between-within degrees of freedom");
        Set<String> seen = new HashSet<>();
        for (FitState.Term term : state.terms()) {
            if (seen.add(term.group()) && !term.columns().get(0).equals("(Intercept)")) {
                throw new EchelonException("between-within degrees of freedom need a random intercept of '"
                        + term.group() + "' to tell what varies within its levels; use 'satterthwaite'");
            }
        }
        return BetweenWithin.degrees(state.data(), state.factors(), intercept());
    }

    private static double[] betweenWithinSubjects(ResidualState residual) {
        double[] degrees = residual.betweenWithin();
        if (degrees.length > 0 && Double.isNaN(degrees[0])) {
            throw new EchelonException("between-within degrees of freedom need repeated() with a subject and no random"
                    + " terms besides it; use 'satterthwaite' or 'kenward-roger'");
        }
        return degrees;
    }

    private TestMethod kenwardRoger(KenwardRoger.Variant variant) {
        KenwardRoger.requireRestricted(state.criterion() == Criterion.REML);
        // SAS and mmrm take the observed information for structured residuals, pbkrtest the expected one for random
        // effects
        Information usual = state.residual().isPresent() ? Information.OBSERVED : Information.EXPECTED;
        return new KenwardRoger(model(), variant, information(usual, model()));
    }

    private double[] information(Information usual, FixedEffectMoments of) {
        switch (information.orElse(usual)) {
            case OBSERVED:
                return of.observed();
            case EXPECTED:
                return of.expected();
            case AVERAGE:
                return of.average();
        }
        throw new IllegalStateException(usual.id());
    }

    private TestMethod constant(double degrees) {
        double[] each = new double[state.beta().length];
        Arrays.fill(each, degrees);
        return new FixedDegrees(state.covariance(), each);
    }

    private int intercept() {
        for (int k = 0; k < state.kept().length; k++) {
            if (state.kept()[k] == state.conditioning().intercept()) {
                return k;
            }
        }
        return -1;
    }

    private FixedEffectMoments model() {
        FixedEffectMoments known = model;
        if (known == null && state.residual().isPresent()) {
            known = state.residual().get().moments();
            model = known;
        }
        if (known == null) {
            known = MarginalModel.of(
                    state.data(),
                    state.conditioning(),
                    state.factors(),
                    state.terms().stream().map(term -> term.ofData().relative()).toList(),
                    state.sigma(),
                    state.kept(),
                    state.criterion() == Criterion.REML);
            model = known;
        }
        return known;
    }
}
