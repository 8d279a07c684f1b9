package dev.echelon.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Fits every model with Echelon and with lme4, one after the other, and prints how they compare. Exit code 1 if one of
 * our fits fails or ends above lme4's objective; a missed target is reported, not failed. The system property
 * {@code echelon.root} names the root of the repository.
 */
public final class Race {
    private static final double BUSY_LOAD = 1.0;

    private final Path root;
    private final RaceOptions options;
    private final Sides sides;
    private final boolean withR;
    private final ColdRace cold;

    private Race(Path root, RaceOptions options) {
        this.root = root;
        this.options = options;
        this.sides = new Sides(root, options.seconds());
        this.cold = new ColdRace(root);
        Optional<String> whyNot = options.skipR() ? Optional.of("--skip-r") : sides.whyNoLme4();
        whyNot.ifPresent(reason -> say("lme4 is left out: " + reason));
        this.withR = whyNot.isEmpty();
    }

    public static void main(String[] args) {
        Path root = Path.of(System.getProperty("echelon.root", "."))
                .toAbsolutePath()
                .normalize();
        try {
            RaceOptions options = RaceOptions.parse(args);
            List<RaceModel> models = options.models();
            System.exit(new Race(root, options).run(models) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            say(e.getMessage() + "\n" + RaceOptions.USAGE
                    + String.join(
                            " ", RaceModel.all().stream().map(RaceModel::name).toList()));
            System.exit(2);
        }
    }

    private boolean run(List<RaceModel> models) {
        warnIfBusy();
        if (!cold.possible()) {
            say("the command lines do not race: no ./echelon here");
        }
        List<RaceResult> results = new ArrayList<>();
        for (RaceModel model : models) {
            Optional<Path> data = model.data(root);
            if (data.isEmpty()) {
                say(model.name() + " is skipped: no " + model.file());
            } else {
                say(model.name() + ": " + model.formula());
                results.add(race(model, data.get()));
            }
        }
        Map<String, String> machine = machine(results);
        machine.forEach((key, value) -> System.out.println(key + ": " + value));
        System.out.print(RaceTable.of(results));
        warnIfBusy();
        options.save().ifPresent(date -> save(date, machine, results));
        return results.stream().allMatch(RaceResult::agrees);
    }

    private RaceResult race(RaceModel model, Path data) {
        Pairs echelon = sides.echelon(model, data);
        Pairs lme4 = withR && model.racesR() ? sides.lme4(model, data) : Pairs.of(Map.of());
        boolean coldToo = model.cold() && cold.possible();
        return new RaceResult(
                model,
                echelon,
                lme4,
                coldToo ? cold.echelonMillis(model, data) : Double.NaN,
                coldToo && withR ? cold.lme4Millis(model, data) : Double.NaN);
    }

    private static Map<String, String> machine(List<RaceResult> results) {
        Map<String, String> facts = Machine.describe();
        for (RaceResult result : results) {
            if (result.lme4().has("lme4")) {
                for (String key : List.of("r", "lme4", "matrix", "blas")) {
                    facts.put(key, result.lme4().text(key));
                }
            }
            if (result.echelon().has("version")) {
                facts.put("echelon", result.echelon().text("version"));
            }
        }
        return facts;
    }

    private void save(String date, Map<String, String> machine, List<RaceResult> results) {
        Path file = root.resolve("echelon-bench/results").resolve("race-" + date + ".json");
        RaceJson.write(file, date, machine, results);
        say("saved " + root.relativize(file));
    }

    private static void warnIfBusy() {
        if (Machine.load() > BUSY_LOAD) {
            say(String.format(
                    Locale.ROOT,
                    "warning: load average %.2f; other programs are running and times are rough",
                    Machine.load()));
        }
    }

    private static void say(String message) {
        System.err.println(message);
    }
}
