package dev.echelon.bench.simulate;

import java.nio.file.Path;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The truth behind a file, beside it: {@code FILE.truth.json}. */
final class TruthJson {
    private TruthJson() {}

    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".truth.json");
    }

    static void write(Path file, Truth truth) {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), file.toFile(), JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringProperty("model", truth.model());
            json.writeStringProperty("formula", truth.formula());
            json.writeNumberProperty("rows", truth.rows());
            json.writeNumberProperty("seed", truth.seed());
            json.writeObjectPropertyStart("fixed");
            truth.fixed().forEach(json::writeNumberProperty);
            json.writeEndObject();
            json.writeArrayPropertyStart("random");
            truth.random().forEach(effects -> write(json, effects));
            json.writeEndArray();
            json.writeNumberProperty("residual_sd", truth.residual());
            json.writeStringProperty("assumption", truth.assumption());
            json.writeObjectPropertyStart("facts");
            truth.facts().forEach(json::writeNumberProperty);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Truth.Effects effects) {
        json.writeStartObject();
        json.writeStringProperty("factor", effects.factor());
        json.writeNumberProperty("levels", effects.levels());
        json.writeObjectPropertyStart("sd");
        effects.deviations().forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeNumberProperty("correlation", effects.correlation());
        json.writeEndObject();
    }
}
