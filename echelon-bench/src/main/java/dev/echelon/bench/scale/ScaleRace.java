package dev.echelon.bench.scale;

import dev.echelon.bench.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs the race of scale and prints its table and what the project aims at. Exit code 1 if an estimate of ours is
 * missing on a set that was raced. The system property {@code echelon.root} names the root of the repository.
 */
public final class ScaleRace {
    private static final double BUSY_LOAD = 1.0;
    private static final double MEMORY_SHARE = 0.85; // of the machine's memory that another program may fill
    private static final long REPEATED_ROWS = 50_000_000; // sets with fewer rows are measured three times by the quick

    private final Path root;
    private final Path folder;
    private final ScaleOptions options;
    private final Limits limits;
    private final Map<String, Program> programs;
    private final List<ScaleResult> results = new ArrayList<>();

    private ScaleRace(Path root, ScaleOptions options) {
        this.root = root;
        this.options = options;
        this.folder = options.data()
                .orElse(root.resolve("echelon-bench/target/scale"))
                .toAbsolutePath();
        this.limits = new Limits(options.minutes() * 60, MEMORY_SHARE * memoryMegabytes());
        this.programs = Programs.of(root);
    }

    public static void main(String[] args) {
        Path root = Path.of(System.getProperty("echelon.root", "."))
                .toAbsolutePath()
                .normalize();
        try {
            ScaleOptions options = ScaleOptions.parse(args);
            System.exit(new ScaleRace(root, options).run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            say(e.getMessage() + "\n" + ScaleOptions.USAGE
                    + String.join(
                            " ", ScaleSet.all().stream().map(ScaleSet::name).toList()));
            System.exit(2);
        }
    }

    private boolean run() {
        warnIfBusy();
        WatchedProcess.run(root, List.of(root.resolve("echelon").toString(), "--version"), limits); // builds it
        for (ScaleSet set : options.sets()) {
            say(set.name() + ": " + set.formula());
            results.add(race(set));
        }
        Map<String, String> machine = Machine.describe();
        machine.put("memory", String.format(Locale.ROOT, "%.0f MB", memoryMegabytes()));
        machine.forEach((key, value) -> System.out.println(key + ": " + value));
        System.out.print(ScaleTable.of(results));
        warnIfBusy();
        options.save().ifPresent(date -> {
            Path file = root.resolve("echelon-bench/results").resolve("scale-" + date + ".json");
            ScaleJson.write(file, date, machine, results);
            say("saved " + root.relativize(file));
        });
        return results.stream()
                .flatMap(result -> result.measurements().stream())
                .noneMatch(m -> m.program().equals(ScaleSet.ECHELON) && m.status() == Measurement.Status.FAILED);
    }

    private ScaleResult race(ScaleSet set) {
        List<Measurement> measurements = new ArrayList<>();
        for (String name : set.programs()) {
            if (options.wants(name)) {
                Measurement measurement = measure(set, Objects.requireNonNull(programs.get(name), name));
                say(ScaleTable.line(measurement));
                measurements.add(measurement);
            }
        }
        return new ScaleResult(set, measurements);
    }

    private Measurement measure(ScaleSet set, Program program) {
        Optional<String> why = program.absent().or(() -> new Prospect(limits, results).refusal(program.name(), set));
        if (why.isPresent()) {
            return Measurement.skipped(program.name(), why.get());
        }
        Path file = program.readsText() ? set.text(set.simulated() ? folder : external()) : set.parquet(folder);
        Optional<Measurement> failure = simulate(set, program, file);
        if (failure.isPresent()) {
            return failure.get();
        }
        readOnce(file);
        boolean quick = !program.readsText() && set.rows() < REPEATED_ROWS;
        List<Measurement> runs = new ArrayList<>();
        for (int i = 0; i < (quick ? 3 : 1); i++) {
            Measurement run = program.run(set, file, limits);
            if (!run.done()) {
                return run;
            }
            runs.add(run);
        }
        runs.sort(Comparator.comparingDouble(Measurement::seconds));
        return runs.get(runs.size() / 2);
    }

    /** Writes the file if it is not there; a measurement that says so if that fails. */
    private Optional<Measurement> simulate(ScaleSet set, Program program, Path file) {
        if (Files.exists(file)) {
            return Optional.empty();
        }
        if (!set.simulated()) {
            return Optional.of(Measurement.skipped(program.name(), "there is no " + file));
        }
        say("simulating " + file);
        List<String> command = new ArrayList<>(List.of(Programs.java(), "-Xmx1g", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.echelon.bench.simulate.Simulate", set.model(), Long.toString(set.rows())));
        command.addAll(List.of("-o", file.toAbsolutePath().toString()));
        command.addAll(set.options());
        WatchedProcess.Outcome outcome = WatchedProcess.run(root, command, limits);
        return outcome.exit() == 0 ? Optional.empty() : Optional.of(Measurement.without(program.name(), outcome));
    }

    /** The data that may not be part of the repository. */
    private Path external() {
        return root.resolve("../shared/data/external").normalize();
    }

    /** So that every program finds the file in the cache of the operating system, as far as memory allows. */
    private static void readOnce(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double memoryMegabytes() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getTotalMemorySize() / 1048576.0
                : Double.POSITIVE_INFINITY;
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
