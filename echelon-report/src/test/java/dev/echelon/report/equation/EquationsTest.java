package dev.echelon.report.equation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.result.ModelShape;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** Equations as a textbook on multilevel models writes them. */
class EquationsTest {

    @Test
    void sixPredictorsOfPatientsWithinDoctors() {
        Map<String, String> text = texts(doctors());
        assertThat(text.get("matrix"))
                .isEqualTo("y (8525×1) = X (8525×6) β (6×1) + Z (8525×407) u (407×1) + ε (8525×1)");
        assertThat(text.get("matrix-group"))
                .isEqualTo("y_j (n_j×1) = X_j (n_j×6) β (6×1) + Z_j (n_j×1) u_j (1×1) + ε_j (n_j×1)");
        assertThat(text.get("level-1"))
                .isEqualTo("mobility_ij = β_0j + β_1j Age_ij + β_2j Married_ij + β_3j Sexmale_ij"
                        + " + β_4j WBC_ij + β_5j RBC_ij + e_ij");
        assertThat(text.get("level-2")).isEqualTo("""
                        β_0j = γ_00 + u_0j
                        β_1j = γ_10
                        β_2j = γ_20
                        β_3j = γ_30
                        β_4j = γ_40
                        β_5j = γ_50""");
        assertThat(text.get("mixed"))
                .isEqualTo("mobility_ij = γ_00 + γ_10 Age_ij + γ_20 Married_ij + γ_30 Sexmale_ij"
                        + " + γ_40 WBC_ij + γ_50 RBC_ij + u_0j + e_ij");
        assertThat(text.get("distribution")).isEqualTo("u_0j ∼ N(0, τ_0²)\ne_ij ∼ N(0, σ²)");
    }

    @Test
    void predictorOfTheGroupExplainsTheSlopeInACrossLevelInteraction() {
        ModelShape shape = shape(
                "mAch",
                List.of(
                        column("(Intercept)", "school"),
                        column("cses"),
                        column("meanses", "school"),
                        column("cses:meanses")),
                List.of(term("school", 160, "(Intercept)", "cses")),
                true);
        Map<String, String> text = texts(shape);
        assertThat(text.get("level-1")).isEqualTo("mAch_ij = β_0j + β_1j cses_ij + e_ij");
        assertThat(text.get("level-2"))
                .isEqualTo("β_0j = γ_00 + γ_01 meanses_j + u_0j\nβ_1j = γ_10 + γ_11 meanses_j + u_1j");
        assertThat(text.get("mixed"))
                .isEqualTo("mAch_ij = γ_00 + γ_01 meanses_j + γ_10 cses_ij + γ_11 cses_ij meanses_j"
                        + " + u_0j + u_1j cses_ij + e_ij");
        assertThat(text.get("distribution"))
                .isEqualTo("[u_0j; u_1j] ∼ N(0, [τ_0², τ_01; τ_01, τ_1²])\ne_ij ∼ N(0, σ²)");
    }

    @Test
    void threeLevelsHaveEquationsForTheCoefficientsOfTheirCoefficients() {
        ModelShape shape = shape(
                "math",
                List.of(
                        column("(Intercept)", "child:school", "school"),
                        column("year"),
                        column("black", "child:school"),
                        column("size", "child:school", "school"),
                        column("year:size")),
                List.of(term("child:school", 1721, "(Intercept)", "year"), term("school", 60, "(Intercept)", "year")),
                true);
        Map<String, String> text = texts(shape);
        assertThat(text.get("level-1")).isEqualTo("math_ijk = π_0jk + π_1jk year_ijk + e_ijk");
        assertThat(text.get("level-2")).isEqualTo("π_0jk = β_00k + β_01k black_jk + r_0jk\nπ_1jk = β_10k + r_1jk");
        assertThat(text.get("level-3"))
                .isEqualTo("β_00k = γ_000 + γ_001 size_k + u_00k\nβ_01k = γ_010\nβ_10k = γ_100 + γ_101 size_k + u_10k");
        assertThat(text).doesNotContainKey("matrix-group");
    }

    @Test
    void crossedFactorsShareALevel() {
        ModelShape shape = shape(
                "diameter",
                List.of(column("(Intercept)", "plate", "sample")),
                List.of(term("plate", 24, "(Intercept)"), term("sample", 6, "(Intercept)")),
                false);
        Map<String, String> text = texts(shape);
        assertThat(text.get("level-1")).isEqualTo("diameter_i(jk) = β_0(jk) + e_i(jk)");
        assertThat(text.get("level-2")).isEqualTo("β_0(jk) = γ_00 + u_0j + r_0k");
        assertThat(text.get("distribution"))
                .isEqualTo("u_0j ∼ N(0, τ_plate,0²)\nr_0k ∼ N(0, τ_sample,0²)\ne_i(jk) ∼ N(0, σ²)");
    }

    @Test
    void slopeThatVariesButHasNoFixedEffectHasOnlyItsRandomEffect() {
        ModelShape shape =
                shape("y", List.of(column("(Intercept)", "g")), List.of(term("g", 10, "(Intercept)", "x")), true);
        assertThat(texts(shape).get("level-2")).isEqualTo("β_0j = γ_00 + u_0j\nβ_1j = u_1j");
    }

    @Test
    void independentEffectsHaveZeroCovariances() {
        ModelShape.RandomTerm term = new ModelShape.RandomTerm("g", "g", "diag", List.of("(Intercept)", "x"), 10, 2, 9);
        ModelShape shape = shape("y", List.of(column("(Intercept)", "g"), column("x")), List.of(term), true);
        assertThat(texts(shape).get("distribution")).startsWith("[u_0j; u_1j] ∼ N(0, [τ_0², 0; 0, τ_1²])");
    }

    @Test
    void estimatesTakeThePlaceOfParametersAndNegativeOnesAreSubtracted() {
        Values values = new Values(
                List.of("4.782", "0.025", "0.011", "0.012", "0", "−0.009"),
                Map.of("DID", List.of(List.of("0.40"))),
                "0.93");
        Map<String, String> text =
                Equations.of(doctors(), values).stream().collect(Collectors.toMap(Equation::id, Equation::text));
        assertThat(text.get("mixed"))
                .isEqualTo("mobility_ij = 4.782 + 0.025 Age_ij + 0.011 Married_ij + 0.012 Sexmale_ij + 0 WBC_ij"
                        + " − 0.009 RBC_ij + u_0j + e_ij");
        assertThat(text.get("distribution")).isEqualTo("u_0j ∼ N(0, 0.40)\ne_ij ∼ N(0, 0.93)");
    }

    @Test
    void longSumsAreShortened() {
        List<ModelShape.FixedColumn> columns = new ArrayList<>(List.of(column("(Intercept)", "g")));
        for (int k = 1; k <= 56; k++) {
            columns.add(column("v" + k));
        }
        Map<String, String> text = texts(shape("y", columns, List.of(term("g", 4, "(Intercept)")), true));
        assertThat(text.get("level-1")).contains("… + β_56j v56_ij + e_ij").hasSizeLessThan(250);
        assertThat(text.get("level-2")).hasLineCount(14);
    }

    @Test
    void latexNamesGreekLettersAndEscapesNames() {
        ModelShape shape = shape(
                "100% of_it",
                List.of(column("(Intercept)", "g"), column("a_b&c")), List.of(term("g", 4, "(Intercept)")), true);
        String latex = Equations.of(shape).stream()
                .filter(equation -> equation.id().equals("level-1"))
                .findFirst()
                .orElseThrow()
                .latex();
        assertThat(latex)
                .isEqualTo("\\begin{aligned} {\\mathrm{100\\% of\\_it}}_{ij} & = {\\beta}_{0j} + {\\beta}_{1j}"
                        + " \\cdot {\\mathrm{a\\_b\\&c}}_{ij} + {e}_{ij} \\end{aligned}");
    }

    @Test
    void mathMlIsWellFormedWhateverTheNames() throws Exception {
        ModelShape shape = shape(
                "<script>alert(1)</script>",
                List.of(column("(Intercept)", "a&b\""), column("x<y")),
                List.of(term("a&b\"", 4, "(Intercept)", "x<y")),
                true);
        for (Equation equation : Equations.of(shape)) {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(equation.mathMl().getBytes(StandardCharsets.UTF_8)));
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("math");
            assertThat(document.getElementsByTagName("script").getLength()).isZero();
        }
    }

    @Test
    void residualsOfASubjectAreAVectorWithTheirStructure() {
        assertThat(texts(structured("id", 2, 4, List.of())).get("distribution"))
                .isEqualTo("e_j (n_j×1) ∼ N(0, R_j)\n[R_j]_st = σ²ρ^|s−t|");
        assertThat(texts(structured("id", 4, 4, List.of())).get("distribution")).startsWith("e_j (4×1) ∼ N(0, R_j)\n");
        assertThat(texts(structured("", 100, 100, List.of())).get("distribution"))
                .startsWith("e (100×1) ∼ N(0, R)\n");
        assertThat(texts(structured("", 1, 1, List.of("power(x)"))).get("distribution"))
                .isEqualTo("e_i ∼ N(0, σ²g_i²)");
    }

    private static Equation distribution(List<Equation> equations) {
        return equations.stream()
                .filter(equation -> equation.id().equals("distribution"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void structuresOfResidualsAreWrittenInAllNotations() {
        Equation r = distribution(Equations.of(structured("id", 4, 4, List.of())));
        assertThat(r.latex())
                .isEqualTo("\\begin{aligned} \\underbrace{{\\mathbf{e}}_{j}}_{4 \\times 1} & \\sim N(\\mathbf{0},"
                        + " {\\mathbf{R}}_{j}) \\\\ {[{\\mathbf{R}}_{j}]}_{st} & = {\\sigma}^{2}{\\rho}^{|s - t|}"
                        + " \\end{aligned}");
        assertThat(r.mathMl())
                .contains("<msup><mi>σ</mi><mn>2</mn></msup><msup><mi>ρ</mi><mrow><mo>|</mo><mi>s</mi><mo>−</mo>"
                        + "<mi>t</mi><mo>|</mo></mrow></msup>");
    }

    @Test
    void estimatedResidualsAreAMatrixIfItIsSmall() {
        Values values = new Values(
                List.of("1"), Map.of(), "2", List.of(List.of("2", "1"), List.of("1", "2")), Map.of("rho", "0.5"));
        Equation r = distribution(Equations.of(structured("id", 2, 2, List.of()), values));
        assertThat(r.text()).endsWith("[R_j]_st = σ²ρ^|s−t|\nR_j = [2, 1; 1, 2]");
        assertThat(r.latex()).contains("\\begin{pmatrix} 2 & 1 \\\\ 1 & 2 \\end{pmatrix}");
        assertThat(r.mathMl()).contains("<mtr><mtd><mn>2</mn></mtd><mtd><mn>1</mn></mtd></mtr>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "σ² [ρ + (1 − ρ)·1(i=j)]; σ²[ρ + (1 − ρ) 1(s = t)]; {\\sigma}^{2}[\\rho + (1 - \\rho) \\cdot \\mathbf{1}(s = t)]",
                "σ_i σ_j ρ_|i−j|; σ_sσ_tρ_|s−t|; {\\sigma}_{s}{\\sigma}_{t}{\\rho}_{|s - t|}",
                "σ² [1(i=j) + γρ^(|i−j|−1)·1(i≠j)]; σ²[1(s = t) + γρ^(|s−t|−1) 1(s ≠ t)]; {\\sigma}^{2}[\\mathbf{1}(s = t) + \\gamma{\\rho}^{|s - t| - 1} \\cdot \\mathbf{1}(s \\neq t)]",
                "σ² exp(−d²/φ²); σ²exp(−d²/φ²); {\\sigma}^{2}\\mathrm{exp}( - {d}^{2}/{\\phi}^{2})",
                "(σ_i² + σ_j²)/2 − λ·1(i≠j); (σ_s² + σ_t²)/2 − λ 1(s ≠ t); ({\\sigma}_{s}^{2} + {\\sigma}_{t}^{2})/2 - \\lambda \\cdot \\mathbf{1}(s \\neq t)",
                "Σ_(k≤2) λ_ik λ_jk; Σ_k ≤ 2λ_skλ_tk; {\\Sigma}_{k \\le 2}{\\lambda}_{sk}{\\lambda}_{tk}",
                "2^(1−ν)/Γ(ν)·(d/φ)^ν K_ν(d/φ); 2^(1−ν)/Γ(ν) (d/φ)^νK_ν(d/φ); {2}^{1 - \\nu}/\\Gamma(\\nu) \\cdot (d/\\phi{)}^{\\nu}{K}_{\\nu}(d/\\phi)"
            })
    void formulasOfElementsAreRead(String formula, String text, String latex) {
        ModelShape shape = new ModelShape(
                "y",
                100,
                List.of(column("(Intercept)")),
                List.of(),
                true,
                true,
                Optional.of(new ModelShape.ResidualSide("s", formula, "id", 30, 4, 4, "", List.of(), 2)));
        Equation r = distribution(Equations.of(shape));
        assertThat(r.text()).endsWith("[R_j]_st = " + text);
        assertThat(r.latex()).contains("{st} & = " + latex + " \\end");
    }

    @Test
    void longSumsAreBrokenAndSmallNumbersArePowersOfTen() {
        Values values = new Values(
                List.of("4.989", "0.02399", "0.02364", "−0.003477", "5.799e-07", "−0.02824"),
                Map.of("DID", List.of(List.of("1.753"))),
                "0.3409");
        Equation mixed = Equations.of(doctors(), values).stream()
                .filter(equation -> equation.id().equals("mixed"))
                .findFirst()
                .orElseThrow();
        assertThat(mixed.latex())
                .contains("5.799 \\times 10^{-7} \\cdot {\\mathrm{WBC}}_{ij}")
                .containsOnlyOnce(" \\\\ & {} + 5.799");
        assertThat(mixed.mathMl())
                .contains("<mn>5.799</mn><mo>×</mo><msup><mn>10</mn><mn>−7</mn></msup>")
                .contains("<mo form=\"infix\">+</mo><mrow><mrow><mn>5.799");
        assertThat(mixed.text()).hasLineCount(1).contains("− 0.003477 Sexmale_ij + 5.799e-07 WBC_ij − 0.02824 RBC_ij");
    }

    private static ModelShape structured(String subject, int fewest, int most, List<String> variances) {
        return new ModelShape(
                "y",
                100,
                List.of(column("(Intercept)")),
                List.of(),
                true,
                true,
                Optional.of(new ModelShape.ResidualSide(
                        "ar1", "σ²ρ^|i−j|", subject, 30, fewest, most, "arm", variances, 4)));
    }

    private static ModelShape doctors() {
        return shape(
                "mobility",
                List.of(
                        column("(Intercept)", "DID"),
                        column("Age"),
                        column("Married"),
                        column("Sexmale"),
                        column("WBC"),
                        column("RBC")),
                List.of(new ModelShape.RandomTerm("DID", "DID", "us", List.of("(Intercept)"), 407, 2, 40)),
                true);
    }

    private static Map<String, String> texts(ModelShape shape) {
        return Equations.of(shape).stream().collect(Collectors.toMap(Equation::id, Equation::text));
    }

    private static ModelShape shape(
            String response, List<ModelShape.FixedColumn> fixed, List<ModelShape.RandomTerm> random, boolean nested) {
        return new ModelShape(response, 8525, fixed, random, nested, true);
    }

    private static ModelShape.FixedColumn column(String name, String... constantWithin) {
        return new ModelShape.FixedColumn(name, name.equals("(Intercept)"), List.of(constantWithin));
    }

    private static ModelShape.RandomTerm term(String group, int levels, String... columns) {
        return new ModelShape.RandomTerm(group, group, "us", List.of(columns), levels, 1, 50);
    }
}
