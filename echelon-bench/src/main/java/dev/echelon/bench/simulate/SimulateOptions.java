package dev.echelon.bench.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked on the command line.
 *
 * @param model name of the model
 * @param rows how many rows
 * @param file where to, Parquet unless its name ends in .csv
 * @param levels numbers of levels, empty for the model's own choice
 * @param sorted whether rows are sorted by group
 * @param seed the seed
 */
record SimulateOptions(String model, long rows, Path file, List<Integer> levels, boolean sorted, long seed) {
    static final String USAGE = """
            usage: simulate MODEL ROWS -o FILE [--levels N[,N]] [--sorted] [--seed N]
            models: one-factor  y ~ x1 + x2 + x3 + (1 + x1 | g)
                    nested      score ~ year + ses + (1 | district/school/pupil)
                    crossed     y ~ x + (1 | a) + (1 | b), balanced
                    power-law   rating ~ 1 + (1 | user) + (1 | movie), degrees of MovieLens 32M
            ROWS may be written as 1e8. FILE is Parquet, or text if it ends in .csv; the parameters behind the data are
            written to FILE.truth.json. --levels sets the levels of g; of a and b; of user and movie. --sorted is for
            one-factor.""";

    private static final long DEFAULT_SEED = 20_261_122L;

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static SimulateOptions parse(String... args) {
        List<String> positional = new ArrayList<>();
        List<Integer> levels = List.of();
        boolean sorted = false;
        long seed = DEFAULT_SEED;
        String file = "";
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "-o", "--output" -> file = value(args, i++);
                case "--levels" ->
                    levels = Arrays.stream(value(args, i++).split(","))
                            .map(text -> Math.toIntExact(count(text)))
                            .toList();
                case "--seed" -> seed = count(value(args, i++));
                case "--sorted" -> sorted = true;
                default -> positional.add(args[i]);
            }
        }
        if (positional.size() != 2 || file.isEmpty()) {
            throw new IllegalArgumentException("MODEL, ROWS and -o FILE are needed");
        }
        return new SimulateOptions(positional.get(0), count(positional.get(1)), Path.of(file), levels, sorted, seed);
    }

    Simulation simulation() {
        return switch (model) {
            case "one-factor" ->
                levels.isEmpty() ? OneFactor.of(rows, sorted, seed) : new OneFactor(rows, levels.get(0), sorted, seed);
            case "nested" -> new Nested(rows, seed);
            case "crossed" ->
                levels.isEmpty() ? Crossed.of(rows, seed) : new Crossed(rows, levels.get(0), second(), seed);
            case "power-law" ->
                levels.isEmpty() ? PowerLaw.of(rows, seed) : new PowerLaw(rows, levels.get(0), second(), seed);
            default -> throw new IllegalArgumentException("there is no model '" + model + "'");
        };
    }

    private int second() {
        if (levels.size() != 2) {
            throw new IllegalArgumentException("--levels needs two numbers for " + model);
        }
        return levels.get(1);
    }

    private static String value(String[] args, int at) {
        if (at + 1 == args.length) {
            throw new IllegalArgumentException(args[at] + " needs a value");
        }
        return args[at + 1];
    }

    private static long count(String text) {
        try {
            double value = Double.parseDouble(text.replace("_", ""));
            if (value == Math.rint(value) && value >= 1) {
                return (long) value;
            }
        } catch (NumberFormatException e) {
            // Refused below, like numbers that count nothing.
        }
        throw new IllegalArgumentException("'" + text + "' is not a whole number of at least 1");
    }
}
