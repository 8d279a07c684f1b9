package dev.echelon.bench.simulate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code y ~ x1 + x2 + x3 + (1 + x1 | g)}, with a column {@code x4} that the model leaves out. Every row belongs to a
 * group drawn uniformly, so that group sizes are close to Poisson and rows of a group are scattered over the file; or,
 * sorted, groups of the same distribution of sizes one after the other.
 *
 * @param rows number of rows
 * @param groups number of groups
 * @param sorted whether rows are sorted by group
 * @param seed the seed
 */
record OneFactor(long rows, int groups, boolean sorted, long seed) implements Simulation {
    static final String FORMULA = "y ~ x1 + x2 + x3 + (1 + x1 | g)";

    private static final double[] FIXED = {1, 0.5, -0.25, 0.1};
    private static final double INTERCEPTS = 0.8;
    private static final double SLOPES = 0.3;
    private static final double CORRELATION = 0.25;

    /** A hundred rows per group on average, a million groups at most. */
    static OneFactor of(long rows, boolean sorted, long seed) {
        return new OneFactor(rows, (int) Math.max(2, Math.min(1_000_000, rows / 100)), sorted, seed);
    }

    @Override
    public List<SimulatedColumn> columns() {
        return List.of(
                SimulatedColumn.id("g"),
                SimulatedColumn.real("x1"),
                SimulatedColumn.real("x2"),
                SimulatedColumn.real("x3"),
                SimulatedColumn.real("x4"),
                SimulatedColumn.real("y"));
    }

    @Override
    public Truth truth() {
        Map<String, Double> fixed = new LinkedHashMap<>();
        fixed.put("(Intercept)", FIXED[0]);
        for (int k = 1; k < FIXED.length; k++) {
            fixed.put("x" + k, FIXED[k]);
        }
        Map<String, Double> deviations = new LinkedHashMap<>();
        deviations.put("(Intercept)", INTERCEPTS);
        deviations.put("x1", SLOPES);
        return new Truth(
                "one-factor",
                FORMULA,
                rows,
                seed,
                fixed,
                List.of(new Truth.Effects("g", groups, deviations, CORRELATION)),
                1,
                "The group of a row is drawn uniformly; x1 to x4 are independent standard normal; x1 has mean 2. "
                        + (sorted ? "Rows are sorted by group." : "Rows are in no order."),
                Map.of());
    }

    @Override
    public Generator generator() {
        Draws effects = new Draws(seed, 1);
        double[] intercepts = effects.effects(groups, INTERCEPTS);
        double[] slopes = effects.effects(groups, SLOPES * Math.sqrt(1 - CORRELATION * CORRELATION));
        Draws draws = new Draws(seed, 2);
        int[] sizes = sorted ? sizes() : new int[0];
        return new RowByRow(rows) {
            private int group;

            @Override
            void make(long index, ColumnBatch batch, int row) {
                int g = sorted ? nextSorted() : draws.below(groups);
                double x1 = 2 + draws.normal();
                double x2 = draws.normal();
                double x3 = draws.normal();
                double slope = slopes[g] + CORRELATION * SLOPES / INTERCEPTS * intercepts[g];
                batch.set(0, row, g);
                batch.set(1, row, x1);
                batch.set(2, row, x2);
                batch.set(3, row, x3);
                batch.set(4, row, draws.normal());
                double mean = FIXED[0] + intercepts[g] + (FIXED[1] + slope) * x1 + FIXED[2] * x2 + FIXED[3] * x3;
                batch.set(5, row, mean + draws.normal());
            }

            private int nextSorted() {
                while (sizes[group] == 0) {
                    group++;
                }
                sizes[group]--;
                return group;
            }
        };
    }

    private int[] sizes() {
        Draws draws = new Draws(seed, 3);
        int[] sizes = new int[groups];
        for (long i = 0; i < rows; i++) {
            sizes[draws.below(groups)]++;
        }
        return sizes;
    }
}
