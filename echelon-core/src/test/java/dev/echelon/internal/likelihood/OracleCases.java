package dev.echelon.internal.likelihood;

import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Designs of every shape that the engine treats differently. */
final class OracleCases {
    private OracleCases() {}

    static List<OracleCase> all() {
        List<OracleCase> cases = new ArrayList<>();
        for (boolean reml : new boolean[] {true, false}) {
            one(cases, reml);
            structures(cases, reml);
            several(cases, reml);
        }
        return cases;
    }

    /** Those with random effects, by a sparse factor. */
    static List<OracleCase> sparse() {
        return all().stream()
                .filter(c -> !c.factors.isEmpty())
                .map(OracleCase::sparse)
                .toList();
    }

    private static void one(List<OracleCase> cases, boolean reml) {
        Table grouped = grouped(90, 9);
        add(cases, "one factor, q = 1", "y ~ x + (1 | g)", grouped, reml);
        add(cases, "one factor, q = 2", "y ~ x + (x | g)", grouped, reml);
        add(cases, "one factor, q = 3", "y ~ x + z + (x + z | g)", grouped, reml);
        add(cases, "slope only", "y ~ x + (0 + x | g)", grouped, reml);
        add(cases, "factor effects", "y ~ f + (0 + f | g)", grouped, reml);
        add(cases, "two terms on one factor", "y ~ x + (1 | g) + (0 + x | g)", grouped, reml);
        add(cases, "a vector and a scalar on one factor", "y ~ x + (1 + x | g) + (0 + z | g)", grouped, reml);
        add(cases, "double bar with a factor", "y ~ f + (f || g)", grouped, reml);
        add(cases, "no fixed effects", "y ~ 0 + (1 | g)", grouped, reml);
        add(cases, "no intercept", "y ~ 0 + x + (x | g)", grouped, reml);
        add(cases, "offset", "y ~ x + offset(z) + (x | g)", grouped, reml);
        add(cases, "no random effects", "y ~ x + f", grouped, reml);
        cases.add(new OracleCase("weights", "y ~ x + (x | g)", grouped, "w", reml));
        cases.add(new OracleCase("weights, crossed", "y ~ x + (x | g) + (1 | f)", grouped, "w", reml));
    }

    private static void structures(List<OracleCase> cases, boolean reml) {
        Table grouped = grouped(90, 9);
        for (String structure : List.of("diag", "id", "cs", "homcs", "ar1")) {
            add(cases, structure, "y ~ x + " + structure + "(0 + f | g)", grouped, reml);
        }
        add(cases, "diag and slope", "y ~ x + diag(1 + x | g)", grouped, reml);
        add(cases, "cs crossed with us", "y ~ x + cs(0 + f | g) + (1 + x | h)", grouped, reml);
        add(cases, "ar1 in the tail", "y ~ x + (1 + x | h) + ar1(0 + f | g)", grouped, reml);
    }

    private static void several(List<OracleCase> cases, boolean reml) {
        Table nested = nested();
        add(cases, "nested in two levels", "y ~ x + (1 | a/b)", nested, reml);
        add(cases, "nested in two levels, vectors", "y ~ x + (x | a/b)", nested, reml);
        add(cases, "nested in three levels, vectors", "y ~ x + (x | a/b/c)", nested, reml);
        add(cases, "nested chain crossed with items", "y ~ x + (x | a/b) + (1 | item)", nested, reml);
        add(cases, "nested chain crossed with vector items", "y ~ x + (1 | a/b/c) + (x | item)", nested, reml);
        Table grouped = grouped(90, 9);
        add(cases, "crossed", "y ~ x + (1 | g) + (1 | h)", grouped, reml);
        add(cases, "crossed, vectors", "y ~ x + (x | g) + (z | h)", grouped, reml);
        add(cases, "three crossed factors", "y ~ x + (x | g) + (1 | h) + (1 | f)", grouped, reml);
        Table full = crossed(17, 16, 1);
        add(cases, "fully crossed, dense leaf", "y ~ x + (1 | s) + (x | item)", full, reml);
        add(cases, "fully crossed, dense vector leaf", "y ~ x + (x | s) + (x | item)", full, reml);
        Table sparse = crossed(40, 24, 8);
        add(cases, "sparsely crossed, scattered leaf", "y ~ x + (1 | s) + (1 | item)", sparse, reml);
        add(cases, "sparsely crossed, scattered vector leaf", "y ~ x + (x | s) + (1 | item)", sparse, reml);
    }

    private static void add(List<OracleCase> cases, String name, String formula, Table table, boolean reml) {
        cases.add(new OracleCase(name, formula, table, "", reml));
    }

    /** n rows in m groups of unequal size, a crossed factor of four levels and one of three. */
    private static Table grouped(int n, int m) {
        Random random = new Random(1);
        int[] g = new int[n];
        for (int i = 0; i < n; i++) {
            g[i] = i < m ? i : (int) (m * Math.pow(random.nextDouble(), 1.3));
        }
        return table(n, random, Map.of("g", i -> g[i], "h", i -> (i * 7) % 4, "f", i -> (i + i / 5) % 3));
    }

    private static Table nested() {
        return table(
                144,
                new Random(2),
                Map.of("a", i -> i / 36, "b", i -> i / 12, "c", i -> i / 4, "item", i -> (i * 5 + i / 11) % 7));
    }

    /** Every {@code step}-th cell of subjects by items, and the first item for everybody. */
    private static Table crossed(int subjects, int items, int step) {
        List<int[]> cells = new ArrayList<>();
        for (int s = 0; s < subjects; s++) {
            for (int item = 0; item < items; item++) {
                if ((s * 3 + item) % step == 0 || item == s % items) {
                    cells.add(new int[] {s, item});
                }
            }
        }
        return table(cells.size(), new Random(3), Map.of("s", i -> cells.get(i)[0], "item", i -> cells.get(i)[1]));
    }

    private static Table table(int n, Random random, Map<String, IntUnaryOperator> factors) {
        double[] x = new double[n];
        double[] z = new double[n];
        double[] w = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = 3 + 2 * random.nextGaussian();
            z[i] = 10 * random.nextDouble();
            w[i] = 0.3 + 3 * random.nextDouble();
            y[i] = 20 + 0.7 * x[i] - 0.2 * z[i] + 2 * random.nextGaussian();
        }
        Map<String, dev.echelon.table.Column> columns = new LinkedHashMap<>();
        factors.forEach((name, code) -> {
            List<String> labels = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                labels.add(name + (100 + code.applyAsInt(i)));
                y[i] += (code.applyAsInt(i) * 37 % 11) / 4.0;
            }
            columns.put(name, Factor.of(labels));
        });
        columns.put("x", NumericColumn.of(x));
        columns.put("z", NumericColumn.of(z));
        columns.put("w", NumericColumn.of(w));
        columns.put("y", NumericColumn.of(y));
        return Table.of(columns);
    }
}
