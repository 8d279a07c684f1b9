package dev.echelon.internal.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.formula.Formula;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingReuseTest {
    private static final int[] SUBSET = {3, 57, 58, 120, 170};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Reaction ~ poly(Days, 3) + (1 | Subject)",
                "Reaction ~ ns(Days, 3) + (1 | Subject)",
                "Reaction ~ bs(Days, 4) + (1 | Subject)",
                "Reaction ~ scale(Days) + I(Days^2) + (scale(Days) | Subject)",
                "Reaction ~ cut(Days, 3) + (1 | Subject)",
                "Reaction ~ cut(Days, c(-1, 2, 9)) * Days + (1 | Subject)",
                "Reaction ~ within(Days, Subject) + between(Days, Subject) + (1 | Subject)",
                "Reaction ~ ordered(Days) + (1 | Subject)",
                "Reaction ~ log(scale(Days)^2 + 1) + (ns(Days, 2) | Subject)"
            })
    void newRowsGetTheColumnsOfTraining(String formula) {
        Table table = TestData.table("sleepstudy.csv");
        Encoding encoding = TestData.encoding(formula, table);
        Design all = encoding.encode(table).design();
        Encoding rebuilt = Encoding.of(encoding.formula(), encoding.options(), encoding.learned());
        Design part = rebuilt.encode(table.rows(SUBSET).drop("Reaction"), Purpose.PREDICT_CONDITIONAL, 0)
                .design();
        for (int i = 0; i < SUBSET.length; i++) {
            assertThat(TestData.row(part.fixed(), i)).isEqualTo(TestData.row(all.fixed(), SUBSET[i]));
            assertThat(TestData.row(part.random().get(0).effects(), i))
                    .isEqualTo(TestData.row(all.random().get(0).effects(), SUBSET[i]));
            assertThat(part.random().get(0).codes()[i])
                    .isEqualTo(all.random().get(0).codes()[SUBSET[i]]);
        }
    }

    @Test
    void permutedRowsGivePermutedMatrices() {
        Table table = TestData.table("oats.csv");
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < table.rowCount(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(7));
        int[] rows = order.stream().mapToInt(Integer::intValue).toArray();
        Design straight = TestData.encode("yield ~ Variety * nitro + (nitro | Block)", table)
                .design();
        Design shuffled = TestData.encode("yield ~ Variety * nitro + (nitro | Block)", table.rows(rows))
                .design();
        for (int i = 0; i < rows.length; i++) {
            assertThat(TestData.row(shuffled.fixed(), i)).isEqualTo(TestData.row(straight.fixed(), rows[i]));
            assertThat(shuffled.random().get(0).codes()[i])
                    .isEqualTo(straight.random().get(0).codes()[rows[i]]);
            assertThat(shuffled.response()[i]).isEqualTo(straight.response()[rows[i]]);
        }
    }

    @Test
    void relabelledLevelsChangeNamesOnly() {
        Table table = TestData.table("oats.csv");
        Factor variety = (Factor) table.column("Variety");
        int[] codes = new int[variety.size()];
        Arrays.setAll(codes, variety::code);
        Table relabelled = table.with("Variety", Factor.of(codes, List.of("p", "q", "r")));
        Design before =
                TestData.encode("yield ~ Variety:nitro + Variety", table).design();
        Design after =
                TestData.encode("yield ~ Variety:nitro + Variety", relabelled).design();
        assertThat(after.fixed().names()).startsWith("(Intercept)", "Varietyq", "Varietyr");
        for (int i = 0; i < codes.length; i++) {
            assertThat(TestData.row(after.fixed(), i)).isEqualTo(TestData.row(before.fixed(), i));
        }
    }

    @Test
    void anUnseenFixedLevelIsNamedWithTheKnownOnes() {
        Table table = TestData.table("oats.csv");
        Encoding encoding = TestData.encoding("yield ~ Variety", table);
        Table next = table.rows(new int[] {0, 1}).with("Variety", Factor.ofText("Victory", "Sun II"));
        assertThatThrownBy(() -> encoding.encode(next, Purpose.PREDICT_POPULATION, 0))
                .hasMessageContaining("'Variety'")
                .hasMessageContaining("'Sun II'")
                .hasMessageContaining("the known levels are Golden Rain, Marvellous, Victory");
    }

    @Test
    void levelsInAnotherOrderKeepTheirColumns() {
        Table table = TestData.table("oats.csv");
        Encoding encoding = TestData.encoding("yield ~ Variety", table);
        Table next = Table.of(Map.of("Variety", Factor.of(new int[] {0, 1}, List.of("Victory", "Marvellous"))));
        ModelMatrix x =
                encoding.encode(next, Purpose.PREDICT_POPULATION, 0).design().fixed();
        assertThat(TestData.row(x, 0)).containsExactly(1, 0, 1);
        assertThat(TestData.row(x, 1)).containsExactly(1, 1, 0);
    }

    @Test
    void numbersWhereTextWasLearnedFindTheirLevels() {
        Table table = Table.of(Map.of("y", NumericColumn.of(1, 2, 3, 4), "f", Factor.ofText("1", "2", "1", "2")));
        Encoding encoding = TestData.encoding("y ~ f", table);
        Table next = Table.of(Map.of("f", NumericColumn.of(2, 1)));
        ModelMatrix x =
                encoding.encode(next, Purpose.PREDICT_POPULATION, 0).design().fixed();
        assertThat(TestData.row(x, 0)).containsExactly(1, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ poly(x, 2) + within(x, h) + f + (1 + x | g) + (0 + f | g:h)",
                "y ~ cut(x, c(0, 3, 7)) + scale(x) + (1 | g/h)",
                "y ~ offset(x) + factor(h) * f + (x || g)"
            })
    void trainingGivesWhatEncodingTheSameRowsGives(String formula) {
        Table table = partlyMissing();
        for (Table rows : List.of(table, table.slice(60, 180))) {
            Encoding.Training training = Encoding.train(Formula.parse(formula), rows, EncodingOptions.DEFAULTS);
            assertThat(training.rows())
                    .usingRecursiveComparison()
                    .isEqualTo(training.encoding().encode(rows));
        }
    }

    /** Of 180 rows, the first 60 lack values here and there. */
    private static Table partlyMissing() {
        int n = 180;
        double[] y = new double[n];
        double[] x = new double[n];
        double[] h = new double[n];
        String[] g = new String[n];
        String[] f = new String[n];
        for (int i = 0; i < n; i++) {
            y[i] = i < 60 && i % 17 == 0 ? Double.NaN : Math.sin(i);
            x[i] = i < 60 && i % 23 == 0 ? Double.NaN : i * 7 % 8 + 0.25;
            h[i] = i % 3;
            g[i] = i < 60 && i % 29 == 0 ? null : "g" + i % 5;
            f[i] = i % 2 == 0 ? "u" : "v";
        }
        return Table.builder()
                .numbers("y", y)
                .numbers("x", x)
                .numbers("h", h)
                .factor("g", g)
                .factor("f", f)
                .build();
    }

    @Test
    void batchesLearnWhatTheWholeTableLearns() {
        Table table = TestData.table("sleepstudy.csv");
        RowSource batches = twoBatches(table);
        Formula formula = Formula.parse("Reaction ~ poly(Days, 2) + (1 | Subject)");
        Encoding encoding = Encoding.learn(formula, batches, EncodingOptions.DEFAULTS);
        Design whole = TestData.encode("Reaction ~ poly(Days, 2) + (1 | Subject)", table)
                .design();
        Design second = encoding.encode(table.slice(100, 180)).design();
        assertThat(TestData.row(second.fixed(), 79)).isEqualTo(TestData.row(whole.fixed(), 179));
        assertThat(second.random().get(0).codes()[79]).isEqualTo(17);
    }

    @Test
    void onlyTheColumnsOfTheModelAreKeptFromBatches() {
        Table table = TestData.table("sleepstudy.csv").with("unused", NumericColumn.of(new double[180]));
        Table kept = Rows.collect(twoBatches(table), Set.of("Days", "Subject"));
        assertThat(kept.columnNames()).containsExactlyInAnyOrder("Days", "Subject");
        assertThat(kept.digest())
                .isEqualTo(
                        table.select(kept.columnNames().toArray(new String[0])).digest());
    }

    private static RowSource twoBatches(Table table) {
        return new RowSource() {
            @Override
            public Schema schema() {
                return table.schema();
            }

            @Override
            public void forEachBatch(Consumer<Table> consumer) {
                consumer.accept(table.slice(0, 100));
                consumer.accept(table.slice(100, 180));
            }
        };
    }
}
