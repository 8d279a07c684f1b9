package dev.echelon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** The results as a dated JSON file: machine, then every measurement of every model. */
final class RaceJson {
    private RaceJson() {}

    static void write(Path file, String date, Map<String, String> machine, List<RaceResult> results) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ObjectWriteContext pretty = new ObjectWriteContext.Base() {
            @Override
            public PrettyPrinter getPrettyPrinter() {
                return new DefaultPrettyPrinter();
            }

            @Override
            public boolean hasPrettyPrinter() {
                return true;
            }
        };
        try (JsonGenerator json = new JsonFactory().createGenerator(pretty, file.toFile(), JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringProperty("date", date);
            json.writeObjectPropertyStart("machine");
            machine.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeArrayPropertyStart("models");
            results.forEach(result -> write(json, result));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, RaceResult result) {
        json.writeStartObject();
        json.writeStringProperty("name", result.model().name());
        json.writeStringProperty("formula", result.model().formula());
        json.writeStringProperty("criterion", result.model().criterion().name());
        json.writeStringProperty("work", result.model().work().name());
        number(json, "target_ratio", result.model().target());
        number(json, "ratio", result.ratio());
        number(json, "objective_difference", result.objectiveDifference());
        number(json, "cold_echelon_ms", result.coldEchelonMillis());
        number(json, "cold_lme4_ms", result.coldLme4Millis());
        side(json, "echelon", result.echelon());
        side(json, "lme4", result.lme4());
        json.writeEndObject();
    }

    private static void side(JsonGenerator json, String name, Pairs pairs) {
        json.writeObjectPropertyStart(name);
        new TreeMap<>(pairs.all()).forEach((key, value) -> {
            double number = pairs.number(key);
            if (Double.isNaN(number) && !value.equals("NaN")) {
                json.writeStringProperty(key, value);
            } else {
                number(json, key, number);
            }
        });
        json.writeEndObject();
    }

    /** NaN does not exist in JSON: null. */
    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isNaN(value)) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }
}
