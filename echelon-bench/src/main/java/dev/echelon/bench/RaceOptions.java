package dev.echelon.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was asked on the command line.
 *
 * @param only names of models; empty means all
 * @param skipR leave lme4 out
 * @param quick a tenth of the repetitions and no million-row sets
 * @param save date for the name of the results file, empty if they are not to be saved
 */
record RaceOptions(List<String> only, boolean skipR, boolean quick, Optional<String> save) {
    static final String USAGE = "usage: race [--only name,name] [--skip-r] [--quick] [--save [YYYY-MM-DD]]\nmodels: ";

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static RaceOptions parse(String[] args) {
        List<String> only = List.of();
        boolean skipR = false;
        boolean quick = false;
        Optional<String> save = Optional.empty();
        for (int i = 0; i < args.length; i++) {
            boolean valueFollows = i + 1 < args.length && !args[i + 1].startsWith("--");
            switch (args[i]) {
                case "--only" -> {
                    if (!valueFollows) {
                        throw new IllegalArgumentException("--only needs names, separated by commas");
                    }
                    only = Arrays.asList(args[++i].split(","));
                }
                case "--skip-r" -> skipR = true;
                case "--quick" -> quick = true;
                case "--save" ->
                    save = Optional.of(
                            valueFollows ? args[++i] : java.time.LocalDate.now().toString());
                default -> throw new IllegalArgumentException("unknown option '" + args[i] + "'");
            }
        }
        return new RaceOptions(only, skipR, quick, save);
    }

    /**
     * The models to race.
     *
     * @throws IllegalArgumentException if a name is unknown
     */
    List<RaceModel> models() {
        List<RaceModel> all = RaceModel.all();
        for (String name : only) {
            if (all.stream().noneMatch(model -> model.name().equals(name))) {
                throw new IllegalArgumentException("unknown model '" + name + "'");
            }
        }
        return all.stream()
                .filter(model -> only.isEmpty()
                        ? !(quick && MillionRows.isSimulated(model.file()))
                        : only.contains(model.name()))
                .toList();
    }

    /** Seconds of repetitions per model and side. */
    double seconds() {
        return quick ? 0.5 : 5;
    }
}
