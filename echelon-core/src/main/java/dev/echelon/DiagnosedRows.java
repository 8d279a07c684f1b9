package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.table.RowSource;

/** The rows of a saved fit, encoded again from its data. */
final class DiagnosedRows {
    /** Sums of squares of the same rows differ by rounding only. */
    private static final double SAME = 1e-9;

    private DiagnosedRows() {}

    /**
     * Encodes the data that a fit was made from.
     *
     * @throws EchelonException if they are other data
     */
    static EncodedRows of(FittedModel model, RowSource source) {
        EncodedRows rows = model.encoding().encode(Encoding.inMemory(source));
        CrossProducts fitted = model.data();
        int n = rows.design().response().length;
        if (n != fitted.rows()) {
            throw new EchelonException("the data have " + n + " rows that the model can use, but it was fitted to "
                    + fitted.rows() + "; give the data of the fit");
        }
        CrossProducts now = CrossProducts.of(rows.design(), GroupingFactor.of(rows.design()), model.conditioning())
                .withFixedColumns(model.kept());
        int r = fitted.fixedColumns() + 1;
        for (int k = 0; k < r; k++) {
            for (int i = k; i < r; i++) {
                double scale = Math.sqrt(fitted.fixed()[k * r + k] * fitted.fixed()[i * r + i]);
                if (!(Math.abs(now.fixed()[k * r + i] - fitted.fixed()[k * r + i]) <= SAME * scale)) {
                    throw new EchelonException("the data are not those that the model was fitted to: "
                            + (i == r - 1
                                    ? "the response"
                                    : "the column '" + model.columns().get(i) + "'")
                            + " differs; give the data of the fit");
                }
            }
        }
        return rows;
    }
}
