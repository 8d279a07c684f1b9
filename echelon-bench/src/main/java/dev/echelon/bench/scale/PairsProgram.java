package dev.echelon.bench.scale;

import dev.echelon.bench.Pairs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A program that is called with the formula, the data and a file for its answer: lines {@code key<TAB>value}, of which
 * {@code seconds} is the time that counts and keys with a colon, {@code sigma} and {@code objective} are estimates.
 *
 * @param name its name
 * @param readsText whether it reads text instead of Parquet
 * @param command how it starts, without the three arguments
 * @param reason why it cannot take part, empty if it can
 */
record PairsProgram(String name, boolean readsText, List<String> command, Supplier<Optional<String>> reason)
        implements Program {

    @Override
    public Optional<String> absent() {
        return reason.get();
    }

    @Override
    public Measurement run(ScaleSet set, Path file, Limits limits) {
        try {
            Path answer = Files.createTempFile("scale", ".pairs");
            try {
                List<String> full = new ArrayList<>(command);
                full.addAll(List.of(set.formula(), file.toString(), answer.toString()));
                WatchedProcess.Outcome outcome = WatchedProcess.run(Path.of("").toAbsolutePath(), full, limits);
                Pairs pairs = Pairs.read(answer);
                return outcome.exit() == 0 && pairs.has("seconds")
                        ? done(outcome, pairs)
                        : Measurement.without(name, outcome).knowing(pairs.all());
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Measurement done(WatchedProcess.Outcome outcome, Pairs pairs) {
        Map<String, Double> estimates = new LinkedHashMap<>();
        Map<String, String> facts = new LinkedHashMap<>();
        pairs.all().forEach((key, value) -> {
            if (key.indexOf(':') > 0 || key.equals("sigma") || key.equals("objective")) {
                estimates.put(key, pairs.number(key));
            } else {
                facts.put(key, value);
            }
        });
        facts.put("process_seconds", Double.toString(outcome.seconds()));
        return Measurement.done(name, outcome, pairs.number("seconds"), estimates, facts)
                .noting(pairs.text("note"));
    }
}
