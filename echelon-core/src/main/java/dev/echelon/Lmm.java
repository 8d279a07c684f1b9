package dev.echelon;

import dev.echelon.covariance.LevelCovariance;
import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.formula.Formula;
import dev.echelon.formula.ResidualTerm;
import dev.echelon.formula.Structure;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.KnownLevels;
import dev.echelon.result.Exploration;
import dev.echelon.result.Simulations;
import dev.echelon.result.StructureComparison;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.List;

/**
 * A linear mixed model that is said but not yet fitted: formula and options. Immutable; every option returns a copy.
 *
 * <pre>{@code
 * LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)").fit(sleepstudy);
 * }</pre>
 */
public final class Lmm {
    private final Formula formula;
    private final EncodingOptions encoding;
    private final FitControl control;

    private Lmm(Formula formula, EncodingOptions encoding, FitControl control) {
        this.formula = formula;
        this.encoding = encoding;
        this.control = control;
    }

    /**
     * A model to be fitted by REML.
     *
     * @throws dev.echelon.formula.FormulaException if the text is not a formula; the message shows the place
     */
    public static Lmm of(String formula) {
        return new Lmm(Formula.parse(formula), EncodingOptions.DEFAULTS, FitControl.defaults());
    }

    /** The model of a fit, for other data. */
    static Lmm of(Formula formula, EncodingOptions options, Criterion criterion) {
        return of(formula.text()).withEncoding(options).criterion(criterion);
    }

    private Lmm withEncoding(EncodingOptions value) {
        return new Lmm(formula, value, control);
    }

    private Lmm with(FitControl value) {
        return new Lmm(formula, encoding, value);
    }

    /** The same model under another criterion. */
    public Lmm criterion(Criterion value) {
        return with(control.with(value));
    }

    /** With these contrasts for one factor. */
    public Lmm coding(String factor, Coding coding) {
        return withEncoding(encoding.withCoding(factor, coding));
    }

    /** With these columns as factors although they hold numbers. */
    public Lmm factors(String... columns) {
        EncodingOptions with = encoding;
        for (String column : columns) {
            with = with.withFactor(column);
        }
        return withEncoding(with);
    }

    /** With a column of precision weights: Var(ε_i) = σ²/w_i. A row of weight zero is dropped. */
    public Lmm weights(String column) {
        return withEncoding(encoding.withWeights(column));
    }

    /** With a column that is added to Xβ with coefficient one, besides any {@code offset()} of the formula. */
    public Lmm offset(String column) {
        return withEncoding(encoding.withOffset(column));
    }

    /**
     * With an R side, {@code ar1(visit | subject)}: the same as {@code repeated(…)} in the formula.
     *
     * @throws dev.echelon.formula.FormulaException if it is none, or the formula has one already
     */
    public Lmm repeated(String structure) {
        return plus(structure.strip().startsWith("repeated(") ? structure : "repeated(" + structure + ")");
    }

    /** With one more random term, {@code (1 | g)} or {@code ar1(visit | g)}. */
    public Lmm random(String term) {
        boolean bare = !term.contains("(");
        return plus(bare ? "(" + term + ")" : term);
    }

    /** With variance functions, {@code power(x) * ident(f)}: the same as {@code variance(…)} in the formula. */
    public Lmm variance(String functions) {
        return plus(functions.strip().startsWith("variance(") ? functions : "variance(" + functions + ")");
    }

    /**
     * With another structure of the residuals at the same positions of the same subjects: {@code toep} in place of the one
     * that {@code repeated(…)} names.
     *
     * @throws EchelonException if the model has no {@code repeated(…)} with a structure of one column of positions
     */
    public Lmm structure(String name) {
        ResidualTerm term = formula.residual()
                .orElseThrow(
                        () -> new EchelonException("the model has no repeated(); name the positions and the subjects,"
                                + " as in repeated(us(visit | subject))"));
        if (!term.structure().parts().isEmpty()) {
            throw new EchelonException("the structure kron cannot be replaced by another one");
        }
        String written = new ResidualTerm(
                        Structure.of(name), term.positions(), term.subject(), term.group(), term.span())
                .label();
        String text = formula.text();
        return new Lmm(
                Formula.parse(text.substring(0, term.span().start()) + "repeated(" + written + ")"
                        + text.substring(term.span().end())),
                encoding,
                control);
    }

    /**
     * Fits the model with each of several structures of its residuals and compares them: criteria, and likelihood-ratio
     * tests against those that are nested. The data are read once.
     *
     * @param structures names such as {@code cs}, {@code ar1}, {@code us}
     */
    public StructureComparison compareStructures(List<String> structures, RowSource data) {
        return StructureLadder.of(this, structures, data);
    }

    private Lmm plus(String term) {
        return new Lmm(Formula.parse(formula.text() + " + " + term.strip()), encoding, control);
    }

    /**
     * With a known covariance of the levels of a grouping factor, {@code (1 | gr(animal, cov = A))}: their effects have
     * covariance σ²A. A may have more levels than the data and may be singular.
     *
     * @param name as the formula writes it
     * @param matrix a matrix with its levels, or one of a pedigree
     */
    public Lmm covariance(String name, LevelCovariance matrix) {
        return withEncoding(encoding.withMatrix(name, matrix));
    }

    /**
     * With a known covariance of levels from a table: a square one whose header has the levels, triplets {@code row, column,
     * value}, or a pedigree {@code id, sire, dam}.
     *
     * @throws EchelonException if it is none of these, or no covariance
     */
    public Lmm covariance(String name, RowSource table) {
        return covariance(name, KnownLevels.read(name, Encoding.inMemory(table)));
    }

    /** With another optimiser. */
    public Lmm optimizer(Optimizer value) {
        return with(control.with(value));
    }

    /**
     * With at most this many threads; the default is one per processor. Small fits use one, and results have the same
     * bits for any number.
     *
     * @throws dev.echelon.error.EchelonException if it is not positive
     */
    public Lmm threads(int value) {
        if (value < 1) {
            throw new EchelonException("the number of threads must be at least 1, not " + value);
        }
        return with(control.withThreads(value));
    }

    /** With the likelihood computed another way; for models that are not too large, exact is better in every respect. */
    public Lmm computation(Computation value) {
        return with(control.with(value));
    }

    /** With somebody who is told how far a pass over the rows of a file or query has come. */
    public Lmm progress(PassProgress.Listener value) {
        return with(control.with(value));
    }

    /**
     * Fits the model. A source that is no {@link dev.echelon.table.Table} is read batch by batch and never held in memory,
     * unless residuals have a structure or levels a known covariance; the fit then has no rows, see
     * {@link LmmFit#withRows} and {@link LmmFit#rows}.
     *
     * <p><b>Cost</b> one pass over the rows, two if a source must be read for the levels of its factors first; then a few
     * evaluations whose cost does not depend on their number.
     *
     * @throws dev.echelon.error.EchelonException if the model does not fit the data; one sentence says why
     */
    public LmmFit fit(RowSource data) {
        return Fitting.fit(this, data);
    }

    /**
     * Sums up the rows of data: all that {@link #fit(DataSummary)} needs of them.
     *
     * @throws dev.echelon.error.EchelonException if the model does not fit the data, or has {@code repeated(…)} or
     *     {@code variance(…)}, whose likelihood needs the rows
     */
    public DataSummary summarise(RowSource data) {
        if (formula.hasResidualSide()) {
            throw new EchelonException("a model with repeated() or variance() cannot be summed up: its likelihood needs"
                    + " the rows; fit it from the data");
        }
        return Fitting.summarise(this, data);
    }

    /**
     * Sums up the rows of files in a way that can be continued: what has been summed up is kept in a file, about once in a
     * minute, and after an interruption the same call goes on behind the last row covered. The sums have the same bits as
     * without an interruption. A table in memory is summed up at once.
     *
     * @throws dev.echelon.error.EchelonException if the checkpoint is of another model, the data have changed since, or
     *     nothing tells whether they have; nothing is continued then
     */
    public DataSummary summarise(RowSource data, Checkpoint checkpoint) {
        return data instanceof Table ? summarise(data) : Streaming.summarise(this, data, checkpoint);
    }

    /**
     * Sums up the rows of data with the levels of predictors, contrasts, bases and scale of other sums, so that both can
     * be merged without loss. Grouping factors may have other levels.
     *
     * @throws dev.echelon.error.EchelonException if the other sums are of another model, or a predictor has a level that
     *     they do not know
     */
    public DataSummary summarise(RowSource data, DataSummary like) {
        return Streaming.summarise(this, like.reducedTo(this), data);
    }

    /**
     * The same in a way that can be continued, as {@link #summarise(RowSource, Checkpoint)}.
     *
     * @throws dev.echelon.error.EchelonException as those two methods do
     */
    public DataSummary summarise(RowSource data, DataSummary like, Checkpoint checkpoint) {
        return data instanceof Table
                ? summarise(data, like)
                : Streaming.summarise(this, like.reducedTo(this), data, checkpoint);
    }

    /**
     * Fits the model to data that were summed up for it or for a larger one. The criterion, the optimiser and the number of threads are those
     * of this model. There are no row-level results: see {@link LmmFit#withRows}.
     *
     * @throws dev.echelon.error.EchelonException if they do not hold what the model needs; the message says what
     */
    public LmmFit fit(DataSummary data) {
        return Fitting.fit(this, data.reducedTo(this));
    }

    /**
     * Draws responses for rows of data from assumed parameters; nothing is fitted, and the data need no response. Errors
     * have standard deviation σ/√weight; responses are on the scale of the formula's left side.
     *
     * @param seed the same seed gives the same responses on any number of threads
     * @throws dev.echelon.error.EchelonException if the parameters are not those of the model; the message lists them
     */
    public Simulations simulate(ModelParameters parameters, RowSource data, int replicates, long seed) {
        return Simulating.assumed(AssumedModel.of(this, parameters, data), replicates, seed);
    }

    /** How the model is understood and how it would be computed; nothing is fitted. */
    public Explanation explain(RowSource data) {
        return Fitting.explain(this, data);
    }

    /**
     * The data in three ways: regression of group means, one regression per group, and this model; with slopes within and
     * between groups.
     *
     * @param group the grouping factor; empty for the one with most levels
     * @throws dev.echelon.error.EchelonException if the model does not fit the data or has no such factor
     */
    public Exploration explore(RowSource data, String group, DfMethod df) {
        return Exploring.of(this, data, group, df);
    }

    /** The same by the factor with most levels and the fit's own degrees of freedom. */
    public Exploration explore(RowSource data) {
        return explore(data, "");
    }

    /** The same with the fit's own degrees of freedom, see {@link LmmFit#preferredDf}. */
    public Exploration explore(RowSource data, String group) {
        return Exploring.of(this, data, group, null);
    }

    /** The same for data that were summed up for this model or a larger one. */
    public Explanation explain(DataSummary data) {
        return Explanations.of(this, Prepared.of(this, data.reducedTo(this)));
    }

    /** The formula. */
    public Formula formula() {
        return formula;
    }

    /** What is optimised. */
    public Criterion criterion() {
        return control.criterion();
    }

    /** How it is optimised. */
    public Optimizer optimizer() {
        return control.optimizer();
    }

    Computation computation() {
        return control.computation();
    }

    int threads() {
        return control.threads();
    }

    PassProgress.Listener listener() {
        return control.listener();
    }

    EncodingOptions encoding() {
        return encoding;
    }
}
