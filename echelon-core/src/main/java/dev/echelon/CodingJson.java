package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import java.util.ArrayList;
import java.util.List;

/** Contrasts in a saved fit: by name, a matrix with its numbers. */
final class CodingJson {
    private static final String CUSTOM = "custom";

    private CodingJson() {}

    static void write(JsonOut out, Coding coding) {
        out.text("name", coding.text());
        if (coding instanceof Coding.Custom custom) {
            int width = custom.rows().get(0).size();
            out.integer("rows", custom.rows().size());
            out.integer("columns", width);
            out.doubles(
                    "matrix",
                    custom.rows().stream()
                            .flatMap(List::stream)
                            .mapToDouble(Double::doubleValue)
                            .toArray());
            out.texts("columnNames", custom.columnNames());
        }
    }

    static Coding read(JsonIn in) {
        String name = in.text("name");
        if (name.equals(CUSTOM)) {
            return custom(in);
        }
        try {
            return Coding.named(name);
        } catch (EchelonException e) {
            throw in.unknown("name", name);
        }
    }

    private static Coding custom(JsonIn in) {
        int width = in.integer("columns", 0);
        int count = in.integer("rows", 1);
        double[] matrix = in.doubles("matrix", (long) count * width);
        if (width == 0) {
            count = Math.min(count, 1); // rows without numbers: a count that the file does not pay for
        }
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Double> row = new ArrayList<>();
            for (int j = 0; j < width; j++) {
                row.add(matrix[i * width + j]);
            }
            rows.add(row);
        }
        return Coding.custom(rows, in.texts("columnNames"));
    }
}
