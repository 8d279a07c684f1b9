package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.formula.Coding;
import dev.echelon.result.TestResult;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F, its degrees of freedom and p of every term for types I, II and III must be the same whatever the coding. Tolerance
 * 1e-6: two codings stop at θ that differ by the convergence tolerance.
 */
class CodingInvarianceTest {
    private static final Coding CUSTOM =
            Coding.custom(List.of(List.of(1.0, 0.3), List.of(-2.0, 0.4), List.of(0.5, -3.0)), List.of("u", "v"));

    static List<Arguments> models() {
        Table oats = FitExamples.table("oats.csv");
        Table cake = FitExamples.table("cake.csv");
        Random random = new Random(3);
        int[] some =
                IntStream.range(0, 270).filter(i -> random.nextDouble() < 0.6).toArray();
        return List.of(
                Arguments.of("yield ~ Variety * nitro + (1 | Block/Variety)", "Variety", "nitro", oats),
                Arguments.of("angle ~ recipe * temperature + (1 | replicate/recipe)", "recipe", "temperature", cake),
                Arguments.of(
                        "angle ~ recipe * temperature + (1 | replicate) + (1 | half)",
                        "recipe",
                        "temperature",
                        half(cake).rows(some)));
    }

    /** A second factor that is crossed with the replicates. */
    private static Table half(Table cake) {
        String[] half = new String[cake.rowCount()];
        for (int i = 0; i < half.length; i++) {
            half[i] = "h" + (i * 7 + i / 6) % 8;
        }
        return cake.with("half", dev.echelon.table.Factor.ofText(half));
    }

    @ParameterizedTest
    @MethodSource("models")
    void testsOfEveryTypeDoNotDependOnTheCoding(String formula, String first, String second, Table data) {
        Lmm model = Lmm.of(formula).factors(second);
        LmmFit treatment = model.fit(data);
        List<Lmm> others = new ArrayList<>();
        for (Coding coding : List.of(Coding.sum(), Coding.helmert(), Coding.poly(), CUSTOM)) {
            others.add(model.coding(first, coding).coding(second, coding == CUSTOM ? Coding.sum() : coding));
        }
        for (Lmm other : others) {
            LmmFit fit = other.fit(data);
            for (int type = 1; type <= 3; type++) {
                for (DfMethod df : List.of(DfMethod.SATTERTHWAITE, DfMethod.KENWARD_ROGER, DfMethod.CONTAINMENT)) {
                    same(treatment, fit, type, df);
                }
            }
        }
    }

    private static void same(LmmFit expected, LmmFit actual, int type, DfMethod df) {
        List<TestResult> left = expected.anova(type, df).tests();
        List<TestResult> right = actual.anova(type, df).tests();
        assertThat(right).hasSameSizeAs(left);
        for (int t = 0; t < left.size(); t++) {
            String what = "type " + type + " " + df + " " + left.get(t).term();
            double f = left.get(t).statistic();
            double d = left.get(t).denDf();
            // Satterthwaite's multi-row df follow eigenvectors of LΦL', which change with the rows of L
            boolean rows = df == DfMethod.SATTERTHWAITE && left.get(t).numDf() > 1;
            assertThat(right.get(t).numDf()).as(what).isEqualTo(left.get(t).numDf());
            assertThat(right.get(t).statistic()).as(what).isCloseTo(f, within(1e-6 * f));
            assertThat(right.get(t).denDf()).as(what).isCloseTo(d, within((rows ? 1e-3 : 1e-6) * d));
            assertThat(right.get(t).hypothesis())
                    .as(what)
                    .hasDimensions(
                            left.get(t).hypothesis().length,
                            actual.coefficients().size());
        }
    }
}
