package dev.echelon.report;

import dev.echelon.result.FittedBatch;

/** Fitted values and residuals for programs. */
public final class FittedRowsReport {
    /** The names of the columns of {@link #csv}, with the line end. */
    public static final String HEADER = "row,response,fitted,residual,scaled\n";

    private FittedRowsReport() {}

    /** One line per row that was used; rows count from 1. */
    public static String csv(FittedBatch batch) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < batch.rows().length; i++) {
            out.append(batch.rows()[i] + 1)
                    .append(',')
                    .append(batch.response()[i])
                    .append(',')
                    .append(batch.fitted()[i])
                    .append(',')
                    .append(batch.residuals()[i])
                    .append(',')
                    .append(batch.scaled()[i])
                    .append('\n');
        }
        return out.toString();
    }
}
