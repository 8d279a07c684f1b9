package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Basis;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Learned;
import dev.echelon.result.RowReport;
import dev.echelon.table.Column;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.SharedStorage;
import dev.echelon.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StreamedSourceTest {
    private static final Table ROWS = StreamedFitTest.rows(4000, 12);

    /** A source whose n-th reading is what a function of n says. */
    private record Changing(Table first, AtomicInteger readings, Function<Integer, List<Table>> batches)
            implements RowSource {
        static Changing of(Table first, Function<Integer, List<Table>> batches) {
            return new Changing(first, new AtomicInteger(), batches);
        }

        @Override
        public Schema schema() {
            return first.schema();
        }

        @Override
        public void forEachBatch(Consumer<Table> consumer) {
            batches.apply(readings.incrementAndGet()).forEach(consumer);
        }
    }

    @Test
    void numericPredictorsTakeOnePassAndFactorsTwo() {
        Changing source = Changing.of(ROWS, reading -> List.of(ROWS.slice(0, 3000), ROWS.slice(3000, 4000)));
        Lmm.of("y ~ x + t + (x | h)").fit(source);
        assertThat(source.readings().get()).isEqualTo(1);
        Lmm.of("y ~ x + f + (x | h)").fit(source);
        assertThat(source.readings().get()).isEqualTo(3);
    }

    @Test
    void rowsThatComeOrGoBetweenPassesAreAnError() {
        Changing source = Changing.of(ROWS, reading -> List.of(reading == 1 ? ROWS : ROWS.slice(0, 3999)));
        assertThatThrownBy(() -> Lmm.of("y ~ f + (1 | g)").fit(source))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("the data changed while they were read: 4000 rows in the first pass, 3999");
    }

    @Test
    void aLevelThatTheFirstPassDidNotSeeIsAnError() {
        String[] other = new String[4000];
        java.util.Arrays.fill(other, "new");
        Table changed = ROWS.drop("f")
                .with("f", Table.builder().factor("f", other).build().column("f"));
        Changing source = Changing.of(ROWS, reading -> List.of(reading == 1 ? ROWS : changed));
        assertThatThrownBy(() -> Lmm.of("y ~ f + (1 | g)").fit(source))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'new'");
    }

    @Test
    void aColumnThatChangesItsTypeIsNamedWithItsRow() {
        Table text = ROWS.slice(2000, 4000);
        String[] labels = new String[2000];
        java.util.Arrays.fill(labels, "a");
        Table mixed = text.with("x", Table.builder().factor("x", labels).build().column("x"));
        Changing source = Changing.of(ROWS, reading -> List.of(ROWS.slice(0, 2000), mixed));
        for (String formula : List.of("y ~ x + (1 | g)", "y ~ x + f + (1 | g)")) {
            assertThatThrownBy(() -> Lmm.of(formula).fit(source))
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("column 'x' holds numbers at first but text from row 2001 on");
        }
    }

    @Test
    void whatASourceThrowsReachesTheCaller() {
        for (int threads : new int[] {1, 3}) {
            RowSource lost = new RowSource() {
                @Override
                public Schema schema() {
                    return ROWS.schema();
                }

                @Override
                public void forEachBatch(Consumer<Table> consumer) {
                    consumer.accept(ROWS);
                    throw new EchelonException("the connection was lost after 4000 rows");
                }
            };
            assertThatThrownBy(() -> Lmm.of("y ~ x + (1 | g)").threads(threads).fit(lost))
                    .isInstanceOf(EchelonException.class)
                    .hasMessage("the connection was lost after 4000 rows");
        }
    }

    @Test
    void rowsAreNamedAsInTheWholeSource() {
        double[] y = new double[1000];
        java.util.Arrays.setAll(y, i -> i == 10 ? Double.POSITIVE_INFINITY : i);
        Table bad = ROWS.slice(3000, 4000).with("y", NumericColumn.of(y));
        for (int threads : new int[] {1, 2}) {
            assertThatThrownBy(() -> Lmm.of("y ~ x + (1 | g)")
                            .threads(threads)
                            .fit(Changing.of(ROWS, reading -> List.of(ROWS.slice(0, 3000), bad))))
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("row 3011");
        }
    }

    @Test
    void emptySourcesAndUnusableRowsAreErrors() {
        assertThatThrownBy(() -> Lmm.of("y ~ x + (1 | g)").fit(Changing.of(ROWS, reading -> List.of())))
                .isInstanceOf(EchelonException.class)
                .hasMessage("the data have no rows");
        double[] missing = new double[4000];
        java.util.Arrays.fill(missing, Double.NaN);
        Table unusable = ROWS.with("x", NumericColumn.of(missing));
        assertThatThrownBy(() -> Lmm.of("y ~ x + (1 | g)").fit(Changing.of(ROWS, reading -> List.of(unusable))))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no row can be used: of 4000 rows, missing in 'x': 4000");
    }

    @Test
    void progressIsReportedAtTheEndOfEachPass() {
        List<PassProgress> seen = new ArrayList<>();
        Lmm.of("y ~ f + (1 | g)").progress(seen::add).fit(Changing.of(ROWS, reading -> List.of(ROWS)));
        List<PassProgress> last = seen.stream().filter(PassProgress::finished).toList();
        assertThat(last.stream().map(PassProgress::pass)).containsExactly("reading", "summing up");
        assertThat(last).allMatch(progress -> progress.rows() == 4000);
        PassProgress half = new PassProgress("reading", 10, OptionalLong.of(30), 5, false);
        assertThat(half.rowsPerSecond()).isEqualTo(2);
        assertThat(half.secondsLeft()).isEqualTo(10);
    }

    /** The sums of 4000·2²⁰ rows, more than fit in 32 bits: the same rows again and again. */
    @Test
    void moreRowsThanAnIntCountsCanBeFitted() {
        DataSummary few = Lmm.of("y ~ x + (x | h)").summarise(ROWS);
        CrossProducts data = few.data();
        for (int doubling = 0; doubling < 20; doubling++) {
            data = data.merge(data);
        }
        Learned learned = few.encoding().learned();
        RowReport report = new RowReport(4000L << 20, 4000L << 20, Map.of());
        Encoding encoding = Encoding.of(
                few.encoding().formula(),
                few.encoding().options(),
                new Learned(
                        learned.bases(),
                        learned.variables(),
                        learned.groups(),
                        report,
                        learned.notes(),
                        learned.ranges(),
                        learned.composition(),
                        learned.residual()));
        DataSummary many = new DataSummary(encoding, encoding.header(), few.conditioning(), data, few.response(), "");
        LmmFit fit = many.model().criterion(Criterion.ML).fit(many);

        assertThat(fit.observations()).isEqualTo(4000L << 20);
        LmmFit small = few.model().criterion(Criterion.ML).fit(few);
        assertThat(fit.coefficient("x").estimate())
                .isCloseTo(small.coefficient("x").estimate(), org.assertj.core.api.Assertions.within(0.05));
        assertThat(data.block(0).counts()[0]).isGreaterThan(Integer.MAX_VALUE / 100);
        assertThat(fit.coefficient("x").stdError()).isPositive();
    }

    /** 5 million rows of six columns are 240 MB; the heap is 64 MB. */
    @Test
    void memoryDoesNotDependOnTheNumberOfRows() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Generated.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("rows 5000000 levels 20000");
        assertThat(output).contains("rows 1000000 means 20000");
        assertThat(output)
                .contains(
                        "'ns(I(x * z * u), 3)' is learned from all different values of 'I(x * z * u)', which do not fit")
                .contains("name knots = c(…) and Boundary.knots = c(…), round the column, or give Java more memory");
    }

    /** Rows that are made while they are read. */
    static final class Generated implements RowSource {
        private static final int BATCH = 50_000;
        private static final List<String> NAMES = List.of("y", "x", "z", "u", "g", "h");

        private final long rows;

        Generated(long rows) {
            this.rows = rows;
        }

        public static void main(String[] args) {
            DataSummary summary = Lmm.of("y ~ x + z + u + (x | g)").summarise(new Generated(5_000_000));
            System.out.println("rows " + summary.rows().used() + " levels "
                    + summary.levels("g").size());
            DataSummary scaled = Lmm.of("y ~ scale(x) + within(z, g) + between(z, g) + poly(z, 2) + ns(u, 3) + (1 | h)")
                    .summarise(new Generated(1_000_000));
            Basis.GroupMeans means = (Basis.GroupMeans)
                    scaled.encoding().learned().bases().getOrDefault("within(z, g)", new Basis.Powers(0));
            System.out.println(
                    "rows " + scaled.rows().used() + " means " + means.groups().size());
            try {
                Lmm.of("y ~ ns(I(x * z * u), 3) + (1 | h)").summarise(new Generated(1_200_000));
            } catch (EchelonException e) {
                new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8).println(e.getMessage());
            }
        }

        @Override
        public Schema schema() {
            return new Schema(NAMES.stream()
                    .map(name -> new Schema.Field(name, List.of(), true))
                    .toList());
        }

        @Override
        public void forEachBatch(Consumer<Table> consumer) {
            long state = 88172645463325252L; // xorshift
            for (long from = 0; from < rows; from += BATCH) {
                double[][] columns = new double[NAMES.size()][BATCH];
                for (int i = 0; i < BATCH; i++) {
                    state ^= state << 13;
                    state ^= state >>> 7;
                    state ^= state << 17;
                    for (int k = 0; k < 4; k++) {
                        columns[k][i] = (state >>> (10 * k)) & 1023;
                    }
                    columns[4][i] = (state >>> 40) % 20_000;
                    columns[5][i] = (state >>> 50) & 63;
                }
                Map<String, Column> table = new LinkedHashMap<>();
                for (int k = 0; k < columns.length; k++) {
                    table.put(NAMES.get(k), SharedStorage.numbers(columns[k]));
                }
                consumer.accept(Table.of(table));
            }
        }
    }
}
