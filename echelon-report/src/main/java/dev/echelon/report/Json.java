package dev.echelon.report;

import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes JSON: numbers with full precision, null for a number that does not exist. */
final class Json implements AutoCloseable {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator out;

    /** Writes UTF-8 to {@code target}, which stays open. */
    Json(OutputStream target) {
        this.out = FACTORY.createGenerator(new Indented(), target, JsonEncoding.UTF8);
    }

    Json object() {
        out.writeStartObject();
        return this;
    }

    Json object(String name) {
        out.writeName(name);
        return object();
    }

    Json end() {
        out.writeEndObject();
        return this;
    }

    Json array() {
        out.writeStartArray();
        return this;
    }

    Json array(String name) {
        out.writeName(name);
        return array();
    }

    Json endArray() {
        out.writeEndArray();
        return this;
    }

    Json text(String name, String value) {
        out.writeStringProperty(name, value);
        return this;
    }

    Json number(String name, double value) {
        out.writeName(name);
        return number(value);
    }

    Json number(double value) {
        if (Double.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeNull();
        }
        return this;
    }

    Json text(String value) {
        out.writeString(value);
        return this;
    }

    Json count(String name, long value) {
        out.writeNumberProperty(name, value);
        return this;
    }

    Json flag(String name, boolean value) {
        out.writeBooleanProperty(name, value);
        return this;
    }

    Json absent(String name) {
        out.writeNullProperty(name);
        return this;
    }

    Json texts(String name, List<String> values) {
        array(name);
        values.forEach(out::writeString);
        return endArray();
    }

    Json numbers(String name, List<Double> values) {
        array(name);
        values.forEach(this::number);
        return endArray();
    }

    @Override
    public void close() {
        out.close();
    }

    /** Objects line by line, arrays on one line. */
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
