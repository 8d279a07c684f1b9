package dev.echelon.bench.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** The results as a dated JSON file: machine, then every measurement of every set with all estimates. */
final class ScaleJson {
    private ScaleJson() {}

    static void write(Path file, String date, Map<String, String> machine, List<ScaleResult> results) {
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
            json.writeArrayPropertyStart("sets");
            results.forEach(result -> write(json, result));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, ScaleResult result) {
        json.writeStartObject();
        json.writeStringProperty("name", result.set().name());
        json.writeNumberProperty("rows", result.set().rows());
        json.writeStringProperty("formula", result.set().formula());
        json.writeArrayPropertyStart("programs");
        result.measurements().forEach(measurement -> write(json, measurement, result));
        json.writeEndArray();
        json.writeArrayPropertyStart("aims");
        for (Goal goal : result.goals()) {
            json.writeStartObject();
            json.writeStringProperty("aim", goal.what());
            json.writeStringProperty("outcome", goal.outcome());
            json.writeBooleanProperty("met", goal.met());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Measurement m, ScaleResult result) {
        json.writeStartObject();
        json.writeStringProperty("program", m.program());
        json.writeStringProperty("status", m.status().name().toLowerCase(Locale.ROOT));
        number(json, "seconds", m.seconds());
        number(json, "cpu_seconds", m.cpuSeconds());
        number(json, "peak_mb", m.peakMegabytes());
        double difference = result.done(ScaleSet.ECHELON).map(m::difference).orElse(Double.NaN);
        number(json, "difference", difference);
        if (!m.note().isEmpty()) {
            json.writeStringProperty("note", m.note());
        }
        json.writeObjectPropertyStart("estimates");
        m.estimates().forEach((name, value) -> number(json, name, value));
        json.writeEndObject();
        json.writeObjectPropertyStart("facts");
        m.facts().forEach(json::writeStringProperty);
        json.writeEndObject();
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
