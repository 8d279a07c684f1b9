package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.table.Factor;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedFitTest {
    private static final Table ROWS = rows(6000, 5);

    /** Two crossed factors, one nested in the first, text and number keys, a covariate far from zero, missing values. */
    static Table rows(int n, long seed) {
        Random random = new Random(seed);
        double[] y = new double[n];
        double[] x = new double[n];
        double[] t = new double[n];
        double[] w = new double[n];
        double[] o = new double[n];
        double[] g = new double[n];
        double[] big = new double[n];
        String[] h = new String[n];
        String[] f = new String[n];
        String[] k = new String[n];
        double[] u = new double[200];
        Arrays.setAll(u, i -> random.nextGaussian());
        for (int i = 0; i < n; i++) {
            int a = random.nextInt(80);
            int b = random.nextInt(40);
            g[i] = a;
            big[i] = 4e15 + 7.0 * a;
            h[i] = "item " + b;
            k[i] = "k" + (3 * a + random.nextInt(3));
            x[i] = 2000 + 3 * random.nextGaussian();
            t[i] = random.nextDouble();
            w[i] = 0.5 + random.nextDouble();
            o[i] = random.nextGaussian();
            f[i] = List.of("low", "mid", "high").get(random.nextInt(3));
            y[i] = 1
                    + 0.3 * x[i]
                    + (f[i].equals("mid") ? 1 : 0)
                    + u[a]
                    + 0.4 * u[80 + b] * (x[i] - 2000)
                    + u[199 - b]
                    + random.nextGaussian();
            if (random.nextInt(50) == 0) {
                t[i] = Double.NaN;
            }
            if (random.nextInt(60) == 0) {
                w[i] = 0;
            }
        }
        return Table.builder()
                .numbers("y", y)
                .numbers("x", x)
                .numbers("t", t)
                .numbers("w", w)
                .numbers("o", o)
                .numbers("g", g)
                .numbers("big", big)
                .factor("h", h)
                .factor("f", f)
                .factor("k", k)
                .build();
    }

    /** A table that hides behind batches with random borders. */
    static final class Batches implements RowSource {
        private final Table table;
        private final long seed;
        private final int largest;
        private final boolean ownLevels;

        Batches(Table table, long seed, int largest, boolean ownLevels) {
            this.table = table;
            this.seed = seed;
            this.largest = largest;
            this.ownLevels = ownLevels;
        }

        @Override
        public Schema schema() {
            return table.schema();
        }

        @Override
        public void forEachBatch(Consumer<Table> consumer) {
            Random random = new Random(seed);
            for (int from = 0; from < table.rowCount(); ) {
                int to = Math.min(table.rowCount(), from + random.nextInt(largest));
                consumer.accept(ownLevels ? relabelled(table.slice(from, to)) : table.slice(from, to));
                from = to;
            }
        }

        /** The same rows with the levels of each batch in the order in which they occur there. */
        private static Table relabelled(Table batch) {
            Table result = batch;
            for (String name : batch.columnNames()) {
                if (batch.column(name) instanceof Factor factor) {
                    List<String> levels = new ArrayList<>();
                    int[] codes = new int[factor.size()];
                    for (int i = 0; i < codes.length; i++) {
                        String level = factor.level(i);
                        if (!levels.contains(level)) {
                            levels.add(level);
                        }
                        codes[i] = levels.indexOf(level);
                    }
                    result = result.with(name, Factor.of(codes, levels));
                }
            }
            return result;
        }
    }

    private static void requireEqual(LmmFit streamed, LmmFit whole) {
        assertThat(streamed.objective()).isCloseTo(whole.objective(), within(1e-9 * Math.abs(whole.objective())));
        assertThat(streamed.coefficients()).hasSameSizeAs(whole.coefficients());
        for (int k = 0; k < whole.coefficients().size(); k++) {
            var a = streamed.coefficients().get(k);
            var b = whole.coefficients().get(k);
            assertThat(a.term()).isEqualTo(b.term());
            // the samples that show the scale differ, so that the searches end at places 1e-9 apart in the objective
            assertThat(a.estimate()).isCloseTo(b.estimate(), within(1e-5 * b.stdError()));
        }
        assertThat(streamed.sigma()).isCloseTo(whole.sigma(), within(1e-6 * whole.sigma()));
        for (String term : whole.randomTerms()) {
            assertThat(streamed.randomEffects(term).levels())
                    .isEqualTo(whole.randomEffects(term).levels());
        }
        assertThat(streamed.rows()).isEqualTo(whole.rows());
        assertThat(streamed.findings().stream().map(finding -> finding.id()).toList())
                .isEqualTo(
                        whole.findings().stream().map(finding -> finding.id()).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + (1 | g)",
                "y ~ x + (x | h)",
                "y ~ x + t + (x || h)",
                "y ~ x + (0 + x | h)",
                "y ~ x + (1 | g / k)",
                "y ~ x + (1 | g) + (x | h)",
                "y ~ f * x + (f | h)",
                "y ~ x + f + (1 | g:h)",
                "y ~ x + (1 | big) + (1 | h) + (1 | k)",
                "y ~ 0 + f + x:f + (t | g)",
                "y ~ scale(x) + within(t, g) + between(t, g) + (1 | g)",
                "y ~ poly(x, 2) + cut(t, c(-1, 0.3, 0.6, 2)) + (1 | g)",
                "log(y) ~ x + I(t^2) + (1 | factor(g))",
                "y ~ x"
            })
    void aStreamGivesTheFitOfTheTable(String formula) {
        Lmm model = Lmm.of(formula).weights("w").offset("o");
        requireEqual(model.fit(new Batches(ROWS, 3, 900, false)), model.fit(ROWS));
        Lmm plain = Lmm.of(formula);
        requireEqual(plain.fit(new Batches(ROWS, 4, 5000, false)), plain.fit(ROWS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"y ~ x + f + (x | h) + (1 | k)", "y ~ x + (x | g) + (1 | h)"})
    void sumsHaveTheSameBitsForAnyBatchesAndThreads(String formula) {
        Table many = rows(70_000, 9);
        Lmm model = Lmm.of(formula).weights("w");
        // the sample that shows the scale ends with a batch: the plan must be the same
        RowScan scan = new RowScan(model, many.columnNames());
        scan.add(many);
        SummaryPlan plan = scan.plan();
        DataSummary first = summary(plan, new Batches(many, 1, 100_000, false), 1);
        for (int threads : new int[] {1, 2, 3, 8}) {
            DataSummary other = summary(plan, new Batches(many, threads, 3000, false), threads);
            assertThat(other.data().fixed()).containsExactly(first.data().fixed());
            for (int f = 0; f < first.data().factors(); f++) {
                assertThat(other.data().block(f).own())
                        .containsExactly(first.data().block(f).own());
                assertThat(other.data().block(f).withFixed())
                        .containsExactly(first.data().block(f).withFixed());
                assertThat(other.data().block(f).counts())
                        .containsExactly(first.data().block(f).counts());
            }
            assertThat(other.data().coupling(0, 1).values())
                    .containsExactly(first.data().coupling(0, 1).values());
            assertThat(other.data().coupling(0, 1).level())
                    .containsExactly(first.data().coupling(0, 1).level());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + (x | h)",
                "y ~ t + (0 + x | h) + (1 | g / k)",
                "y ~ f * x + (f | h) + (x || g)",
                "y ~ 0 + x + (x | g) + (0 + f | h)"
            })
    void sumsAreThoseOfTheTable(String formula) {
        for (Lmm model : List.of(Lmm.of(formula), Lmm.of(formula).weights("w").offset("o"))) {
            RowScan scan = new RowScan(model, ROWS.columnNames());
            scan.add(ROWS);
            DataSummary sums = summary(scan.plan(), new Batches(ROWS, 1, 1000, false), 2);
            Design design = sums.encoding().encode(ROWS).design();
            CrossProducts whole = CrossProducts.of(design, GroupingFactor.of(design), sums.conditioning());
            requireClose(sums.data().fixed(), whole.fixed());
            assertThat(sums.data().sumLogWeights()).isEqualTo(whole.sumLogWeights());
            for (int f = 0; f < whole.factors(); f++) {
                requireClose(sums.data().block(f).own(), whole.block(f).own());
                requireClose(sums.data().block(f).withFixed(), whole.block(f).withFixed());
                assertThat(sums.data().block(f).counts())
                        .containsExactly(whole.block(f).counts());
                for (int g = f + 1; g < whole.factors(); g++) {
                    requireClose(
                            sums.data().coupling(f, g).values(),
                            whole.coupling(f, g).values());
                    assertThat(sums.data().coupling(f, g).level())
                            .containsExactly(whole.coupling(f, g).level());
                }
            }
        }
    }

    /** Equal to 1e-12 of the largest. */
    private static void requireClose(double[] sums, double[] whole) {
        double largest = Arrays.stream(whole).map(Math::abs).max().orElse(0);
        assertThat(sums).containsExactly(whole, within(1e-12 * largest));
    }

    private static DataSummary summary(SummaryPlan plan, RowSource source, int threads) {
        try (Summation summation = new Summation(plan, threads)) {
            source.forEachBatch(summation::add);
            return summation.finish();
        }
    }

    @Test
    void batchesMayHaveLevelListsOfTheirOwn() {
        Lmm model = Lmm.of("y ~ x + f + (1 | h) + (1 | g:k)");
        requireEqual(model.fit(new Batches(ROWS, 3, 400, true)), model.fit(ROWS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x * f + (x | h) + (1 | g / k)",
                "y ~ scale(x) + within(t, g) + I(x > 2000) + cut(t, c(-1, 0.5, 2)) + (1 | g) + (1 | h)",
                "y ~ x + ar1(f | g)"
            })
    void partialSumsMergeToTheWhole(String formula) {
        Lmm model = Lmm.of(formula).weights("w");
        List<Table> parts = List.of(ROWS.slice(0, 1000), ROWS.slice(1000, 1010), ROWS.slice(1010, 6000));
        RowScan scan = new RowScan(model, ROWS.columnNames());
        for (Table part : parts) {
            RowScan own = new RowScan(model, ROWS.columnNames());
            own.add(Batches.relabelled(part));
            scan.merge(RowScan.of(model, ROWS.columnNames(), own.toBytes()));
        }
        SummaryPlan plan = SummaryPlan.of(scan.plan().toBytes());
        Summation sum = new Summation(plan);
        for (Table part : parts) {
            Summation own = new Summation(plan, 2);
            own.add(Batches.relabelled(part));
            sum.merge(own);
            own.close();
        }
        requireEqual(model.fit(sum.finish()), model.fit(ROWS));
    }
}
