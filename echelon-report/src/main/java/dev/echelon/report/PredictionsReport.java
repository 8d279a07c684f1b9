package dev.echelon.report;

import dev.echelon.result.Predictions;
import java.io.OutputStream;

/** Predictions for programs; a row without a prediction has empty or null numbers and a reason. */
public final class PredictionsReport {
    private PredictionsReport() {}

    /** One line per row, {@code row,estimate,se,lower,upper,reason}; rows count from 1. */
    public static String csv(Predictions predictions) {
        return csv(predictions, 0);
    }

    /** The same of a batch that follows {@code firstRow} rows; only the first batch has the line of names. */
    public static String csv(Predictions predictions, long firstRow) {
        StringBuilder out = new StringBuilder(firstRow == 0 ? "row,estimate,se,lower,upper,reason\n" : "");
        for (int i = 0; i < predictions.size(); i++) {
            out.append(firstRow + predictions.row(i) + 1);
            for (double value : values(predictions, i)) {
                out.append(',').append(Double.isFinite(value) ? Double.toString(value) : "");
            }
            String reason = predictions.reason(i).replace("\"", "\"\"");
            out.append(',').append(reason.isEmpty() ? "" : '"' + reason + '"').append('\n');
        }
        return out.toString();
    }

    /** An array of objects {@code row, estimate, se, lower, upper, reason}. UTF-8. */
    public static void json(Predictions predictions, OutputStream target) {
        try (Json json = new Json(target)) {
            json.array();
            for (int i = 0; i < predictions.size(); i++) {
                double[] values = values(predictions, i);
                json.object()
                        .count("row", predictions.row(i) + 1)
                        .number("estimate", values[0])
                        .number("se", values[1])
                        .number("lower", values[2])
                        .number("upper", values[3]);
                if (predictions.reason(i).isEmpty()) {
                    json.absent("reason").end();
                } else {
                    json.text("reason", predictions.reason(i)).end();
                }
            }
            json.endArray();
        }
    }

    private static double[] values(Predictions predictions, int row) {
        return new double[] {
            predictions.estimate(row),
            predictions.standardError(row),
            predictions.interval(row).lower(),
            predictions.interval(row).upper()
        };
    }
}
