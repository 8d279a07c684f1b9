package dev.echelon.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.report.Reports;
import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The structure of pictures, not their pixels. */
class FiguresTest {
    private static final Table SLEEPSTUDY = Csv.read(data("sleepstudy.csv"));
    private static final LmmFit FIT =
            Lmm.of("Reaction ~ Days + (Days | Subject)").fit(SLEEPSTUDY);

    private static Path data(String name) {
        Path folder = Path.of(System.getProperty("echelon.root", "")).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = java.util.Objects.requireNonNull(folder.getParent());
        }
        return folder.resolve("data").resolve(name);
    }

    private static Element xml(Figure figure) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(figure.svg().getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static int count(Figure figure, String element) throws Exception {
        return xml(figure).getElementsByTagName(element).getLength();
    }

    private static Figure figure(List<Figure> figures, String id) {
        return figures.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    private static void check(Figure figure) throws Exception {
        Element svg = xml(figure);
        assertThat(svg.getAttribute("viewBox")).as(figure.id()).matches("0 0 [0-9.]+ [0-9.]+");
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-labelledby")).isEqualTo(figure.id() + "-title " + figure.id() + "-desc");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(figure.title());
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo(figure.description());
        assertThat(figure.description()).isNotBlank().doesNotContain("NaN").endsWith(".");
        assertThat(figure.svg()).doesNotContain("<script").doesNotContain("NaN").contains("var(--fig-");
        assertThat(figure.data()).isNotEmpty().allMatch(data -> data.rows() > 0);
        Set<String> ids = new HashSet<>();
        NodeList all = svg.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            String id = ((Element) all.item(i)).getAttribute("id");
            assertThat(id.isEmpty() || ids.add(id)).as(id).isTrue();
        }
    }

    @Test
    void everyPictureOfAReportIsAccessibleAndSelfContained() throws Exception {
        List<Figure> figures = Reports.figures(Reports.sleepstudy());
        assertThat(figures).extracting(Figure::id).doesNotHaveDuplicates().hasSizeGreaterThan(15);
        for (Figure figure : figures) {
            check(figure);
        }
    }

    @Test
    void equalFitsGiveEqualBits() {
        LmmFit again = Lmm.of("Reaction ~ Days + (Days | Subject)").fit(SLEEPSTUDY);
        assertThat(drawings(Figures.of(again).random()))
                .isEqualTo(drawings(Figures.of(FIT).random()));
        assertThat(drawings(Figures.of(again).structure()))
                .isEqualTo(drawings(Figures.of(FIT).structure()));
        assertThat(drawings(Figures.of(again).checks()))
                .isEqualTo(drawings(Figures.of(FIT).checks()));
    }

    private static List<String> drawings(List<Figure> figures) {
        return figures.stream().map(Figure::svg).toList();
    }

    @Test
    void shrinkageHasTwoCirclesAndAnArrowPerLevel() throws Exception {
        Figure shrinkage = figure(Figures.of(FIT).random(), "shrinkage-subject");
        assertThat(count(shrinkage, "circle")).isEqualTo(2 * 18);
        assertThat(shrinkage.data().get(0).rows()).isEqualTo(18);
    }

    @Test
    void caterpillarsShowEveryLevelOfAFewAndSomeOfMany() throws Exception {
        Figure few = figure(Figures.of(FIT).random(), "caterpillar-subject-days");
        assertThat(count(few, "circle")).isEqualTo(18);
        assertThat(few.note()).isEmpty();
        LmmFit large = Lmm.of("mobility ~ Age + (1 | DID)").fit(Csv.read(data("patients.csv.gz")));
        Figure many = figure(Figures.of(large).random(), "caterpillar-did-intercept");
        assertThat(many.note()).contains("of 407 levels is drawn");
        assertThat(count(many, "circle")).isLessThanOrEqualTo(Caterpillar.MOST_LEVELS);
    }

    @Test
    void profilesHaveAPanelForEachParameterAndAreLeftOutOfLargeModels() throws Exception {
        List<Figure> profiles = Figures.of(FIT).profiles();
        assertThat(profiles).extracting(Figure::id).containsExactly("profile-zeta", "profile-density");
        for (Figure figure : profiles) {
            check(figure);
            assertThat(figure.svg()).contains(">sd_Days|Subject<", ">cor_Days.(Intercept)|Subject<", ">sigma<");
        }
        LmmFit large = Lmm.of("mobility ~ Age + Married + Sex + WBC + RBC + (Age | DID)")
                .fit(Csv.read(data("patients.csv.gz")));
        assertThat(Figures.of(large).profiles()).isEmpty();
    }

    /** The library leaves 10 pixels on the right, which half a label of the last tick does not fit into. */
    @Test
    void theLastTickLabelHasRoom() {
        String svg = figure(Figures.of(FIT).checks(), "convergence").svg();
        assertThat(svg).contains("x2=\"");
        java.util.regex.Matcher panel = java.util.regex.Pattern.compile("<rect x=\"0\" y=\"0\" width=\"([0-9.]+)\"")
                .matcher(svg);
        java.util.regex.Matcher left = java.util.regex.Pattern.compile(
                        "translate\\(([0-9.]+) [0-9.]+ ?\\) ?\"><g transform=\"translate\\(([0-9.]+) 0 ?\\)")
                .matcher(svg);
        assertThat(panel.find() && left.find()).isTrue();
        double right = Double.parseDouble(left.group(1))
                + Double.parseDouble(left.group(2))
                + Double.parseDouble(panel.group(1));
        assertThat(560 - right).isGreaterThan(20);
    }

    @Test
    void theLadderOfStructuresNamesEachAndSaysWhichStepsAreRejected() throws Exception {
        Figure ladder = LikelihoodLadder.of(Lmm.of("distance ~ age * Sex + repeated(us(age | Subject))")
                .compareStructures(List.of("id", "cs", "ar1", "arh1", "us"), Csv.read(data("orthodont.csv"))));
        check(ladder);
        assertThat(ladder.svg()).contains(">id<", ">cs<", ">ar1<", ">arh1<", ">us<", "stroke-dasharray");
        assertThat(ladder.description()).contains("cs 433.76 with 2").endsWith("AIC is smallest for cs.");
        assertThat(ladder.data().get(0).rows()).isEqualTo(5);
    }

    private static List<Element> marks(Figure figure) throws Exception {
        NodeList all = xml(figure).getElementsByTagName("*");
        return java.util.stream.IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .filter(element -> element.hasAttribute("data-t"))
                .toList();
    }

    /** A mark that says another level's number would be worse than none: places must follow the numbers that are said. */
    private static double agreement(Figure figure, String place, String number) throws Exception {
        Pattern said = Pattern.compile(number);
        List<double[]> pairs = new ArrayList<>();
        for (Element mark : marks(figure)) {
            Matcher found = said.matcher(mark.getAttribute("data-t"));
            assertThat(found.find()).as(mark.getAttribute("data-t")).isTrue();
            pairs.add(new double[] {Double.parseDouble(mark.getAttribute(place)), Double.parseDouble(found.group(1))});
        }
        double[] mean = new double[2];
        pairs.forEach(pair -> {
            mean[0] += pair[0] / pairs.size();
            mean[1] += pair[1] / pairs.size();
        });
        double[] sum = new double[3];
        pairs.forEach(pair -> {
            double x = pair[0] - mean[0];
            double y = pair[1] - mean[1];
            sum[0] += x * y;
            sum[1] += x * x;
            sum[2] += y * y;
        });
        return sum[0] / Math.sqrt(sum[1] * sum[2]);
    }

    @Test
    void marksSayTheNumbersOfTheirPlaces() throws Exception {
        List<Figure> all = Reports.figures(Reports.sleepstudy());
        double exact = 0.999;
        String first = ": (-?[0-9.e-]+)";
        assertThat(agreement(figure(all, "caterpillar-subject-days"), "cx", first))
                .isGreaterThan(exact);
        assertThat(agreement(figure(all, "effects-subject-intercept-days"), "cx", first))
                .isGreaterThan(exact);
        assertThat(agreement(figure(all, "effects-subject-intercept-days"), "cy", ", (-?[0-9.e-]+)$"))
                .isLessThan(-exact);
        assertThat(agreement(figure(all, "normal-subject-days"), "cy", first)).isLessThan(-exact);
        assertThat(agreement(figure(all, "shrinkage-subject"), "cx", ": (-?[0-9.e-]+)"))
                .isGreaterThan(exact);
        assertThat(agreement(figure(all, "influence-subject"), "cx", first)).isGreaterThan(exact);
        assertThat(agreement(figure(all, "residuals-by-subject"), "cy", "median (-?[0-9.]+)"))
                .isLessThan(-exact);
        assertThat(agreement(figure(all, "effect-of-days"), "cx", first)).isGreaterThan(exact);
        assertThat(agreement(figure(all, "simulated-row"), "x", "^([0-9.]+) to"))
                .isGreaterThan(exact);
        assertThat(agreement(figure(all, "simulated-row"), "height", first)).isGreaterThan(exact);
        assertThat(agreement(figure(all, "convergence"), "cx", "evaluation ([0-9]+)"))
                .isGreaterThan(exact);
        assertThat(marks(figure(all, "residuals"))).hasSize(3 * 180);
        assertThat(marks(figure(all, "three-ways"))).hasSize(3 * 18);
        assertThat(marks(figure(all, "g-subject")))
                .extracting(tile -> tile.getAttribute("data-t"))
                .containsExactlyInAnyOrder(
                        "(Intercept), (Intercept): 1.00",
                        "(Intercept), Days: 0.07",
                        "Days, (Intercept): 0.07",
                        "Days, Days: 1.00");
    }

    @Test
    void barsSayHowManyRowsLevelsHave() throws Exception {
        LmmFit large = Lmm.of("mobility ~ Age + (1 | DID)").fit(Csv.read(data("patients.csv.gz")));
        Figure sizes = figure(Figures.of(large).structure(), "sizes-did");
        assertThat(agreement(sizes, "x", "with ([0-9]+)")).isGreaterThan(0.999);
        assertThat(agreement(sizes, "height", "^([0-9]+) with")).isGreaterThan(0.999);
    }

    @Test
    void meansOfPairsSayTheirOwn() throws Exception {
        LmmFit fit = Lmm.of("yield ~ Variety * nitro + (1 | Block/Variety)")
                .factors("nitro")
                .fit(Csv.read(data("oats.csv")));
        Figure means = MeansPlot.of(fit.means(dev.echelon.Means.of("Variety", "nitro")));
        assertThat(marks(means)).hasSize(12);
        assertThat(agreement(means, "cy", ": ([0-9.]+) \\[")).isLessThan(-0.999);
    }

    @Test
    void sparsityCountsWhatCanBeOtherThanZero() {
        List<Figure> figures = Figures.of(FIT).structure();
        assertThat(figure(figures, "sparsity-z").title()).isEqualTo("Z, whole: 180 × 36");
        assertThat(figure(figures, "sparsity-z").description()).contains("of its 6480 elements, 360 (5.56 %)");
        assertThat(figure(figures, "sparsity-z-zoom").title()).endsWith("100 × 20");
        assertThat(figure(figures, "sparsity-l").description()).contains("54 of the 666 elements", "Nothing fills in");
    }

    /** 18 plots in 6 blocks: 18 + 6 diagonal elements, and one for each plot in the row of its block. */
    @Test
    void nestedFactorsDoNotFillInAndCrossedOnesDo() {
        LmmFit nested = Lmm.of("yield ~ Variety + (1 | Block/Variety)").fit(Csv.read(data("oats.csv")));
        assertThat(figure(Figures.of(nested).structure(), "sparsity-l").description())
                .contains("42 of the 300 elements", "Nothing fills in");
        LmmFit crossed = Lmm.of("diameter ~ 1 + (1 | plate) + (1 | sample)").fit(Csv.read(data("penicillin.csv")));
        // 24 plates, each with all 6 samples, whose own triangle of 21 elements is dense
        assertThat(figure(Figures.of(crossed).structure(), "sparsity-l").description())
                .contains("189 of the 465 elements", "sample are crossed with others");
    }

    @Test
    void longNamesOfLevelsStayWithinThePictureAndApart() throws Exception {
        LmmFit fit = Lmm.of("yield ~ 1 + (1 | Block/Variety)").fit(Csv.read(data("oats.csv")));
        Element zoom = xml(figure(Figures.of(fit).structure(), "sparsity-z-zoom"));
        double right = Double.parseDouble(zoom.getAttribute("width")) - 64; // where the matrix begins
        double last = -64;
        NodeList texts = zoom.getElementsByTagName("text");
        int names = 0;
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (text.getAttribute("y").equals("-8")) {
                double half = 3.5 * text.getTextContent().length();
                double at = Double.parseDouble(text.getAttribute("x"));
                assertThat(at - half).isGreaterThanOrEqualTo(last - 0.01);
                assertThat(at + half).isLessThanOrEqualTo(right + 0.01);
                last = at + half;
                names++;
            }
        }
        assertThat(names).isGreaterThan(2);
    }

    @Test
    void largeDataAreSampledAndSaySo() throws Exception {
        LmmFit large = Lmm.of("mobility ~ Age + (1 | DID)").fit(Csv.read(data("patients.csv.gz")));
        Figure residuals = figure(Figures.of(large).checks(), "residuals");
        assertThat(residuals.note()).contains("sample of " + ResidualPanel.MOST_POINTS + " of 8525 rows");
        assertThat(residuals.svg().length()).isLessThan(400_000);
        assertThat(figure(Figures.of(large).structure(), "sparsity-z").note()).contains("Each cell stands for");
        for (Figure figure : Figures.of(large).structure()) {
            check(figure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shrinkage-subject", "caterpillar-subject-days", "effects-subject-intercept-days"})
    void numbersComeAsCsvAndJson(String id, @TempDir Path folder) throws Exception {
        Figure figure = figure(Figures.of(FIT).random(), id);
        FigureFiles.write(List.of(figure), folder);
        assertThat(folder.resolve(id + ".svg")).hasContent(figure.svg());
        assertThat(Files.readAllLines(folder.resolve(id + ".csv"))).hasSize(19);
        assertThat(Files.readString(folder.resolve(id + ".json")))
                .startsWith("{\n")
                .contains("\"level\": [\"");
    }
}
