package dev.echelon.bench.scale;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of the race.
 *
 * @param name its name and that of its file
 * @param model the model as {@code simulate} knows it, or external data; also tells which sets differ in size only
 * @param rows number of rows
 * @param formula what is fitted, by REML
 * @param options of {@code simulate}
 * @param programs names of the programs that race on it
 */
record ScaleSet(String name, String model, long rows, String formula, List<String> options, List<String> programs) {
    static final String ECHELON = "echelon";
    static final String ITERATIVE = "iterative";
    static final String SPARK = "spark local[2]";
    static final String FORECAST = "exact, forecast";
    static final String FORECAST_ITERATIVE = "iterative, forecast";
    static final String REFIT = "refit of saved sums";
    static final String LME4 = "lme4";
    static final String STATSMODELS = "statsmodels";

    private static final String EXTERNAL = "external";
    private static final String HDP = "mobility ~ Age + Married + Sex + WBC + RBC + (1 | DID)";
    private static final String ONE = "y ~ x1 + x2 + x3 + (1 + x1 | g)";
    private static final String NESTED = "score ~ year + ses + (1 | district/school/pupil)";
    private static final String CROSSED = "y ~ x + (1 | a) + (1 | b)";
    private static final String POWER = "rating ~ 1 + (1 | user) + (1 | movie)";

    /** All sets, those of a model from small to large. */
    static List<ScaleSet> all() {
        return List.of(
                one("one-1e4", 10_000, ECHELON, LME4, STATSMODELS),
                one("one-1e5", 100_000, ECHELON, LME4, STATSMODELS),
                one("one-1e6", 1_000_000, withDuckDb(LME4, STATSMODELS)),
                one("one-1e7", 10_000_000, withDuckDb(SPARK, LME4, STATSMODELS)),
                one("one-1e8", 100_000_000, withDuckDb(SPARK, LME4, STATSMODELS)),
                new ScaleSet("nested-1e7", "nested", 10_000_000, NESTED, List.of(), List.of(ECHELON)),
                new ScaleSet("crossed-1e6", "crossed", 1_000_000, CROSSED, List.of(), List.of(ECHELON, LME4)),
                new ScaleSet(
                        "crossed-1e7",
                        "crossed",
                        10_000_000,
                        CROSSED,
                        List.of("--levels", "50000,5000"),
                        List.of(ECHELON, SPARK, LME4)),
                new ScaleSet(
                        "power-1e7",
                        "power-law",
                        10_000_000,
                        POWER,
                        List.of("--levels", "60000,20000"),
                        List.of(ECHELON, FORECAST, FORECAST_ITERATIVE, ITERATIVE)),
                new ScaleSet(
                        "power-3.2e7",
                        "power-law",
                        32_000_204,
                        POWER,
                        List.of("--levels", "200948,84432"),
                        List.of(ECHELON, FORECAST, FORECAST_ITERATIVE, ITERATIVE)),
                new ScaleSet("hdp", EXTERNAL, 8525, HDP, List.of(), List.of(REFIT)));
    }

    /** Whether the data are made when they are not there. */
    boolean simulated() {
        return !model.equals(EXTERNAL);
    }

    Path parquet(Path folder) {
        return folder.resolve(name + ".parquet");
    }

    Path text(Path folder) {
        return folder.resolve(name + (simulated() ? ".csv" : ".csv.gz"));
    }

    private static ScaleSet one(String name, long rows, String... programs) {
        return new ScaleSet(name, "one-factor", rows, ONE, List.of(), List.of(programs));
    }

    private static String[] withDuckDb(String... others) {
        List<String> programs = new ArrayList<>(List.of(ECHELON));
        for (String function : List.of("sum", "fsum")) {
            programs.add(duckDb(function, 1));
            programs.add(duckDb(function, 2));
        }
        programs.addAll(List.of(others));
        return programs.toArray(String[]::new);
    }

    /** The name of DuckDB with this function and number of threads. */
    static String duckDb(String function, int threads) {
        return "duckdb " + function + (threads == 1 ? ", 1 thread" : ", " + threads + " threads");
    }
}
