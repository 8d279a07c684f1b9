package dev.echelon.report;

import dev.echelon.result.FittedBatch;

/** Fitted values and residuals for programs. */
public final class FittedRowsReport {
    private static final String HEADER = "row,response,fitted,residual,scaled";

    private FittedRowsReport() {}

    /** The names of the columns of {@link #csv}, with the line end. */
    public static String header(FittedBatch first) {
        return HEADER + (isDiagnosed(first) ? ",leverage,standardised,cooks\n" : "\n");
    }

    private static boolean isDiagnosed(FittedBatch batch) {
        return batch.influence().leverage().length > 0;
    }

    /** One line per row that was used; rows count from 1. A number that does not exist is empty. */
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
                    .append(batch.scaled()[i]);
            if (isDiagnosed(batch)) {
                out.append(',').append(batch.influence().leverage()[i]);
                append(batch.influence().standardised()[i], out);
                append(batch.influence().cooks()[i], out);
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static void append(double value, StringBuilder out) {
        out.append(',');
        if (Double.isFinite(value)) {
            out.append(value);
        }
    }
}
