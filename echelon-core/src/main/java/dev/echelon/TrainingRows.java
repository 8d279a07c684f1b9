package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Purpose;
import dev.echelon.table.RowSource;

/** The rows that a saved fit was made from, encoded again. */
final class TrainingRows {
    /** Cross-products of the same rows differ by rounding only. */
    private static final double SAME = 1e-9;

    private TrainingRows() {}

    /**
     * The design of the data.
     *
     * @throws EchelonException if these are not the data that the model was fitted to
     */
    static Design of(FitState state, RowSource data) {
        Encoding encoding = state.model("what needs the rows again").encoding();
        Design design = encoding.encode(Encoding.inMemory(data), Purpose.FIT, 0).design();
        if (design.response().length != state.data().rows()) {
            throw new EchelonException("the data have " + design.response().length
                    + " rows that can be used, but the model was fitted to "
                    + state.data().rows() + "; give the data it was fitted to");
        }
        CrossProducts again = CrossProducts.of(design, GroupingFactor.of(design), state.conditioning())
                .withFixedColumns(state.kept());
        double[] before = state.data().fixed();
        for (int i = 0; i < before.length; i++) {
            double scale =
                    Math.max(1, Math.max(Math.abs(before[i]), state.data().rows()));
            if (!(Math.abs(again.fixed()[i] - before[i]) <= SAME * scale)) {
                throw new EchelonException(
                        "the data differ from those that the model was fitted to: the sums of products"
                                + " of response and predictors are not the same; give the data it was fitted to");
            }
        }
        return design;
    }
}
