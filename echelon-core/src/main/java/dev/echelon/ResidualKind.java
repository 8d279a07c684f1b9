package dev.echelon;

import dev.echelon.result.RowDiagnostics;
import java.util.function.ToDoubleFunction;

/** Kinds of residuals; e is y − Xβ̂ − Zb̂ − offset, w the weight, h the leverage. */
public enum ResidualKind {
    /** e. */
    RESPONSE(RowDiagnostics::response),
    /** √w·e. */
    PEARSON(RowDiagnostics::pearson),
    /** √w·e/σ̂. */
    SCALED(RowDiagnostics::scaled),
    /** √w·e/(σ̂√(1 − h)): variance one given θ̂. lme4 calls it {@code rstudent}. */
    STANDARDISED(RowDiagnostics::standardised),
    /** As standardised, with σ̂ of the fit without the row. */
    STUDENTISED(RowDiagnostics::studentised),
    /** y − Xβ̂ − offset. */
    MARGINAL(RowDiagnostics::marginal),
    /** Marginal over its standard deviation. */
    MARGINAL_STANDARDISED(RowDiagnostics::marginalStandardised);

    private final ToDoubleFunction<RowDiagnostics> value;

    ResidualKind(ToDoubleFunction<RowDiagnostics> value) {
        this.value = value;
    }

    double of(RowDiagnostics row) {
        return value.applyAsDouble(row);
    }
}
