package dev.echelon.bench.simulate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code y ~ x + (1 | a) + (1 | b)}, crossed and balanced: every level of a meets the same number k of levels of b, no
 * pair twice, in an order that only looks random. ⌊|b|/k⌋ levels of a in turn share a permutation of the levels of b,
 * each taking the next k; where k divides |b| every level of b has the same number of rows too, otherwise nearly.
 *
 * @param rows number of rows, at most |a|·|b|
 * @param first levels of a
 * @param second levels of b
 * @param seed the seed
 */
record Crossed(long rows, int first, int second, long seed) implements Simulation {
    static final String FORMULA = "y ~ x + (1 | a) + (1 | b)";

    private static final double FIRST = 0.7;
    private static final double SECOND = 0.4;
    private static final double[] FIXED = {1, 0.5};

    Crossed {
        if (rows > (long) first * second) {
            throw new IllegalArgumentException(
                    rows + " rows need more than the " + (long) first * second + " pairs of levels");
        }
    }

    /** In the proportions of 10⁷ rows with 50 000 and 5 000 levels: levels grow with the square root of the rows. */
    static Crossed of(long rows, long seed) {
        double scale = Math.sqrt(rows / 1e7);
        int second = (int) Math.max(2, Math.rint(5000 * scale));
        return new Crossed(rows, 10 * second, second, seed);
    }

    @Override
    public List<SimulatedColumn> columns() {
        return List.of(
                SimulatedColumn.id("a"), SimulatedColumn.id("b"), SimulatedColumn.real("x"), SimulatedColumn.real("y"));
    }

    @Override
    public Truth truth() {
        Map<String, Double> fixed = new LinkedHashMap<>();
        fixed.put("(Intercept)", FIXED[0]);
        fixed.put("x", FIXED[1]);
        return new Truth(
                "crossed",
                FORMULA,
                rows,
                seed,
                fixed,
                List.of(Truth.Effects.intercept("a", first, FIRST), Truth.Effects.intercept("b", second, SECOND)),
                1,
                "Every level of a meets the same number of levels of b, chosen at random, no pair twice; "
                        + "x is standard normal.",
                Map.of());
    }

    @Override
    public Generator generator() {
        Draws effects = new Draws(seed, 1);
        double[] ofFirst = effects.effects(first, FIRST);
        double[] ofSecond = effects.effects(second, SECOND);
        Draws draws = new Draws(seed, 2);
        Scramble order = new Scramble(rows, seed);
        long degree = (rows + first - 1) / first;
        long sharing = second / degree; // levels of a that share a permutation of the levels of b
        return new RowByRow(rows) {
            @Override
            void make(long index, ColumnBatch batch, int row) {
                long pair = order.at(index);
                long a = pair / degree;
                long place = a % sharing * degree + pair % degree;
                int b = (int) new Scramble(second, seed ^ (a / sharing + 1) * 0xD1B54A32D192ED03L).at(place);
                double x = draws.normal();
                batch.set(0, row, (int) a);
                batch.set(1, row, b);
                batch.set(2, row, x);
                batch.set(3, row, FIXED[0] + FIXED[1] * x + ofFirst[(int) a] + ofSecond[b] + draws.normal());
            }
        };
    }
}
