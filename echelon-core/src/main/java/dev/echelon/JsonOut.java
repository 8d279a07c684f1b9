package dev.echelon;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes one JSON object so that {@link JsonIn} reads the same bits.
 *
 * <p><b>Numbers.</b> A double is its shortest decimal text that reads back as the same double; NaN and the infinities
 * are the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. An array is a JSON array if it is short and
 * finite, otherwise {@code {"float64": [...], "length": n}} (or {@code int32}, {@code int64}) with little-endian bytes
 * as base64, in pieces of bounded length. <b>Texts.</b> Everything outside ASCII is escaped, so that no editor, transfer
 * or broken surrogate pair changes a name.
 */
final class JsonOut implements AutoCloseable {
    /** Longest array that is written number by number. */
    static final int PLAIN = 64;

    /** Bytes in a piece of a packed array: a multiple of 3, so that only the last piece is padded, and of 8. */
    private static final int PIECE = 24 << 14;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            // Java before 19 does not always print the shortest text: files would differ between runtimes.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final JsonGenerator json;
    private final @Nullable SectionWriter sections;

    JsonOut(OutputStream stream) {
        this(stream, null);
    }

    /** Writes long arrays as {@code {"section": k, "length": n}} and leaves them to {@code sections}. */
    JsonOut(OutputStream stream, @Nullable SectionWriter sections) {
        this.sections = sections;
        json = FACTORY.createGenerator(ObjectWriteContext.empty(), stream);
        json.writeStartObject();
    }

    /** Ends the object and closes the stream. */
    @Override
    public void close() {
        json.close();
    }

    void text(String name, String value) {
        json.writeStringProperty(name, value);
    }

    void flag(String name, boolean value) {
        json.writeBooleanProperty(name, value);
    }

    void integer(String name, long value) {
        json.writeNumberProperty(name, value);
    }

    void number(String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeStringProperty(name, Double.toString(value));
        }
    }

    void texts(String name, Collection<String> values) {
        int section = sections != null && values.size() > PLAIN ? sections.add(values) : -1;
        if (section >= 0) {
            section(name, section, values.size());
            return;
        }
        json.writeName(name);
        json.writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    void object(String name, Runnable fields) {
        json.writeName(name);
        json.writeStartObject();
        fields.run();
        json.writeEndObject();
    }

    /** An array of objects. */
    <T> void objects(String name, List<T> values, Consumer<T> fields) {
        json.writeName(name);
        json.writeStartArray();
        for (T value : values) {
            json.writeStartObject();
            fields.accept(value);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** An object of objects. */
    <T> void map(String name, Map<String, T> values, Consumer<T> fields) {
        object(name, () -> values.forEach((key, value) -> object(key, () -> fields.accept(value))));
    }

    private void section(String name, int section, int length) {
        object(name, () -> {
            integer("section", section);
            integer("length", length);
        });
    }

    /** Symmetric q×q matrices one after another: a section holds their lower triangles if they are exactly symmetric. */
    void symmetric(String name, int q, double[] values) {
        boolean packs = sections != null && q > 1 && values.length > PLAIN && Triangles.areSymmetric(q, values);
        if (packs) {
            double[] lower = Triangles.lower(q, values);
            object(name, () -> {
                integer("order", q);
                doubles("lower", lower);
            });
        } else {
            doubles(name, values);
        }
    }

    void doubles(String name, double[] values) {
        if (sections != null && values.length > PLAIN) {
            section(name, sections.add(values), values.length);
            return;
        }
        if (values.length > PLAIN || !Arrays.stream(values).allMatch(Double::isFinite)) {
            packed(name, "float64", values.length, Double.BYTES, (i, bytes) -> bytes.putDouble(values[i]));
            return;
        }
        json.writeName(name);
        json.writeStartArray();
        for (double value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    void ints(String name, int[] values) {
        if (values.length > PLAIN && sections == null) {
            packed(name, "int32", values.length, Integer.BYTES, (i, bytes) -> bytes.putInt(values[i]));
            return;
        }
        longs(name, Arrays.stream(values).asLongStream().toArray());
    }

    void longs(String name, long[] values) {
        if (sections != null && values.length > PLAIN) {
            section(name, sections.add(values), values.length);
            return;
        }
        if (values.length > PLAIN) {
            packed(name, "int64", values.length, Long.BYTES, (i, bytes) -> bytes.putLong(values[i]));
            return;
        }
        json.writeName(name);
        json.writeStartArray();
        for (long value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private void packed(String name, String type, int length, int size, Element element) {
        json.writeName(name);
        json.writeStartObject();
        json.writeName(type);
        json.writeStartArray();
        ByteBuffer bytes =
                ByteBuffer.allocate((int) Math.min(PIECE, (long) length * size)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            element.put(i, bytes);
            if (!bytes.hasRemaining() || i == length - 1) {
                json.writeString(base64(bytes.flip()));
                bytes.clear();
            }
        }
        json.writeEndArray();
        json.writeNumberProperty("length", length);
        json.writeEndObject();
    }

    private static String base64(ByteBuffer bytes) {
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), bytes.limit()));
    }

    private interface Element {
        void put(int index, ByteBuffer bytes);
    }
}
