package dev.echelon.bench;

import dev.echelon.Criterion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command lines, from start to printed summary: {@code ./echelon fit} against {@code Rscript -e}. */
final class ColdRace {
    private static final int REPETITIONS = 5;

    private final Path root;

    ColdRace(Path root) {
        this.root = root;
    }

    /** Whether there is a launcher to race. */
    boolean possible() {
        return Files.isExecutable(root.resolve("echelon"));
    }

    double echelonMillis(RaceModel model, Path data) {
        List<String> command = new ArrayList<>(List.of(root.resolve("echelon").toString(), "fit"));
        command.add(model.formula());
        command.add(data.toString());
        if (model.criterion() == Criterion.ML) {
            command.add("--ml");
        }
        for (String factor : model.factors()) {
            command.add("--factor");
            command.add(factor);
        }
        return median(command);
    }

    double lme4Millis(RaceModel model, Path data) {
        StringBuilder program = new StringBuilder("suppressMessages(library(lme4)); d <- read.csv('" + data + "'); ");
        for (String factor : model.factors()) {
            program.append("d$")
                    .append(factor)
                    .append(" <- factor(d$")
                    .append(factor)
                    .append("); ");
        }
        program.append("print(summary(lmer(").append(model.formula()).append(", d, REML = ");
        program.append(model.criterion() == Criterion.REML ? "TRUE" : "FALSE").append(")))");
        return median(List.of("Rscript", "-e", program.toString()));
    }

    /** Median after one unmeasured run, which fills the caches of the disk and of the launcher; NaN on failure. */
    private double median(List<String> command) {
        double[] times = new double[REPETITIONS];
        for (int i = -1; i < REPETITIONS; i++) {
            Subprocess.Outcome outcome = Subprocess.run(root, command);
            if (outcome.exit() != 0) {
                System.err.println("cold: " + command.get(0) + ": " + outcome.lastLine());
                return Double.NaN;
            }
            if (i >= 0) {
                times[i] = outcome.millis();
            }
        }
        Arrays.sort(times);
        return times[REPETITIONS / 2];
    }
}
