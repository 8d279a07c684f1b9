package dev.echelon.bench.simulate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code score ~ year + ses + (1 | district/school/pupil)}: tests of pupils in schools in districts, five yearly tests
 * a pupil, a hundred pupils a school, forty schools a district. Ids are unique in the whole file, and rows come in an
 * order that only looks random ({@link Scramble}).
 *
 * @param rows number of tests
 * @param seed the seed
 */
record Nested(long rows, long seed) implements Simulation {
    static final String FORMULA = "score ~ year + ses + (1 | district/school/pupil)";

    private static final int TESTS = 5;
    private static final int PUPILS = 100;
    private static final int SCHOOLS = 40;
    private static final double DISTRICT = 0.3;
    private static final double SCHOOL = 0.5;
    private static final double PUPIL = 0.8;
    private static final double RESIDUAL = 0.6;
    private static final double[] FIXED = {0, 0.4, 0.2};

    @Override
    public List<SimulatedColumn> columns() {
        return List.of(
                SimulatedColumn.id("district"),
                SimulatedColumn.id("school"),
                SimulatedColumn.id("pupil"),
                SimulatedColumn.real("year"),
                SimulatedColumn.real("ses"),
                SimulatedColumn.real("score"));
    }

    @Override
    public Truth truth() {
        Map<String, Double> fixed = new LinkedHashMap<>();
        fixed.put("(Intercept)", FIXED[0]);
        fixed.put("year", FIXED[1]);
        fixed.put("ses", FIXED[2]);
        return new Truth(
                "nested",
                FORMULA,
                rows,
                seed,
                fixed,
                List.of(
                        Truth.Effects.intercept("district", districts(), DISTRICT),
                        Truth.Effects.intercept("district:school", schools(), SCHOOL),
                        Truth.Effects.intercept("district:school:pupil", pupils(), PUPIL)),
                RESIDUAL,
                "Every pupil has five tests in years 0 to 4, every school a hundred pupils, every district forty "
                        + "schools; the last of each may have fewer. ses is standard normal for every test.",
                Map.of());
    }

    @Override
    public Generator generator() {
        Draws effects = new Draws(seed, 1);
        double[] district = effects.effects(districts(), DISTRICT);
        double[] school = effects.effects(schools(), SCHOOL);
        double[] pupil = effects.effects(pupils(), PUPIL);
        Draws draws = new Draws(seed, 2);
        Scramble order = new Scramble(rows, seed);
        return new RowByRow(rows) {
            @Override
            void make(long index, ColumnBatch batch, int row) {
                long test = order.at(index);
                int p = (int) (test / TESTS);
                int s = p / PUPILS;
                int d = s / SCHOOLS;
                int year = (int) (test % TESTS);
                double ses = draws.normal();
                batch.set(0, row, d);
                batch.set(1, row, s);
                batch.set(2, row, p);
                batch.set(3, row, (double) year);
                batch.set(4, row, ses);
                double mean = FIXED[0] + FIXED[1] * year + FIXED[2] * ses + district[d] + school[s] + pupil[p];
                batch.set(5, row, mean + RESIDUAL * draws.normal());
            }
        };
    }

    private int pupils() {
        return Math.toIntExact((rows + TESTS - 1) / TESTS);
    }

    private int schools() {
        return (pupils() + PUPILS - 1) / PUPILS;
    }

    private int districts() {
        return (schools() + SCHOOLS - 1) / SCHOOLS;
    }
}
