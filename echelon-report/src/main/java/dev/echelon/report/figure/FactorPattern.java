package dev.echelon.report.figure;

import dev.echelon.result.ModelRows;
import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the lower Cholesky factor of ΛᵀZᵀZΛ + I can be other than zero. Factors come with most levels first. As long as a
 * factor is nested in the next one, it is eliminated without fill; what remains after that is a dense triangle.
 */
final class FactorPattern {
    private static final int BINS = 160;

    private final List<ModelRows.Grouping> factors;
    private final int[] widths;
    private final long[] starts;
    private final int chain;
    private final long columns;

    FactorPattern(ModelShape shape, ModelRows rows) {
        factors = rows.groupings();
        widths = new int[factors.size()];
        starts = new long[factors.size() + 1];
        for (int f = 0; f < widths.length; f++) {
            for (ModelShape.RandomTerm term : shape.random()) {
                widths[f] += term.group().equals(factors.get(f).label())
                        ? term.columns().size()
                        : 0;
            }
            starts[f + 1] =
                    starts[f] + (long) widths[f] * factors.get(f).levels().size();
        }
        columns = starts[widths.length];
        int nested = 1;
        while (nested < factors.size() && nested(factors.get(nested - 1), factors.get(nested))) {
            nested++;
        }
        chain = nested;
    }

    private static boolean nested(ModelRows.Grouping fine, ModelRows.Grouping coarse) {
        int[] parent = new int[fine.levels().size()];
        java.util.Arrays.fill(parent, -1);
        for (int i = 0; i < fine.codes().length; i++) {
            int known = parent[fine.code(i)];
            if (known >= 0 && known != coarse.code(i)) {
                return false;
            }
            parent[fine.code(i)] = coarse.code(i);
        }
        return true;
    }

    Figure figure() {
        MatrixPicture picture = new MatrixPicture(columns, columns, BINS, BINS);
        for (int f = 0; f < chain; f++) {
            diagonal(picture, f);
            for (int g = f + 1; g < factors.size(); g++) {
                coupling(picture, f, g);
            }
        }
        for (long i = starts[chain]; i < columns; i++) {
            picture.addRun(i, starts[chain], i + 1);
        }
        List<MatrixPicture.Block> blocks = new ArrayList<>();
        for (int f = 0; f < factors.size(); f++) {
            blocks.add(new MatrixPicture.Block(factors.get(f).label(), starts[f], starts[f + 1]));
        }
        String description = String.format(
                Locale.ROOT,
                "The Cholesky factor has %d rows and columns, and %d of the %d elements of its lower triangle can be other"
                        + " than zero. %s",
                columns,
                picture.elements(),
                columns * (columns + 1) / 2,
                chain == factors.size()
                        ? "Nothing fills in: each factor is nested in the next."
                        : "The columns of "
                                + String.join(
                                        ", ",
                                        factors.subList(chain, factors.size()).stream()
                                                .map(ModelRows.Grouping::label)
                                                .toList())
                                + " are crossed with others and form a dense triangle.");
        String note = picture.binned()
                ? "Each cell stands for up to " + picture.binSize() + " elements; the fuller, the darker."
                : "";
        return Pictures.figure(
                "sparsity-l",
                "Cholesky factor L: " + columns + " × " + columns,
                description,
                note,
                picture.svg(420, 420, "row of L", "column of L", blocks),
                picture.data());
    }

    private void diagonal(MatrixPicture picture, int f) {
        int levels = factors.get(f).levels().size();
        for (int level = 0; level < levels; level++) {
            long at = starts[f] + (long) level * widths[f];
            for (int i = 0; i < widths[f]; i++) {
                for (int j = 0; j <= i; j++) {
                    picture.add(at + i, at + j);
                }
            }
        }
    }

    private void coupling(MatrixPicture picture, int f, int g) {
        ModelRows.Grouping fine = factors.get(f);
        ModelRows.Grouping coarse = factors.get(g);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < fine.codes().length; i++) {
            if (!seen.add((long) fine.code(i) << 32 | coarse.code(i))) {
                continue;
            }
            for (int a = 0; a < widths[g]; a++) {
                for (int b = 0; b < widths[f]; b++) {
                    picture.add(
                            starts[g] + (long) coarse.code(i) * widths[g] + a,
                            starts[f] + (long) fine.code(i) * widths[f] + b);
                }
            }
        }
    }
}
