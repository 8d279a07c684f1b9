package dev.echelon.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two sides of the race: each fits one model in a process of its own and answers with measurements. */
final class Sides {
    /** An lme4 fit longer than this is measured once. */
    private static final double ONCE_SECONDS = 8;

    private final Path root;
    private final Path work;
    private final double seconds;

    Sides(Path root, double seconds) {
        this.root = root;
        this.work = root.resolve("echelon-bench/target/race");
        this.seconds = seconds;
    }

    Pairs echelon(RaceModel model, Path data) {
        // The serial collector is the launcher's: threads of a concurrent one would be timed with a tiny fit.
        List<String> command = List.of(
                java(), "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), WarmRun.class.getName());
        return Subprocess.ask(root, command, job(model, data), work.resolve(model.name() + ".echelon"));
    }

    Pairs lme4(RaceModel model, Path data) {
        List<String> command = List.of("Rscript", script(model).toString());
        return Subprocess.ask(root, command, job(model, data), work.resolve(model.name() + ".lme4"));
    }

    /** Empty if R can be raced, otherwise why not. */
    Optional<String> whyNoLme4() {
        Subprocess.Outcome outcome = Subprocess.run(root, List.of("Rscript", "-e", "library(lme4)"));
        return outcome.exit() == 0 ? Optional.empty() : Optional.of(outcome.lastLine());
    }

    private Path script(RaceModel model) {
        return root.resolve("echelon-bench/src/main/R").resolve(model.work().residual() ? "gls.R" : "race.R");
    }

    private static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }

    private Path job(RaceModel model, Path data) {
        Map<String, String> job = new LinkedHashMap<>();
        job.put("name", model.name());
        job.put("formula", model.formula());
        job.put("criterion", model.criterion().name());
        job.put("data", data.toAbsolutePath().normalize().toString());
        job.put("factors", String.join(",", model.factors()));
        job.put("seconds", Double.toString(seconds));
        job.put("once_seconds", Double.toString(ONCE_SECONDS));
        job.put("work", model.work().name());
        job.put("replicates", Integer.toString(model.work().lme4Units()));
        job.put("limit_seconds", Double.toString(RaceWork.LIMIT_SECONDS));
        Path file = work.resolve(model.name() + ".job");
        Pairs.of(job).write(file);
        return file;
    }
}
