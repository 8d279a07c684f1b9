package dev.echelon.report.figure;

import dev.echelon.result.ModelRows;
import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where Z and the factor of its equations are not zero, from the levels of the rows alone. */
final class Sparsity {
    private static final int BINS = 160;
    private static final int ZOOMED = 10;

    private final ModelShape shape;
    private final ModelRows rows;
    private final List<Long> starts = new ArrayList<>();

    Sparsity(ModelShape shape, ModelRows rows) {
        this.shape = shape;
        this.rows = rows;
        long at = 0;
        for (ModelShape.RandomTerm term : shape.random()) {
            starts.add(at);
            at += (long) term.levels() * term.columns().size();
        }
        starts.add(at);
    }

    private List<MatrixPicture.Block> blocks() {
        List<MatrixPicture.Block> blocks = new ArrayList<>();
        for (int t = 0; t < shape.random().size(); t++) {
            blocks.add(new MatrixPicture.Block(shape.random().get(t).name(), starts.get(t), starts.get(t + 1)));
        }
        return blocks;
    }

    /** All of Z. */
    Figure whole() {
        long columns = starts.get(starts.size() - 1);
        MatrixPicture picture = new MatrixPicture(rows.size(), columns, BINS, BINS);
        for (int t = 0; t < shape.random().size(); t++) {
            ModelShape.RandomTerm term = shape.random().get(t);
            ModelRows.Grouping grouping = rows.grouping(term.group());
            int width = term.columns().size();
            for (int i = 0; i < rows.size(); i++) {
                for (int k = 0; k < width; k++) {
                    picture.add(i, starts.get(t) + (long) grouping.code(i) * width + k);
                }
            }
        }
        String description = String.format(
                Locale.ROOT,
                "Z has %d rows and %d columns; of its %d elements, %d (%.3g %%) can be other than zero: each row has %s.",
                rows.size(),
                columns,
                rows.size() * columns,
                picture.elements(),
                100.0 * picture.elements() / ((double) rows.size() * columns),
                perRow());
        return Pictures.figure(
                "sparsity-z",
                "Z, whole: " + rows.size() + " × " + columns,
                description,
                binned(picture),
                picture.svg(420, 420, "row (observation)", "column of Z", blocks()),
                picture.data());
    }

    private String perRow() {
        List<String> parts = new ArrayList<>();
        for (ModelShape.RandomTerm term : shape.random()) {
            int width = term.columns().size();
            parts.add((width == 1 ? "one" : Integer.toString(width)) + " in the columns of " + term.name());
        }
        return String.join(", ", parts);
    }

    private static String binned(MatrixPicture picture) {
        return picture.binned()
                ? "Each cell stands for up to " + picture.binSize() + " elements; the fuller, the darker."
                : "";
    }

    /** The rows and columns of the first ten levels of the first term, rows in the order of the levels. */
    Figure zoom() {
        ModelShape.RandomTerm term = shape.random().get(0);
        ModelRows.Grouping grouping = rows.grouping(term.group());
        int levels = Math.min(ZOOMED, term.levels());
        int width = term.columns().size();
        int[] counts = grouping.counts();
        int high = 0;
        for (int j = 0; j < levels; j++) {
            high += counts[j];
        }
        MatrixPicture picture = new MatrixPicture(high, (long) levels * width, 600, 400);
        List<MatrixPicture.Block> blocks = new ArrayList<>();
        int row = 0;
        for (int j = 0; j < levels; j++) {
            for (int i = 0; i < counts[j]; i++, row++) {
                for (int k = 0; k < width; k++) {
                    picture.add(row, (long) j * width + k);
                }
            }
            blocks.add(new MatrixPicture.Block(grouping.levels().get(j), (long) j * width, (long) (j + 1) * width));
        }
        String title = "Z, the first " + levels + " levels of " + term.group() + ": " + high + " × " + levels * width;
        String description = String.format(
                Locale.ROOT,
                "The part of Z for the first %d levels of %s: %d rows and %d columns, one block of filled elements per"
                        + " level, of %d rows for the first and %d for the last.",
                levels,
                term.group(),
                high,
                levels * width,
                counts[0],
                counts[levels - 1]);
        String note = "Rows are in the order of the levels." + (picture.binned() ? " " + binned(picture) : "");
        return Pictures.figure(
                "sparsity-z-zoom",
                title,
                description,
                note,
                picture.svg(420, 420, "row (observation)", "column of Z", blocks),
                picture.data());
    }

    /** The lower Cholesky factor of ΛᵀZᵀZΛ + I with the largest factor first, as the likelihood is computed. */
    Figure factor() {
        return new FactorPattern(shape, rows).figure();
    }
}
