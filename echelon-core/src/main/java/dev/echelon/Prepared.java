package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Aliasing;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.result.RowReport;
import dev.echelon.table.RowSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model and its data on the way to a fit: encoded, summed up, ready to be optimised.
 *
 * @param rows the encoded rows; empty if only their sums are known
 * @param data the cross-products of the columns that are kept
 */
record Prepared(
        DataSummary summary,
        Optional<EncodedRows> rows,
        List<GroupingFactor> factors,
        Aliasing aliasing,
        CrossProducts data,
        Exact exact) {

    /** The workspace of the exact likelihood, allocated when it is first asked for. */
    static final class Exact {
        private final Supplier<ProfiledLikelihood> maker;
        private @Nullable ProfiledLikelihood made;

        Exact(Supplier<ProfiledLikelihood> maker) {
            this.maker = maker;
        }

        synchronized ProfiledLikelihood get() {
            ProfiledLikelihood known = made;
            if (known == null) {
                known = maker.get();
                made = known;
            }
            return known;
        }
    }

    /**
     * The exact likelihood.
     *
     * @throws EchelonException if it is too large
     */
    ProfiledLikelihood likelihood() {
        return exact.get();
    }

    /** Whether the exact likelihood is not refused for its size. */
    boolean fitsExactly() {
        return likelihood().plan().forecast().fits();
    }

    /** From rows, all of them in memory. */
    static Prepared of(Lmm model, RowSource source) {
        return of(model, Encoding.train(model.formula(), source, model.encoding()));
    }

    static Prepared of(Lmm model, DataSummary summary) {
        summary.encoding().requireIdentifiable(summary.data().rows(), summary.hasUnequalWeights());
        return of(model, summary, Optional.empty());
    }

    static Prepared of(Lmm model, Encoding.Training training) {
        return of(model, DataSummary.of(training, ""), Optional.of(training.rows()));
    }

    private static Prepared of(Lmm model, DataSummary summary, Optional<EncodedRows> rows) {
        CrossProducts all = summary.data();
        List<GroupingFactor> factors = GroupingFactor.of(summary.header());
        requireVariation(model, summary);
        Redundancy.refuse(summary.header(), all, factors);
        Aliasing aliasing = Aliasing.of(all);
        requireDegreesOfFreedom(model, all, aliasing);
        CrossProducts data = all.withFixedColumns(aliasing.kept());
        requireResidual(data);
        Exact likelihood = new Exact(
                () -> new ProfiledLikelihood(data, factors, model.criterion() == Criterion.REML, model.threads()));
        return new Prepared(summary, rows, factors, aliasing, data, likelihood);
    }

    /** The same with rows and an encoding that differ in the R side only. */
    Prepared with(Encoding.Training training) {
        return new Prepared(
                summary.with(training.encoding()), Optional.of(training.rows()), factors, aliasing, data, exact);
    }

    Encoding encoding() {
        return summary.encoding();
    }

    Conditioning conditioning() {
        return summary.conditioning();
    }

    /** The matrices, without rows if only sums are known. */
    Design design() {
        return rows.map(EncodedRows::design).orElseGet(summary::header);
    }

    RowReport report() {
        return summary.rows();
    }

    static void requireVariation(Lmm model, DataSummary summary) {
        CrossProducts data = summary.data();
        int r = data.fixedColumns() + 1;
        if (summary.response().lower() != summary.response().upper()) {
            return;
        }
        if (data.fixed()[r * r - 1] == 0 || data.rows() > 1) {
            throw new EchelonException("the response '"
                    + model.formula().response().label() + "' is constant ("
                    + summary.response().lower() + " in all " + data.rows()
                    + " rows that are used): there is nothing to model");
        }
    }

    /** y in the span of X: what rounding leaves of it is below 1e-13 of its squared length. */
    static void requireResidual(CrossProducts data) {
        if (new FixedSpan(data).shareOfResponseOutside() < 1e-13) {
            throw new EchelonException(
                    "the fixed effects explain the response completely: the likelihood has no maximum;"
                            + " check for a predictor that is a copy of the response");
        }
    }

    static void requireDegreesOfFreedom(Lmm model, CrossProducts data, Aliasing aliasing) {
        int p = aliasing.kept().length;
        if (p >= data.rows()) {
            throw new EchelonException("the model has " + data.fixedColumns() + " fixed-effect columns (rank " + p
                    + ") but only " + data.rows() + " rows can be used; drop terms from '"
                    + model.formula().text()
                    + "' or add data");
        }
    }
}
