package dev.echelon.internal.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomBlocksTest {

    private static List<Design.RandomBlock> blocks(String formula, Table table) {
        return TestData.encode(formula, table).design().random();
    }

    private static List<String> names(List<Design.RandomBlock> blocks) {
        return blocks.stream().map(Design.RandomBlock::name).toList();
    }

    @Test
    void fullIndicatorsWithoutConstantAndContrastsWithIt() {
        Table machines = TestData.table("machines.csv");
        assertThat(blocks("score ~ Machine + (0 + Machine | Worker)", machines)
                        .get(0)
                        .effects()
                        .names())
                .containsExactly("MachineA", "MachineB", "MachineC");
        assertThat(blocks("score ~ Machine + (Machine | Worker)", machines)
                        .get(0)
                        .effects()
                        .names())
                .containsExactly("(Intercept)", "MachineB", "MachineC");
    }

    @Test
    void aDoubleBarGivesOneScalarBlockPerColumn() {
        List<Design.RandomBlock> blocks =
                blocks("Reaction ~ Days + (Days || Subject)", TestData.table("sleepstudy.csv"));
        assertThat(names(blocks)).containsExactly("Subject", "Subject.1");
        assertThat(blocks).allMatch(block -> block.effects().width() == 1);
        assertThat(blocks.get(1).effects().names()).containsExactly("Days");
        assertThat(blocks.get(1).codes()).isSameAs(blocks.get(0).codes());
        Table machines = TestData.table("machines.csv");
        assertThat(names(blocks("score ~ Machine + (0 + Machine || Worker)", machines)))
                .containsExactly("Worker", "Worker.1", "Worker.2");
    }

    @Test
    void nestedFactorsHaveObservedCombinationsAsLevels() {
        List<Design.RandomBlock> blocks = blocks("strength ~ 1 + (1 | batch/cask)", TestData.table("pastes.csv"));
        assertThat(names(blocks)).containsExactly("cask:batch", "batch");
        // Levels of cask:batch in lme4: levels(interaction with cask slowest), 30 of them.
        assertThat(blocks.get(0).levels()).hasSize(30).startsWith("a:A", "a:B");
        assertThat(blocks.get(1).levels()).hasSize(10);
    }

    @Test
    void aNumericGroupingColumnIsTheFactorOfItsNumbers() {
        Table oats = TestData.table("oats.csv");
        Design.RandomBlock block = blocks("yield ~ 1 + (1 | nitro)", oats).get(0);
        assertThat(block.levels()).containsExactly("0", "0.2", "0.4", "0.6");
        assertThat(block.codes()).startsWith(0, 1, 2, 3);
    }

    @Test
    void aPositionalStructureHasOneColumnPerPosition() {
        Design.RandomBlock block = blocks("Reaction ~ Days + ar1(Days | Subject)", TestData.table("sleepstudy.csv"))
                .get(0);
        assertThat(block.effects().width()).isEqualTo(10);
        assertThat(block.effects().names()).startsWith("factor(Days)0", "factor(Days)1");
        assertThat(block.covariance().name()).isEqualTo("ar1");
    }

    @Test
    void oneLevelIsRefused() {
        Table table = TestData.table("sleepstudy.csv").with("one", Factor.of(new int[180], List.of("only")));
        assertThatThrownBy(() -> blocks("Reaction ~ 1 + (1 | one)", table))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the grouping factor 'one' has only one level, 'only'");
    }

    @Test
    void asManyLevelsAsRowsIsRefusedUnlessWeightsDiffer() {
        double[] row = IntStream.range(0, 180).asDoubleStream().toArray();
        Table table = TestData.table("sleepstudy_weighted.csv").with("row", NumericColumn.of(row));
        assertThatThrownBy(() -> blocks("Reaction ~ 1 + (1 | row)", table))
                .hasMessageContaining("'row' has as many levels as there are rows, 180");
        assertThatCode(() -> Encoding.learn(
                        Formula.parse("Reaction ~ 1 + (1 | row)"), table, EncodingOptions.DEFAULTS.withWeights("w")))
                .doesNotThrowAnyException();
    }

    @Test
    void asManyRandomEffectsAsRowsIsRefused() {
        // 36 observations and 2 × 18 random effects: the case of lme4's tests.
        Table table = TestData.table("sleepstudy.csv");
        int[] rows = IntStream.range(0, 180).filter(i -> i % 10 < 2).toArray();
        assertThatThrownBy(() -> blocks("Reaction ~ Days + (Days | Subject)", table.rows(rows)))
                .hasMessageContaining("36 >= 36");
    }

    @Test
    void anUnseenGroupHasCodeMinusOneInPrediction() {
        Table table = TestData.table("oats.csv");
        Encoding encoding = TestData.encoding("yield ~ nitro + (1 | Block/Variety)", table);
        Table next = table.rows(new int[] {0, 1, 2}).drop("yield").with("Block", Factor.ofText("I", "X", null));
        List<Design.RandomBlock> blocks =
                encoding.encode(next, Purpose.PREDICT_CONDITIONAL, 0).design().random();
        assertThat(blocks.get(1).codes()).containsExactly(0, -1, -1);
        assertThat(blocks.get(0).codes()[0]).isNotNegative();
        assertThat(blocks.get(0).codes()[1]).isEqualTo(-1);
        assertThat(encoding.encode(next, Purpose.PREDICT_POPULATION, 0).design().random())
                .isEmpty();
    }
}
