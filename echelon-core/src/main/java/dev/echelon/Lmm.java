package dev.echelon;

import dev.echelon.formula.Coding;
import dev.echelon.formula.Formula;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.table.RowSource;

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
    private final Criterion criterion;
    private final Optimizer optimizer;

    private Lmm(Formula formula, EncodingOptions encoding, Criterion criterion, Optimizer optimizer) {
        this.formula = formula;
        this.encoding = encoding;
        this.criterion = criterion;
        this.optimizer = optimizer;
    }

    /**
     * A model to be fitted by REML.
     *
     * @throws dev.echelon.formula.FormulaException if the text is not a formula; the message shows the place
     */
    public static Lmm of(String formula) {
        return new Lmm(Formula.parse(formula), EncodingOptions.DEFAULTS, Criterion.REML, Optimizer.TRUST_REGION);
    }

    /** The same model under another criterion. */
    public Lmm criterion(Criterion value) {
        return new Lmm(formula, encoding, value, optimizer);
    }

    /** With these contrasts for one factor. */
    public Lmm coding(String factor, Coding coding) {
        return new Lmm(formula, encoding.withCoding(factor, coding), criterion, optimizer);
    }

    /** With these columns as factors although they hold numbers. */
    public Lmm factors(String... columns) {
        EncodingOptions options = encoding;
        for (String column : columns) {
            options = options.withFactor(column);
        }
        return new Lmm(formula, options, criterion, optimizer);
    }

    /** With a column of precision weights: Var(ε_i) = σ²/w_i. A row of weight zero is dropped. */
    public Lmm weights(String column) {
        return new Lmm(formula, encoding.withWeights(column), criterion, optimizer);
    }

    /** With a column that is added to Xβ with coefficient one, besides any {@code offset()} of the formula. */
    public Lmm offset(String column) {
        return new Lmm(formula, encoding.withOffset(column), criterion, optimizer);
    }

    /** With another optimiser. */
    public Lmm optimizer(Optimizer value) {
        return new Lmm(formula, encoding, criterion, value);
    }

    /**
     * Fits the model.
     *
     * <p><b>Cost</b> one pass over the rows, then a few evaluations whose cost does not depend on their number.
     *
     * @throws dev.echelon.error.EchelonException if the model does not fit the data; one sentence says why
     */
    public LmmFit fit(RowSource data) {
        return Fitting.fit(this, data);
    }

    /** How the model is understood and how it would be computed; nothing is fitted. */
    public Explanation explain(RowSource data) {
        return Fitting.explain(this, data);
    }

    /** The formula. */
    public Formula formula() {
        return formula;
    }

    /** What is optimised. */
    public Criterion criterion() {
        return criterion;
    }

    /** How it is optimised. */
    public Optimizer optimizer() {
        return optimizer;
    }

    EncodingOptions encoding() {
        return encoding;
    }
}
