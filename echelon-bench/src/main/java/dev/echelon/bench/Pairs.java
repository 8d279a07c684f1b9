package dev.echelon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lines {@code key<TAB>value}: how the processes of a race talk to each other. Immutable. */
public final class Pairs {
    private final Map<String, String> values;

    private Pairs(Map<String, String> values) {
        this.values = values;
    }

    public static Pairs of(Map<String, String> values) {
        return new Pairs(new LinkedHashMap<>(values));
    }

    public static Pairs read(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    values.put(line.substring(0, tab), line.substring(tab + 1).trim());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Pairs(values);
    }

    public void write(Path file) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(key)
                .append('\t')
                .append(value.replaceAll("\\s+", " "))
                .append('\n'));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The value, empty if there is none. */
    public String text(String key) {
        return values.getOrDefault(key, "");
    }

    /** The value, NaN if there is none or it is not a number. */
    public double number(String key) {
        try {
            return Double.parseDouble(text(key));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** All pairs, in order. */
    public Map<String, String> all() {
        return Map.copyOf(values);
    }

    public static Pairs failure(String message) {
        return of(Map.of("error", message));
    }
}
