package dev.echelon;

import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.ModelMatrix;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.AnovaTable;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Convergence;
import dev.echelon.result.EffectSizes;
import dev.echelon.result.Exploration;
import dev.echelon.result.FittedBatch;
import dev.echelon.result.GroupCoefficients;
import dev.echelon.result.GroupEstimates;
import dev.echelon.result.Intervals;
import dev.echelon.result.ModelRows;
import dev.echelon.result.PowerCurve;
import dev.echelon.result.Predictions;
import dev.echelon.result.ProfileCurve;
import dev.echelon.result.RandomEffectTests;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.Simulations;
import dev.echelon.result.TestResult;
import dev.echelon.result.TraceStep;
import dev.echelon.table.RowSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A fitted linear mixed model and what can be asked of it. Immutable. What it found is in {@link FitSummary}. */
public final class LmmFit extends FitSummary {
    private final Optional<FittedRows> rows;
    private final FixedEffects tests;

    LmmFit(FitState state, Optional<FittedRows> rows, Origin origin) {
        this(state, rows, origin, new FixedEffects(state));
    }

    private LmmFit(FitState state, Optional<FittedRows> rows, Origin origin, FixedEffects tests) {
        super(state, origin);
        this.rows = rows;
        this.tests = tests;
    }

    static LmmFit of(
            Lmm model,
            Prepared prepared,
            Estimates estimates,
            Convergence convergence,
            boolean singular,
            Supplier<String> digest,
            List<Optimum.Step> trace) {
        return of(
                FitState.of(model, prepared, estimates, convergence, singular, Optional.empty()),
                prepared,
                digest,
                trace);
    }

    static LmmFit of(FitState state, Prepared prepared, Supplier<String> digest, List<Optimum.Step> trace) {
        return new LmmFit(
                state,
                prepared.rows().map(rows -> new FittedRows(rows, state, Optional.empty())),
                Origin.of(state, digest, trace));
    }

    static LmmFit of(FitState state, FittedRows rows, RowSource source) {
        return new LmmFit(state, Optional.of(rows), Origin.of(state, Origin.digest(source), List.of()));
    }

    /** The fixed effects with 95 % Wald intervals from the normal distribution. */
    public List<Coefficient> coefficients() {
        return WaldCoefficients.of(state.columns(), state.beta(), state.covariance());
    }

    /**
     * How reports find degrees of freedom when nobody says: Satterthwaite's method, or none if crossed factors connect
     * more than 2000 random effects, where it takes seconds and degrees of freedom hardly matter.
     */
    public DfMethod preferredDf() {
        return tests.preferred();
    }

    /** The same fit with this information behind Satterthwaite's (else observed) and Kenward and Roger's (else expected). */
    public LmmFit information(Information value) {
        return new LmmFit(state, rows, origin, tests.information(value));
    }

    /** What must be said with tests by this method: another information than usual, or why there are none by default. */
    public List<String> dfNotes(DfMethod df) {
        return tests.notes(df);
    }

    /**
     * The fixed effects with t tests and 95 % intervals by a method for their degrees of freedom. Kenward and Roger's
     * also adjusts the standard errors. Computed from the cross-products, without the data, at the first call.
     *
     * <p><b>Cost</b> cubic in the number of random effects that crossed factors connect; linear in the number of groups
     * for one factor or nested ones.
     *
     * @throws dev.echelon.error.EchelonException if the method does not apply to the fit, or memory does not suffice
     */
    public List<Coefficient> coefficients(DfMethod df) {
        return tests.coefficients(df);
    }

    /**
     * F tests of the terms of the fixed part, with hypotheses of type I, II or III as lmerTest defines them: type III is
     * that of equal marginal means, whatever the coding of the factors.
     *
     * @param type 1, 2 or 3
     * @throws dev.echelon.error.EchelonException if there is no such type, a type III hypothesis cannot be estimated
     *     because of empty cells, or the method does not apply
     */
    public AnovaTable anova(int type, DfMethod df) {
        return tests.anova(type, df);
    }

    /** The terms of the fixed part that {@link #anova} tests, by label. */
    public List<String> fixedTerms() {
        return tests.terms();
    }

    /**
     * The F test of Lβ = 0.
     *
     * @param hypothesis L, by rows, one number for each of {@link #coefficients()}
     * @throws dev.echelon.error.EchelonException if L has not that shape, or the method does not apply
     */
    public TestResult test(double[][] hypothesis, DfMethod df) {
        return tests.test("hypothesis", hypothesis, df);
    }

    /**
     * The F test of linear hypotheses about fixed effects in words: {@code "Days = 0"}, {@code "2 * a - b = 1; c = 0"}.
     * @throws dev.echelon.error.EchelonException if a name is not a fixed effect; the message shows the place
     */
    public TestResult test(String hypothesis, DfMethod df) {
        return tests.test(LinearHypothesis.parse(hypothesis, state.columns()), df);
    }

    /**
     * Likelihood-ratio tests of random effects against smaller models, which are fitted from the cross-products.
     *
     * @throws dev.echelon.error.EchelonException if there is no such random effect; the message lists them
     */
    public RandomEffectTests testRandom(RandomTest request) {
        return RandomEffectTesting.of(this, request);
    }

    /**
     * Estimated marginal means, or slopes of a covariate: {@code fit.means(Means.of("a").by("b"))}. From a saved fit, too.
     *
     * @throws dev.echelon.error.EchelonException if a factor, level or covariate is unknown, or the method does not apply
     */
    public MarginalMeans means(Means request) {
        return tests.means(request);
    }

    /**
     * The fixed effect of that name.
     *
     * @throws dev.echelon.error.EchelonException if there is none; the message names the nearest
     */
    public Coefficient coefficient(String term) {
        return coefficients().stream()
                .filter(coefficient -> coefficient.term().equals(term))
                .findFirst()
                .orElseThrow(() -> new dev.echelon.error.EchelonException(
                        "no fixed effect '" + term + "'" + dev.echelon.error.Suggestions.hint(term, state.columns())));
    }

    /** Covariance matrix of the fixed effects, rows of p numbers. */
    public double[][] vcov() {
        return FixedEffects.rows(state.beta().length, state.covariance());
    }

    /**
     * Covariance matrix of the fixed effects that a method's tests use, rows of p numbers: Kenward and Roger's is
     * adjusted, the others' is {@link #vcov()}.
     *
     * @throws dev.echelon.error.EchelonException if the method does not apply to the fit, or memory does not suffice
     */
    public double[][] vcov(DfMethod df) {
        return FixedEffects.rows(state.beta().length, tests.covariance(df));
    }

    /**
     * Conditional modes of one random term.
     *
     * @throws dev.echelon.error.EchelonException if there is no such term; the message lists the terms
     */
    public RandomEffects randomEffects(String name) {
        return state.terms().stream()
                .filter(term -> term.name().equals(name))
                .findFirst()
                .map(term ->
                        new RandomEffects(term.name(), term.columns(), term.levels(), term.modes(), term.variances()))
                .orElseThrow(() -> new dev.echelon.error.EchelonException(
                        "no random term '" + name + "'; the terms are " + String.join(", ", randomTerms())));
    }

    /**
     * Conditional modes of one random term with the joint variances: those of b̂ − b with β̂ estimated, given θ̂. From the
     * cross-products.
     *
     * @throws dev.echelon.error.EchelonException if there is no such term; the message lists the terms
     */
    public RandomEffects jointRandomEffects(String name) {
        return new RandomEffectTables(state).joint(name);
    }

    /**
     * Fixed plus random effects of each level of a grouping factor.
     *
     * @throws dev.echelon.error.EchelonException if there is no such factor; the message lists the factors
     */
    public GroupCoefficients groupCoefficients(String group) {
        return new RandomEffectTables(state).coefficients(group);
    }

    /**
     * Random effects of each level of a grouping factor by empirical Bayes and by least squares, with reliabilities.
     *
     * @throws dev.echelon.error.EchelonException if there is no such factor; the message lists the factors
     */
    public GroupEstimates groupEstimates(String group) {
        return new RandomEffectTables(state).estimates(group);
    }

    /**
     * Intraclass correlations, R² and its decomposition, variance explained by level, standardised coefficients and
     * variance inflation. From the cross-products; with weights, or without a constant, from the rows.
     *
     * @throws dev.echelon.error.EchelonException if rows are needed but the fit was read from a file
     */
    public EffectSizes effectSizes() {
        return EffectSizesOf.of(state, () -> rows.map(FittedRows::encoded)
                .orElseThrow(() -> EffectSizesOf.rowsNeeded(state))
                .design());
    }

    /** The same for a saved fit that needs the rows it was fitted to. */
    public EffectSizes effectSizes(RowSource data) {
        return EffectSizesOf.of(
                state, () -> state.encoding().encode(Encoding.inMemory(data)).design());
    }

    /**
     * The same model fitted to the same rows with response and numeric predictors at mean 0 and standard deviation 1.
     *
     * @throws dev.echelon.error.EchelonException if the formula has functions of columns
     */
    public LmmFit standardized(RowSource data) {
        return Standardizing.refit(state, data);
    }

    /**
     * Fitted values and residuals batch by batch, for a fit without rows: one that was read from a file, or made from sums.
     *
     * @param data those that the model was fitted to
     * @throws dev.echelon.error.EchelonException if they are others, which is known for sure at the end only
     */
    public void rows(RowSource data, Consumer<FittedBatch> consumer) {
        StreamedRows.fitted(state, data, false, consumer);
    }

    /**
     * The same with leverages, standardised residuals and Cook's distances, from one factorisation of the fit; without them,
     * and with a note that says why, if it was computed iteratively or memory does not suffice. Nothing grows with the number
     * of rows, or with the square of that of the levels of a sparse model.
     */
    public void diagnosedRows(RowSource data, Consumer<FittedBatch> consumer) {
        StreamedRows.fitted(state, data, true, consumer);
    }

    /**
     * Conditional fitted values Xβ̂ + Zb̂ + offset per used row; empty if the fit has no rows, because it was read from a
     * file or made batch by batch: {@link #rows} gives them batch by batch, {@link #withRows} takes rows into memory.
     */
    public double[] fitted() {
        return rows.map(FittedRows::fitted).orElse(new double[0]);
    }

    /** y − fitted per used row; empty as {@link #fitted}. */
    public double[] residuals() {
        return rows.map(FittedRows::residuals).orElse(new double[0]);
    }

    /** Pearson residuals over σ̂, √w(y − fitted)/σ̂, per used row; empty as {@link #fitted}. */
    public double[] scaledResiduals() {
        return rows.map(FittedRows::scaledResiduals).orElse(new double[0]);
    }

    /**
     * Predicts the rows of new data, from a saved fit too. Standard errors are exact given θ̂: those of the joint
     * covariance of β̂ and b̂ − b; intervals use the normal distribution.
     *
     * @throws dev.echelon.error.EchelonException if the rows lack a column, or a fixed factor or (unless allowed) a
     *     grouping factor has an unknown level; the message names it
     */
    public Predictions predict(RowSource newData, Prediction prediction) {
        return Predicting.of(state, newData, newData, prediction);
    }

    /**
     * The same batch by batch, for data that need not fit in memory, with the same bits; with an R side the rows are read into
     * memory and come as one batch.
     *
     * @param consumer takes the number of rows before a batch, and its predictions, whose notes are about all rows so far
     */
    public void predict(RowSource newData, Prediction prediction, BiConsumer<Long, Predictions> consumer) {
        StreamedRows.predict(state, newData, prediction, consumer::accept);
    }

    /**
     * Predicts the rows of new data given other rows, for fits with an R side: conditional predictions use the responses of
     * {@code given} that belong to the same subject or group; {@link #predict(RowSource, Prediction)} those of the new data
     * themselves.
     *
     * @throws dev.echelon.error.EchelonException if rows lack a column, or the fit has no R side
     */
    public Predictions predict(RowSource newData, RowSource given, Prediction prediction) {
        return Predicting.of(state, newData, given, prediction);
    }

    /**
     * The fit with tests by another covariance of the fixed effects; subjects are those of {@code repeated(…)}. It is saved
     * with the fit.
     *
     * @throws dev.echelon.error.EchelonException if there are no independent subjects, or a saved fit lacks it
     */
    public LmmFit robust(Vcov kind) {
        return new LmmFit(RobustTests.state(state, rows, kind), rows, origin);
    }

    /**
     * Confidence intervals, from a saved fit too. <b>Cost</b>: profiles take about ten refits from the cross-products per
     * parameter, a bootstrap one per replicate; neither depends on the number of rows.
     */
    public Intervals confint(Confint request) {
        return ConfidenceIntervals.of(
                state, request, rows.map(FittedRows::encoded).map(EncodedRows::design));
    }

    /**
     * Confidence intervals that need the rows, for a saved fit.
     *
     * @param data those that the model was fitted to
     * @throws dev.echelon.error.EchelonException if they are others
     */
    public Intervals confint(Confint request, RowSource data) {
        return ConfidenceIntervals.of(state, request, Optional.of(TrainingRows.of(state, data)));
    }

    /**
     * Profiles of the parameters that {@code request} names, as far as the bounds of its coverage; from a saved fit too.
     * <b>Cost</b>: about 25 refits from the cross-products per parameter.
     *
     * @param request its method is ignored
     * @throws dev.echelon.error.EchelonException if residuals have a structure
     */
    public List<ProfileCurve> profile(Confint request) {
        return ConfidenceIntervals.profiles(state, request);
    }

    /**
     * Draws responses of the rows that the model was fitted to: new random effects and new errors with standard deviation
     * σ̂/√weight, on the scale of the formula's left side.
     *
     * @param seed the same seed gives the same responses on any number of threads
     * @throws dev.echelon.error.EchelonException if the fit was read from a file, which holds no rows
     */
    public Simulations simulate(int replicates, long seed) {
        return simulate(replicates, seed, false);
    }

    /** Draws responses, keeping the random effects at their conditional modes if {@code keepModes}. */
    public Simulations simulate(int replicates, long seed, boolean keepModes) {
        EncodedRows training = rows.map(FittedRows::encoded)
                .orElseThrow(() -> new dev.echelon.error.EchelonException(
                        "a fit read from a file holds no rows; give the data whose responses are to be simulated"));
        return Simulating.training(state, training, replicates, seed, keepModes);
    }

    /** Draws responses of given rows, all of them from groups of the fit; works for a saved fit. */
    public Simulations simulate(RowSource data, int replicates, long seed, boolean keepModes) {
        return Simulating.of(state, data, replicates, seed, keepModes);
    }

    /** Residuals, influence and tests of the assumptions; those of rows only if the fit was not read from a file. */
    public Diagnostics diagnostics() {
        return new Diagnostics(state, state.model("diagnostics"), rows.map(FittedRows::encoded));
    }

    /**
     * Residuals, influence and tests of the assumptions, for a saved fit and the data it was made from.
     *
     * @throws dev.echelon.error.EchelonException if they are not the data of the fit
     */
    public Diagnostics diagnostics(RowSource data) {
        FittedModel model = state.model("diagnostics");
        return new Diagnostics(state, model, Optional.of(DiagnosedRows.of(model, data)));
    }

    /**
     * The power of a test by simulation from the estimates, in the design of the fit; {@link PowerStudy} has other
     * designs and assumed parameters.
     */
    public PowerCurve power(Power request) {
        return PowerStudy.of(this, request).run();
    }

    /**
     * Writes the fit to a file that every later release can read: JSON, compressed with gzip if it is large or the name
     * ends in {@code .gz}. The file appears whole or not at all.
     *
     * @throws dev.echelon.error.EchelonException if it cannot be written; the message says why
     */
    public void save(Path file) {
        FitFile.write(state, provenance(), file);
    }

    /**
     * Reads a saved fit. Every number has the same bits as when it was saved; only what is computed from the rows of the
     * data, {@link #fitted()} and {@link #residuals()}, is not there.
     *
     * @throws dev.echelon.error.EchelonException if the file is not a saved fit; the message says what is wrong
     */
    public static LmmFit load(Path file) {
        return FitFile.read(file);
    }

    /** The rows that were used, as the model sees them; empty for a saved fit. */
    public Optional<ModelRows> modelRows() {
        return rows.map(FittedRows::modelRows);
    }

    /**
     * The same fit with the rows that it was made from, for a saved fit: with fitted values, residuals and diagnostics.
     *
     * @throws dev.echelon.error.EchelonException if they are not the data of the fit
     */
    public LmmFit withRows(RowSource data) {
        return new LmmFit(
                state,
                Optional.of(
                        new FittedRows(DiagnosedRows.of(state.modelOfFixedEffects(), data), state, Optional.empty())),
                origin);
    }

    /** The data in three ways as {@link Lmm#explore}, without another fit; for a fit with rows and random effects. */
    public Exploration explore(RowSource data, DfMethod df) {
        return Exploring.of(this, data, df);
    }

    /** The way to the optimum, one entry per evaluation; empty for a saved fit. */
    public List<TraceStep> trace() {
        return origin.trace();
    }

    FitState state() {
        return state;
    }

    /** The rows that were fitted; only for a fit that was not read from a file. */
    EncodedRows encodedRows() {
        return rows.map(FittedRows::encoded).orElseThrow();
    }

    /** The columns of X for the rows used; empty if the fit was read from a file. */
    Optional<ModelMatrix> fixedMatrix() {
        return rows.map(FittedRows::fixedMatrix);
    }
}
