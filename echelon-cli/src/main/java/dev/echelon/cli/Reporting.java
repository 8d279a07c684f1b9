package dev.echelon.cli;

import dev.echelon.Check;
import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import dev.echelon.report.DocumentJson;
import dev.echelon.report.DocumentText;
import dev.echelon.report.FitDocument;
import dev.echelon.report.document.Block;
import dev.echelon.report.document.Document;
import dev.echelon.report.document.HtmlDocument;
import dev.echelon.report.figure.Figure;
import dev.echelon.report.figure.FigureFiles;
import dev.echelon.result.CheckResult;
import dev.echelon.result.Exploration;
import dev.echelon.result.ModelShape;
import dev.echelon.table.RowSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the report of a fit together and writes it. */
final class Reporting {
    /** Checks of more rows than this take longer than a reader of a report waits. */
    private static final long MOST_CHECKED = 20_000;

    /** Each row of a crossed model costs the square of this many random effects. */
    private static final long MOST_CROSSED = 200;

    private static final int SIMULATIONS = 100;

    private final Progress progress;

    Reporting(Progress progress) {
        this.progress = progress;
    }

    /** The report, with all that the rows allow in a few seconds if the fit has rows. */
    Document document(LmmFit fit, DfMethod df, String name, @Nullable RowSource rows) {
        Optional<Exploration> exploration = Optional.empty();
        Optional<CheckResult> check = Optional.empty();
        if (rows != null
                && fit.modelRows().isPresent()
                && fit.sigma() > 0
                && fit.residual().isEmpty()) {
            boolean quick = isQuick(fit);
            exploration = !fit.groups().isEmpty() && (quick || fit.shape().nested())
                    ? progress.during("exploring", () -> Optional.of(fit.explore(rows, df)))
                    : Optional.empty();
            check = quick
                    ? progress.during(
                            "checking",
                            () -> Optional.of(
                                    fit.diagnostics().check(Check.defaults().replicates(SIMULATIONS))))
                    : Optional.empty();
        }
        return FitDocument.of(fit, df, name, exploration, check);
    }

    private static boolean isQuick(LmmFit fit) {
        ModelShape shape = fit.shape();
        long first = shape.random().stream()
                .mapToLong(term -> (long) term.levels() * term.columns().size())
                .findFirst()
                .orElse(0);
        return shape.observations() <= MOST_CHECKED
                && (shape.nested() || shape.randomColumns() - first <= MOST_CROSSED);
    }

    /** Writes the page. */
    void html(Document document, Path file) {
        progress.during("writing " + file, () -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                HtmlDocument.write(document, out);
            } catch (IOException failure) {
                throw new EchelonException("cannot write '" + file + "': " + failure.getMessage(), failure);
            }
            return file;
        });
    }

    /** Every picture as SVG with its numbers as CSV and JSON. */
    static int figures(Document document, Path folder) {
        List<Figure> figures = new ArrayList<>();
        document.sections().forEach(section -> section.blocks().forEach(block -> {
            if (block instanceof Block.Picture picture) {
                figures.add(picture.figure());
            }
        }));
        FigureFiles.write(figures, folder);
        return figures.size();
    }

    static String text(Document document, int width) {
        return DocumentText.of(document, width);
    }

    static void json(Document document, OutputStream out) {
        DocumentJson.write(document, out);
    }
}
