package dev.echelon.internal.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.covariance.Covariances;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a sparse factor replaces the dense root, that it gives the same numbers, and what is refused. */
class EliminationPlanTest {
    private static final List<GroupingFactor> FACTORS = List.of(factor("person", 0), factor("firm", 1));

    @Test
    void personsWhoRarelyMoveTakeASparseFactorAndGiveTheSameNumbers() {
        CrossProducts data = crossed(6000, 1500, 2, 0.3);
        ProfiledLikelihood sparse = new ProfiledLikelihood(data, FACTORS, true, 1, Factorisation.AUTO);
        ProfiledLikelihood blocked = new ProfiledLikelihood(data, FACTORS, true, 1, Factorisation.BLOCKED);
        assertThat(sparse.plan().isSparse()).isTrue();
        assertThat(blocked.plan().isSparse()).isFalse();
        double[] x = {0.7, 0.4};
        double d = blocked.value(x);
        assertThat(sparse.value(x)).isCloseTo(d, within(1e-10 * Math.abs(d)));
        double[] gradient = new double[2];
        double[] hessian = new double[4];
        double[] expected = new double[2];
        double[] expectedHessian = new double[4];
        sparse.derivatives(gradient, hessian);
        blocked.derivatives(expected, expectedHessian);
        assertThat(gradient).containsExactly(expected, within(1e-9 * norm(expected)));
        assertThat(hessian).containsExactly(expectedHessian, within(1e-9 * norm(expectedHessian)));
    }

    @Test
    void planNamesTheOrdersTheirOperationsAndTheSaving() {
        CrossProducts data = crossed(6000, 1500, 2, 0.3);
        EliminationPlan plan = EliminationPlan.of(data, FACTORS, 2, Factorisation.AUTO);
        List<String> lines = PlanText.lines(data, plan, List.of("person", "firm"));
        assertThat(lines.get(0)).startsWith("crossed: sparse factor of person, firm, order '");
        assertThat(lines).anyMatch(line -> line.startsWith("with one dense root: ") && line.endsWith("flop"));
        assertThat(lines)
                .filteredOn(line -> line.contains("times fewer (taken)"))
                .hasSize(1);
        assertThat(lines).anyMatch(line -> line.startsWith("order 'minimum degree': "));
    }

    @Test
    void denselyCrossedFactorsKeepTheDenseRootWithoutAnalysis() {
        CrossProducts data = crossed(1500, 1000, 60, 1);
        EliminationPlan plan = EliminationPlan.of(data, FACTORS, 2, Factorisation.AUTO);
        assertThat(plan.isSparse()).isFalse();
        assertThat(plan.search()).isEmpty();
    }

    @Test
    void forecastOfMemoryIsWhatIsAllocated() {
        CrossProducts data = crossed(20_000, 4000, 4, 0.5);
        ProfiledLikelihood likelihood = new ProfiledLikelihood(data, FACTORS, true, 1, Factorisation.SPARSE);
        ComputationCost cost = likelihood.plan().cost(data, FACTORS);
        new ProfiledLikelihood(crossed(60, 15, 2, 0.3), FACTORS, true, 1, Factorisation.SPARSE)
                .value(new double[] {0.7, 0.4}); // classes are loaded
        double before = allocated();
        likelihood.value(new double[] {0.7, 0.4});
        double value = allocated() - before + likelihood.plan().symbolicBytes();
        assertThat(cost.valueBytes()).isCloseTo(value, within(0.1 * value));
        assertThat(cost.bytes()).isEqualTo(likelihood.plan().forecast().bytes()).isGreaterThan(cost.valueBytes());
    }

    @Test
    void costOfThisMachineIsForReportsOnly() {
        CrossProducts data = crossed(6000, 1500, 2, 0.3);
        EliminationPlan plan = EliminationPlan.of(data, FACTORS, 2, Factorisation.AUTO);
        ComputationCost cost = plan.cost(data, FACTORS);
        assertThat(cost.flops()).isEqualTo(plan.forecast().flops());
        assertThat(cost.measured()).isFalse(); // too quick to be worth it
        assertThat(cost.evaluationSeconds()).isBetween(1e-4, 1.0);
        assertThat(cost.elapsedSeconds(2)).isBetween(cost.evaluationSeconds() / 2, cost.evaluationSeconds());
        assertThat(cost)
                .isEqualTo(
                        EliminationPlan.of(data, FACTORS, 2, Factorisation.AUTO).cost(data, FACTORS));
    }

    private static double allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void refusalSaysWhatIsNeededWhatIsThereAndWhatWouldFit() {
        Forecast forecast = new Forecast(1e15, 1e15, 1e5);
        assertThat(forecast.fits()).isFalse();
        assertThat(forecast.refusal("the grouping factors 'user', 'movie'", ", or drop 'movie'"))
                .hasMessageStartingWith(
                        "the grouping factors 'user', 'movie' need 1.00 PB of memory for the exact likelihood, but Java has ")
                .hasMessageContaining("(-Xmx")
                .hasMessageEndingWith("g), or drop 'movie'");
        assertThat(new Forecast(1, 1000, 1).fits()).isTrue();
    }

    private static double norm(double[] x) {
        return Arrays.stream(x).map(Math::abs).max().orElse(0);
    }

    /** Every person has a row, and with some probability each of up to {@code more} others, in firms at random. */
    private static CrossProducts crossed(int persons, int firms, int more, double probability) {
        Random random = new Random(5);
        int[] start = new int[persons + 1];
        int[] level = new int[persons * (more + 1)];
        int size = 0;
        Sums first = new Sums(persons);
        Sums second = new Sums(firms);
        double[] fixed = new double[4];
        double[] effect = random.doubles(firms).toArray();
        for (int j = 0; j < persons; j++) {
            int from = size;
            double own = random.nextGaussian();
            for (int k = 0; k <= more; k++) {
                int firm = random.nextInt(firms);
                boolean known = Arrays.stream(level, from, size).anyMatch(f -> f == firm);
                if (k == 0 || !known && random.nextDouble() < probability) {
                    level[size++] = firm;
                    double[] row = {1, own + effect[firm] + random.nextGaussian()};
                    first.add(j, row);
                    second.add(firm, row);
                    fixed[0]++;
                    fixed[1] += row[1];
                    fixed[3] += row[1] * row[1];
                }
            }
            Arrays.sort(level, from, size);
            start[j + 1] = size;
        }
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        CrossProducts.Coupling coupling = new CrossProducts.Coupling(start, Arrays.copyOf(level, size), ones);
        return CrossProducts.of(
                size, 0, fixed, List.of(first.block(), second.block()), List.of(List.of(coupling), List.of()));
    }

    private static GroupingFactor factor(String name, int term) {
        return new GroupingFactor(
                name, 1, new int[0], List.of(new GroupingFactor.Term(term, 0, 1, Covariances.named("us"))));
    }

    private static final class Sums {
        private final double[] withFixed;
        private final double[] own;
        private final long[] counts;

        Sums(int levels) {
            this.withFixed = new double[2 * levels];
            this.own = new double[levels];
            this.counts = new long[levels];
        }

        void add(int j, double[] row) {
            own[j]++;
            counts[j]++;
            withFixed[2 * j] += row[0];
            withFixed[2 * j + 1] += row[1];
        }

        CrossProducts.Block block() {
            return new CrossProducts.Block(own.length, 1, own, withFixed, counts);
        }
    }
}
