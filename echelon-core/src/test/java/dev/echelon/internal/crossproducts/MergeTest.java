package dev.echelon.internal.crossproducts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.formula.Formula;
import dev.echelon.golden.TestFiles;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cross-products of parts add up to those of the whole, in any order. */
class MergeTest {

    @ParameterizedTest
    @CsvSource({
        "Reaction ~ Days + (Days | Subject), sleepstudy_weighted.csv, w",
        "diameter ~ 1 + (1 | plate) + (1 | sample), penicillin.csv, ''",
        "score ~ Machine + (1 | Worker/Machine), machines.csv, ''",
        "score ~ Machine + (0 + Machine | Worker), machines.csv, ''"
    })
    void partsAddUpToTheWhole(String formula, String data, String weights) {
        EncodingOptions options =
                weights.isEmpty() ? EncodingOptions.DEFAULTS : EncodingOptions.DEFAULTS.withWeights(weights);
        Design design = Encoding.train(Formula.parse(formula), TestFiles.table(data), options)
                .rows()
                .design();
        List<GroupingFactor> factors = GroupingFactor.of(design);
        Conditioning conditioning = Conditioning.learn(design, factors);
        CrossProducts whole = CrossProducts.of(design, factors, conditioning);
        int n = design.response().length;
        List<CrossProducts> parts = new ArrayList<>();
        for (int[] range : new int[][] {{0, n / 3}, {n / 3, n / 2}, {n / 2, n}}) {
            parts.add(CrossProducts.of(
                    slice(design, range[0], range[1]), sliced(factors, range[0], range[1]), conditioning));
        }
        assertClose(parts.get(0).merge(parts.get(1)).merge(parts.get(2)), whole);
        assertClose(parts.get(2).merge(parts.get(0).merge(parts.get(1))), whole);
    }

    private static void assertClose(CrossProducts actual, CrossProducts expected) {
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.sumLogWeights()).isCloseTo(expected.sumLogWeights(), within(1e-12 * expected.rows()));
        assertClose(actual.fixed(), expected.fixed());
        for (int f = 0; f < expected.factors(); f++) {
            assertClose(actual.block(f).own(), expected.block(f).own());
            assertClose(actual.block(f).withFixed(), expected.block(f).withFixed());
            assertThat(actual.block(f).counts()).isEqualTo(expected.block(f).counts());
            for (int g = f + 1; g < expected.factors(); g++) {
                assertThat(actual.coupling(f, g).start())
                        .isEqualTo(expected.coupling(f, g).start());
                assertThat(actual.coupling(f, g).level())
                        .isEqualTo(expected.coupling(f, g).level());
                assertClose(
                        actual.coupling(f, g).values(), expected.coupling(f, g).values());
            }
        }
    }

    private static void assertClose(double[] actual, double[] expected) {
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
        assertThat(actual).containsExactly(expected, within(1e-12 * scale));
    }

    private static Design slice(Design design, int from, int to) {
        double[] weights = design.weights();
        return new Design(
                Arrays.copyOfRange(design.response(), from, to),
                weights.length == 0 ? weights : Arrays.copyOfRange(weights, from, to),
                slice(design.fixed(), from, to),
                design.random().stream()
                        .map(block -> new Design.RandomBlock(
                                block.name(),
                                block.group(),
                                slice(block.effects(), from, to),
                                Arrays.copyOfRange(block.codes(), from, to),
                                block.levels(),
                                block.covariance()))
                        .toList());
    }

    private static ModelMatrix slice(ModelMatrix matrix, int from, int to) {
        List<ModelColumn> columns = new ArrayList<>();
        for (int k = 0; k < matrix.width(); k++) {
            double[] values = new double[to - from];
            for (int i = from; i < to; i++) {
                values[i - from] = matrix.column(k).value(i);
            }
            columns.add(matrix.column(k) instanceof ModelColumn.Constant c ? c : new ModelColumn.Dense(values));
        }
        return new ModelMatrix(to - from, matrix.names(), columns);
    }

    private static List<GroupingFactor> sliced(List<GroupingFactor> factors, int from, int to) {
        return factors.stream()
                .map(factor -> new GroupingFactor(
                        factor.group(), factor.levels(), Arrays.copyOfRange(factor.codes(), from, to), factor.terms()))
                .toList();
    }
}
