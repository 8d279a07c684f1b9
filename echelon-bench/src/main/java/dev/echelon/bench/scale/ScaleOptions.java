package dev.echelon.bench.scale;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was asked on the command line.
 *
 * @param only names of sets; empty means all
 * @param programs beginnings of names of programs; empty means all
 * @param rows sets of more rows are left out
 * @param data folder of the simulated files, empty for the default
 * @param minutes after which a program is stopped
 * @param save date for the name of the results file, empty if they are not to be saved
 */
record ScaleOptions(
        List<String> only,
        List<String> programs,
        long rows,
        Optional<Path> data,
        double minutes,
        Optional<String> save) {
    static final String USAGE = "usage: scale [--only SET,SET] [--programs NAME,NAME] [--rows MOST] [--data FOLDER] "
            + "[--minutes LIMIT] [--save [YYYY-MM-DD]]\nsets: ";
    private static final double MINUTES = 30;

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static ScaleOptions parse(String... args) {
        ScaleOptions options =
                new ScaleOptions(List.of(), List.of(), Long.MAX_VALUE, Optional.empty(), MINUTES, Optional.empty());
        for (int i = 0; i < args.length; i++) {
            boolean valueFollows = i + 1 < args.length && !args[i + 1].startsWith("--");
            if (args[i].equals("--save") && !valueFollows) {
                options = options.with(
                        "--save", LocalDate.now(ZoneId.systemDefault()).toString());
                continue;
            }
            if (!valueFollows) {
                throw new IllegalArgumentException("'" + args[i] + "' is unknown or needs a value");
            }
            options = options.with(args[i], args[++i]);
        }
        return options;
    }

    private ScaleOptions with(String option, String value) {
        return switch (option) {
            case "--only" -> new ScaleOptions(known(value), programs, rows, data, minutes, save);
            case "--programs" -> new ScaleOptions(only, Arrays.asList(value.split(",")), rows, data, minutes, save);
            case "--rows" -> new ScaleOptions(only, programs, (long) number(value), data, minutes, save);
            case "--data" -> new ScaleOptions(only, programs, rows, Optional.of(Path.of(value)), minutes, save);
            case "--minutes" -> new ScaleOptions(only, programs, rows, data, number(value), save);
            case "--save" -> new ScaleOptions(only, programs, rows, data, minutes, Optional.of(value));
            default -> throw new IllegalArgumentException("unknown option '" + option + "'");
        };
    }

    /** The sets to race. */
    List<ScaleSet> sets() {
        return ScaleSet.all().stream()
                .filter(set -> set.rows() <= rows && (only.isEmpty() || only.contains(set.name())))
                .toList();
    }

    /** Whether the program was asked for. */
    boolean wants(String program) {
        return programs.isEmpty() || programs.stream().anyMatch(program::startsWith);
    }

    private static List<String> known(String names) {
        List<String> asked = Arrays.asList(names.split(","));
        List<String> all = ScaleSet.all().stream().map(ScaleSet::name).toList();
        for (String name : asked) {
            if (!all.contains(name)) {
                throw new IllegalArgumentException("unknown set '" + name + "'");
            }
        }
        return asked;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number", e);
        }
    }
}
