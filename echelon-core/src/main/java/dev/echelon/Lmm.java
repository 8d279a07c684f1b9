package dev.echelon;

import dev.echelon.formula.Coding;
import dev.echelon.table.RowSource;

/**
 * A linear mixed model that is said but not yet fitted: formula and options. Immutable; every {@code with}-like method
 * returns a copy.
 *
 * <pre>{@code
 * LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)").fit(sleepstudy);
 * }</pre>
 */
public final class Lmm {
    /** REML, trust region. */
    public static Lmm of(String formula) {
        throw new UnsupportedOperationException(formula);
    }

    public Lmm criterion(Criterion criterion) {
        throw new UnsupportedOperationException();
    }

    /** Contrasts of one factor. */
    public Lmm coding(String factor, Coding coding) {
        throw new UnsupportedOperationException();
    }

    /** Columns that are factors although they hold numbers. */
    public Lmm factors(String... columns) {
        throw new UnsupportedOperationException();
    }

    /** Column of precision weights: Var(ε_i) = σ²/w_i. */
    public Lmm weights(String column) {
        throw new UnsupportedOperationException();
    }

    /** Column added to Xβ with coefficient one. */
    public Lmm offset(String column) {
        throw new UnsupportedOperationException();
    }

    public Lmm optimizer(Optimizer optimizer) {
        throw new UnsupportedOperationException();
    }

    /** At most this many threads; results do not depend on it. */
    public Lmm threads(int threads) {
        throw new UnsupportedOperationException();
    }

    /** Fits the model. */
    public LmmFit fit(RowSource data) {
        throw new UnsupportedOperationException();
    }

    /** What a fit would do, without fitting. */
    public Explanation explain(RowSource data) {
        throw new UnsupportedOperationException();
    }
}
