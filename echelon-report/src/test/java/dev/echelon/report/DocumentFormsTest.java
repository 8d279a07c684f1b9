package dev.echelon.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.DfMethod;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.report.document.Document;
import dev.echelon.report.document.Section;
import dev.echelon.table.Csv;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A report as text, HTML and JSON: the same pieces and the same numbers. */
class DocumentFormsTest {
    private static final Document SLEEPSTUDY = Reports.sleepstudy();
    private static final Pattern CELL = Pattern.compile("data-value=\"([^\"]*)\">([^<]*)</t[hd]>");

    private static String json(Document document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DocumentJson.write(document, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void textHtmlAndJsonGiveTheSameNumbers() {
        String text = DocumentText.of(SLEEPSTUDY, 300);
        String html = Reports.html(SLEEPSTUDY);
        Map<String, List<List<Object>>> tables = jsonTables(SLEEPSTUDY);
        List<Block.Table> all = Reports.blocks(SLEEPSTUDY, Block.Table.class);
        assertThat(all).hasSizeGreaterThan(8);
        assertThat(tables.keySet())
                .containsExactlyElementsOf(all.stream().map(Block.Table::id).toList());
        int numbers = 0;
        for (Block.Table table : all) {
            List<String[]> cells = htmlCells(html, table.id());
            int next = 0;
            for (int i = 0; i < table.rows().size(); i++) {
                List<Block.Cell> row = table.rows().get(i);
                for (int j = 0; j < row.size(); j++) {
                    Block.Cell cell = row.get(j);
                    String[] shown = cells.get(next++);
                    Object exact = Objects.requireNonNull(tables.get(table.id()))
                            .get(i)
                            .get(j);
                    assertThat(shown[0]).isEqualTo(cell.exact());
                    assertThat(shown[1]).isEqualTo(escaped(cell.text()));
                    if (Double.isFinite(cell.value())) {
                        numbers++;
                        assertThat(exact).as(table.id()).isEqualTo(cell.value());
                        assertThat(text).contains(cell.text());
                    }
                }
            }
            assertThat(cells).as(table.id()).hasSize(next);
        }
        assertThat(numbers).isGreaterThan(100);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static List<String[]> htmlCells(String html, String table) {
        int from = html.indexOf("<table id=\"" + table + "\"");
        assertThat(from).as(table).isPositive();
        Matcher cells = CELL.matcher(html.substring(from, html.indexOf("</table>", from)));
        List<String[]> found = new ArrayList<>();
        while (cells.find()) {
            found.add(new String[] {cells.group(1), cells.group(2)});
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<List<Object>>> jsonTables(Document document) {
        Map<String, List<List<Object>>> tables = new java.util.LinkedHashMap<>();
        Object root = JsonValues.parse(json(document));
        for (Object section : (List<Object>) Objects.requireNonNull(JsonValues.at(root, "sections"))) {
            for (Object block : (List<Object>) Objects.requireNonNull(JsonValues.at(section, "blocks"))) {
                if (JsonValues.at(block, "table") instanceof String id) {
                    tables.put(id, (List<List<Object>>) JsonValues.at(block, "rows"));
                }
            }
        }
        return tables;
    }

    @Test
    void everySectionEquationAndFigureIsInEveryForm() {
        String text = DocumentText.of(SLEEPSTUDY, 80);
        String html = Reports.html(SLEEPSTUDY);
        String json = json(SLEEPSTUDY);
        for (Section section : SLEEPSTUDY.sections()) {
            assertThat(text).contains(section.title());
            assertThat(html).contains("<h2>" + section.title() + "</h2>");
            assertThat(json).contains("\"" + section.id() + "\"");
        }
        Reports.figures(SLEEPSTUDY).forEach(figure -> {
            assertThat(text).contains(figure.title().split(" ")[0]);
            assertThat(html).contains("figure-" + figure.id());
            assertThat(json).contains("\"" + figure.id() + "\"");
        });
    }

    @Test
    void theReportNamesItsDataByDigest() {
        assertThat(DocumentText.of(SLEEPSTUDY, 80)).containsPattern("SHA-256\\s+digest\\s+begins\\s+with [0-9a-f]{12}");
    }

    /** Each idea of the introductory text that the page follows has its place in the report of its example. */
    @Test
    void theReportOfTheExampleHasEveryElementOfThePage() {
        Document document = Reports.patients();
        String html = Reports.html(document);
        assertThat(document.sections().stream().map(Section::id))
                .contains(
                        "question",
                        "structure",
                        "equations",
                        "three-ways",
                        "fixed",
                        "means",
                        "random",
                        "checks",
                        "sizes-of-effects",
                        "reproduce");
        assertThat(Reports.figures(document).stream().map(figure -> figure.id()))
                .contains(
                        "sparsity-z",
                        "sparsity-z-zoom",
                        "sparsity-l",
                        "nesting-did",
                        "three-ways",
                        "within-between-age",
                        "shrinkage-did",
                        "caterpillar-did-intercept",
                        "residuals",
                        "residuals-by-did",
                        "convergence",
                        "influence-did",
                        "simulated-row");
        assertThat(html).contains("8525 × 407", "252 × 10", "Z is 8525 × 407", "20.9 on average");
        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(2_000_000);
    }

    @Test
    void aSavedFitWithoutRowsSaysWhatIsLeftOut(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
        java.nio.file.Path file = folder.resolve("sleepstudy.fit");
        Fits.sleepstudy().save(file);
        Document document = FitDocument.of(dev.echelon.LmmFit.load(file), dev.echelon.DfMethod.SATTERTHWAITE, "");
        assertThat(DocumentText.of(document, 1000))
                .contains("left out: the fit holds no rows", "made without the rows of the data");
        assertThat(Reports.figures(document)).extracting("id").contains("caterpillar-subject-days");
    }

    /** nlme: gls(distance ~ age * Sex, Orthodont, corCompSymm(form = ~ 1 | Subject)) has sigma 2.284881. */
    @Test
    void theRSideIsTold() {
        dev.echelon.LmmFit fit = dev.echelon.Lmm.of("distance ~ age * Sex + repeated(cs(age | Subject))")
                .fit(dev.echelon.table.Csv.read(Fits.data("orthodont.csv")));
        Document document = FitDocument.of(fit, dev.echelon.DfMethod.SATTERTHWAITE, "orthodont.csv");
        assertThat(DocumentText.of(document, 200))
                .contains("2.285", "R has the structure CS", "[R_j]_st = σ_1 + σ² 1(s = t)")
                .doesNotContain("R = Iσ²");
        assertThat(Reports.figures(document)).extracting("id").contains("r-1", "means-sex", "residuals");
    }

    @Test
    void interactingFactorsHaveAPlotOfMeans() {
        dev.echelon.LmmFit fit = dev.echelon.Lmm.of("yield ~ Variety * nitro + (1 | Block/Variety)")
                .factors("nitro")
                .fit(dev.echelon.table.Csv.read(Fits.data("oats.csv")));
        Document document = FitDocument.of(fit, dev.echelon.DfMethod.SATTERTHWAITE, "oats.csv");
        Block.Table means = Reports.blocks(document, Block.Table.class).stream()
                .filter(table -> table.id().equals("means-3"))
                .findFirst()
                .orElseThrow();
        assertThat(means.rows()).hasSize(12);
        assertThat(Reports.figures(document))
                .filteredOn(figure -> figure.id().equals("means-variety-nitro"))
                .singleElement()
                .satisfies(
                        figure -> assertThat(figure.svg().split("<circle", -1)).hasSizeGreaterThan(12));
    }

    @Test
    void numbersDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Reports.html(Reports.sleepstudy())).isEqualTo(Reports.html(SLEEPSTUDY));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void reportsSayWhatIsLeftOutAndWhy() {
        LmmFit fit = Lmm.of("distance ~ age * Sex + (1 | Subject)").fit(Csv.read(Fits.data("orthodont.csv")));
        String text = DocumentText.of(FitDocument.of(fit, DfMethod.SATTERTHWAITE, ""), 80);
        assertThat(text)
                .contains(
                        "Three ways",
                        "'echelon explore' computes",
                        "influence are left out because they would take long");
    }

    @Test
    void subjectsOfTheRSideAreCountedAmongTheGroups() {
        LmmFit fit =
                Lmm.of("distance ~ age * Sex + repeated(us(age | Subject))").fit(Csv.read(Fits.data("orthodont.csv")));
        Block.Table sizes = Reports.blocks(FitDocument.of(fit, DfMethod.SATTERTHWAITE, ""), Block.Table.class).stream()
                .filter(table -> table.id().equals("sizes"))
                .findFirst()
                .orElseThrow();
        assertThat(sizes.rows()).hasSize(1);
        assertThat(sizes.rows().get(0).stream().map(Block.Cell::text))
                .containsExactly("Subject (residuals)", "27", "", "", "4", "4.0", "4");
    }

    @Test
    void tablesOfTextContinueBelowWhatFitsThePage() {
        String text = DocumentText.of(Reports.patients(), 80);
        String tables =
                text.lines().filter(line -> line.startsWith("  ")).collect(java.util.stream.Collectors.joining("\n"));
        assertThat(tables).contains("95 % upper");
        assertThat(text.lines().filter(line -> line.startsWith("  ") && !line.startsWith("    ")))
                .allMatch(line -> line.codePointCount(0, line.length()) <= 80);
    }
}
