package dev.echelon.bench.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole command {@code ./echelon fit FORMULA FILE --json}, from the start of Java to the printed result. */
final class EchelonProgram implements Program {
    private final String name;
    private final Path root;
    private final List<String> options;

    EchelonProgram(String name, Path root, String... options) {
        this.name = name;
        this.root = root;
        this.options = List.of(options);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> absent() {
        return Files.isExecutable(root.resolve("echelon")) ? Optional.empty() : Optional.of("there is no ./echelon");
    }

    @Override
    public Measurement run(ScaleSet set, Path file, Limits limits) {
        List<String> command = new ArrayList<>(List.of(root.resolve("echelon").toString(), "fit"));
        command.addAll(List.of(set.formula(), file.toString(), "--json"));
        command.addAll(options);
        WatchedProcess.Outcome outcome = WatchedProcess.run(root, command, limits);
        if (outcome.exit() != 0) {
            return Measurement.without(name, outcome);
        }
        FitAnswer answer = FitAnswer.of(outcome.output());
        return Measurement.done(name, outcome, outcome.seconds(), answer.estimates(), answer.facts());
    }
}
