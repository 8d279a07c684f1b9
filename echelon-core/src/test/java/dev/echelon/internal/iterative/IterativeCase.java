package dev.echelon.internal.iterative;

import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Aliasing;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.table.Column;
import dev.echelon.table.Csv;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntBinaryOperator;

/** A model that is small enough to be computed exactly, too. */
final class IterativeCase {
    final String name;
    final boolean reml;
    final List<GroupingFactor> factors;
    final Conditioning conditioning;
    final CrossProducts data;
    final int[] kept;
    final ProfiledLikelihood exact;

    IterativeCase(String name, String formula, Table table, boolean reml, String... categorical) {
        this.name = name + (reml ? ", REML" : ", ML");
        this.reml = reml;
        EncodingOptions options = EncodingOptions.DEFAULTS;
        for (String column : categorical) {
            options = options.withFactor(column);
        }
        Design design =
                Encoding.train(Formula.parse(formula), table, options).rows().design();
        this.factors = GroupingFactor.of(design);
        this.conditioning = Conditioning.learn(design, factors);
        CrossProducts all = CrossProducts.of(design, factors, conditioning);
        this.kept = Aliasing.of(all).kept();
        this.data = all.withFixedColumns(kept);
        this.exact = new ProfiledLikelihood(data, factors, reml);
    }

    StochasticLikelihood stochastic(IterativeOptions options, int threads) {
        return new StochasticLikelihood(data, factors, reml, options, threads);
    }

    /** Moment estimates, a point with correlations away from them, and one with nearly singular Σ of all but the first term. */
    List<double[]> points() {
        double[] start = exact.start();
        double[] other = new double[start.length];
        Arrays.setAll(other, k -> 0.6 * start[k] + 0.15 * Math.cos(k));
        double[] singular = other.clone();
        Arrays.setAll(singular, k -> k == 0 ? other[0] : k % 2 == 0 ? 0 : 1e-4 * other[k]);
        return List.of(start, other, singular);
    }

    @Override
    public String toString() {
        return name;
    }

    static List<IterativeCase> small() {
        return List.of(
                penicillin(true),
                crossedSlopes(true),
                crossedSlopes(false),
                nestedAndCrossed(true),
                threeCrossed(false));
    }

    static IterativeCase penicillin(boolean reml) {
        return new IterativeCase(
                "penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)", read("penicillin.csv"), reml);
    }

    static IterativeCase insteval(boolean reml) {
        return new IterativeCase(
                "insteval",
                "y ~ service + (1 | s) + (1 | d) + (1 | dept)",
                read("insteval.csv.gz"),
                reml,
                "service",
                "s",
                "d",
                "dept");
    }

    /** 40 subjects by 24 items, both with slopes that correlate with the intercepts. */
    static IterativeCase crossedSlopes(boolean reml) {
        Table table = simulated(960, 1, Map.of("s", (i, r) -> i / 24, "item", (i, r) -> i % 24));
        return new IterativeCase("crossed slopes", "y ~ x + (x | s) + (x | item)", table, reml);
    }

    /** Pupils in classes in schools, by items that everybody meets some of. */
    static IterativeCase nestedAndCrossed(boolean reml) {
        Table table = simulated(
                1200,
                2,
                Map.of(
                        "pupil",
                        (i, r) -> i / 5,
                        "class",
                        (i, r) -> i / 40,
                        "school",
                        (i, r) -> i / 200,
                        "item",
                        (i, r) -> r));
        return new IterativeCase(
                "nested and crossed", "y ~ x + z + (1 | pupil) + (x | class) + (1 | school) + (1 | item)", table, reml);
    }

    /** Three crossed factors, levels met at random, some of them once. */
    static IterativeCase threeCrossed(boolean reml) {
        Random random = new Random(5);
        int[] a = random.ints(1500, 0, 300).toArray();
        int[] b = new int[1500];
        Arrays.setAll(b, i -> (int) (150 * Math.pow(random.nextDouble(), 3)));
        int[] c = random.ints(1500, 0, 9).toArray();
        Table table = simulated(1500, 3, Map.of("a", (i, r) -> a[i], "b", (i, r) -> b[i], "c", (i, r) -> c[i]));
        return new IterativeCase("three crossed", "y ~ x + (1 | a) + (1 + x || b) + (1 | c)", table, reml);
    }

    static Table read(String name) {
        String property = System.getProperty("echelon.root", "");
        Path folder = Path.of(property.isEmpty() ? "." : property).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.resolve("..").normalize();
        }
        return Csv.read(folder.resolve("data").resolve(name));
    }

    /** Rows with an effect of every level on y and on its slope; codes get the row and a random number below 30. */
    static Table simulated(int n, long seed, Map<String, IntBinaryOperator> codes) {
        Random random = new Random(seed);
        double[] x = random.doubles(n, -1, 1).toArray();
        double[] z = random.doubles(n).toArray();
        double[] y = new double[n];
        Arrays.setAll(y, i -> 3 + x[i] - z[i] + random.nextGaussian());
        int[] draws = random.ints(n, 0, 30).toArray();
        Map<String, Column> columns = new LinkedHashMap<>();
        codes.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            String name = entry.getKey();
            double[] intercepts = random.doubles(n).map(u -> 2 * u - 1).toArray();
            double[] slopes = random.doubles(n).map(u -> u - 0.5).toArray();
            String[] labels = new String[n];
            for (int i = 0; i < n; i++) {
                int level = entry.getValue().applyAsInt(i, draws[i]);
                labels[i] = name + (1000 + level);
                y[i] += intercepts[level] + (slopes[level] + 0.5 * intercepts[level]) * x[i];
            }
            columns.put(name, Factor.of(List.of(labels)));
        });
        columns.put("x", NumericColumn.of(x));
        columns.put("z", NumericColumn.of(z));
        columns.put("y", NumericColumn.of(y));
        return Table.of(columns);
    }
}
