package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.diagnose.GroupDeletion;
import dev.echelon.internal.diagnose.RowDeletion;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.CheckResult;
import dev.echelon.result.GroupInfluence;
import dev.echelon.result.RowDiagnostics;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What the data say about a fit: residuals, leverage and influence of rows and groups. Immutable; every number is
 * computed when it is asked for and has the same bits on any number of threads. Definitions: docs/math/diagnostics.md.
 */
public final class Diagnostics {
    private final FitState state;
    private final FittedModel model;
    private final Optional<EncodedRows> rows;

    Diagnostics(FitState state, FittedModel model, Optional<EncodedRows> rows) {
        this.state = state;
        this.model = model;
        this.rows = rows;
    }

    private EncodedRows required() {
        return rows.orElseThrow(() ->
                new EchelonException("a fit read from a file holds no rows; give the data that it was made from, too"));
    }

    private RowDeletion deletion() {
        return new RowDeletion(model, required(), state.criterion() == Criterion.REML);
    }

    private double[] column(ToDoubleFunction<RowDiagnostics> value) {
        double[] column = new double[required().design().response().length];
        int[] next = {0};
        forEachRow(row -> column[next[0]++] = value.applyAsDouble(row));
        return column;
    }

    /**
     * Hands over residuals and influence of every used row, in order, one at a time. Deletion is exact with θ kept.
     *
     * <p><b>Cost</b> of a row: the square of the number of random effects that crossed factors connect with it, and of
     * fixed effects; no n×n matrix.
     *
     * @throws EchelonException if there are no rows
     */
    public void forEachRow(Consumer<RowDiagnostics> action) {
        deletion().forEach(action);
    }

    /** One kind of residuals of the used rows; NaN where the variance of one is zero. */
    public double[] residuals(ResidualKind kind) {
        return column(kind::of);
    }

    /** Leverages ∂ŷ_i/∂y_i given θ̂, as lme4's {@code hatvalues}; their sum is the effective number of parameters. */
    public double[] leverage() {
        return column(RowDiagnostics::leverage);
    }

    /** Cook's distances of the fitted values with random effects, as lme4's {@code cooks.distance}. */
    public double[] cooks() {
        return column(RowDiagnostics::cooks);
    }

    /**
     * The fit without each level of a grouping factor in turn.
     *
     * <p><b>Cost</b> a refit from cross-products per level; without a pass over the rows where the other factors are
     * nested in this one, with one otherwise.
     *
     * @throws EchelonException if the model has no such factor, or there are no rows
     */
    public GroupInfluence influence(String group, Deletion deletion) {
        return GroupDeletion.of(
                model,
                state.covariance(),
                required().design(),
                state.criterion() == Criterion.REML,
                group,
                deletion.method());
    }

    /**
     * Runs all checks and puts what they found into words. A saved fit without its data is checked as far as that goes.
     *
     * @throws EchelonException if an influence is asked for and the model has no such factor
     */
    public CheckResult check(Check check) {
        return Checking.of(state, model, rows, this, check);
    }
}
