package dev.echelon.report;

import dev.echelon.Check;
import dev.echelon.DfMethod;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.report.document.Document;
import dev.echelon.report.document.HtmlDocument;
import dev.echelon.report.figure.Figure;
import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whole reports for tests. */
public final class Reports {
    /** A header and values that would run, break out of quotes or read backwards if they were not escaped. */
    public static final String SCRIPT = "<script>alert(1)</script>";

    private Reports() {}

    /** With everything that a fit with rows can have. */
    public static Document of(String formula, Table data, String name) {
        LmmFit fit = Lmm.of(formula).fit(data);
        return FitDocument.of(
                fit,
                DfMethod.SATTERTHWAITE,
                name,
                Optional.of(fit.explore(data, DfMethod.SATTERTHWAITE)),
                Optional.of(fit.diagnostics().check(Check.defaults().replicates(20))));
    }

    public static Document sleepstudy() {
        return of("Reaction ~ Days + (Days | Subject)", Csv.read(Fits.data("sleepstudy.csv")), "sleepstudy.csv");
    }

    /** The page's example: patients within doctors, simulated. */
    public static Document patients() {
        return of(
                "mobility ~ Age + Married + Sex + WBC + RBC + (1 | DID)",
                Csv.read(Fits.data("patients.csv.gz")),
                "patients.csv.gz");
    }

    /** Names of columns, levels and the file that no page should trust. */
    public static Document hostile(Path folder) {
        String[] levels = {
            SCRIPT, "\"><img src=x onerror=alert(2)>", "a & b", "it's", "😀 smile", "שלום", "</svg></details>", "${7*7}"
        };
        StringBuilder csv = new StringBuilder("y,\"" + SCRIPT + "\",\"a \"\"b\"\" & <c>\",\"group 'g' 😀\"\n");
        java.util.Random random = new java.util.Random(3);
        for (int i = 0; i < 160; i++) {
            double effect = i % levels.length;
            String group = levels[i % levels.length].replace("\"", "\"\"");
            csv.append(effect + random.nextGaussian()).append(',');
            csv.append(random.nextGaussian()).append(',');
            csv.append('"')
                    .append(levels[random.nextInt(3)].replace("\"", "\"\""))
                    .append("\",");
            csv.append('"').append(group).append("\"\n");
        }
        try {
            Path file = folder.resolve("<b>&amp;\"'.csv");
            Files.writeString(file, csv);
            return of(
                    "y ~ `" + SCRIPT + "` + `a \"b\" & <c>` + (1 | `group 'g' 😀`)",
                    Csv.read(file),
                    file.getFileName().toString());
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    public static String html(Document document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlDocument.write(document, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    public static List<Figure> figures(Document document) {
        return blocks(document, Block.Picture.class).stream()
                .map(Block.Picture::figure)
                .toList();
    }

    public static <B extends Block> List<B> blocks(Document document, Class<B> kind) {
        return document.sections().stream()
                .flatMap(section -> section.blocks().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
