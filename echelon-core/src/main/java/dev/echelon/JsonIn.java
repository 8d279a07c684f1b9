package dev.echelon;

import dev.echelon.error.EchelonException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An object of a saved fit, field by field: what {@link JsonOut} wrote. A field that is missing, of another type or of
 * another length is an error that names its place; fields that nobody asks for do no harm.
 */
final class JsonIn {
    /** The largest number up to which every integer is a double. */
    private static final double EXACT = 0x1p53;

    private final String file;
    private final String path;
    private final Map<String, Object> fields;
    private final SectionReader sections;

    /**
     * @param file its name for messages: {@code the saved fit 'a.fit'}
     * @param fields as of {@link JsonTree}
     * @param sections the long arrays that stand outside of it
     */
    JsonIn(String file, Map<String, Object> fields, SectionReader sections) {
        this(file, "", fields, sections);
    }

    private JsonIn(String file, String path, Map<String, Object> fields, SectionReader sections) {
        this.file = file;
        this.path = path;
        this.fields = fields;
        this.sections = sections;
    }

    /** The error that the content of a field makes no sense. */
    EchelonException damaged(String name, String problem) {
        return new EchelonException(file + " is damaged: '" + at(name) + "' " + problem);
    }

    private String at(String name) {
        return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
    }

    Set<String> names() {
        return fields.keySet();
    }

    String text(String name) {
        return value(name, String.class, "a text");
    }

    boolean flag(String name) {
        return value(name, Boolean.class, "true or false");
    }

    double number(String name) {
        Object value = required(name);
        if (value instanceof Double || value instanceof Long) {
            return ((Number) value).doubleValue();
        }
        if ("NaN".equals(value) || "Infinity".equals(value) || "-Infinity".equals(value)) {
            return Double.parseDouble((String) value);
        }
        throw damaged(name, "is not a number");
    }

    long count(String name) {
        long value = value(name, Long.class, "a whole number");
        if (value < 0) {
            throw damaged(name, "is negative");
        }
        return value;
    }

    /** A whole number of at least {@code least}. */
    int integer(String name, int least) {
        long value = value(name, Long.class, "a whole number");
        if (value < least || value > Integer.MAX_VALUE) {
            throw damaged(name, "is out of range");
        }
        return (int) value;
    }

    /** The constant of an enumeration. */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw unknown(name, text);
    }

    /** The error that a field names something that a later release may have. */
    EchelonException unknown(String name, String text) {
        return damaged(name, "is '" + text + "', which this release does not know");
    }

    List<String> texts(String name) {
        Optional<JsonIn> outside = outside(name);
        if (outside.isPresent()) {
            return outside.get().section(sections::texts);
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof String text)) {
                throw damaged(name, "is not a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    JsonIn object(String name) {
        return object(name, required(name));
    }

    /** An object that may be missing. */
    Optional<JsonIn> find(String name) {
        Object value = fields.get(name);
        return value == null || value == JsonTree.NULL ? Optional.empty() : Optional.of(object(name, value));
    }

    List<JsonIn> objects(String name) {
        List<JsonIn> objects = new ArrayList<>();
        for (Object element : list(name)) {
            objects.add(object(name + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    /** An object of objects. */
    <T> Map<String, T> map(String name, Function<JsonIn, T> reader) {
        JsonIn in = object(name);
        Map<String, T> map = new LinkedHashMap<>();
        for (String key : in.names()) {
            map.put(key, reader.apply(in.object(key)));
        }
        return map;
    }

    /** The object that stands for an array in a section. */
    private Optional<JsonIn> outside(String name) {
        Object value = required(name);
        return value instanceof Map<?, ?> map && map.containsKey("section")
                ? Optional.of(object(name, value))
                : Optional.empty();
    }

    private interface Outside<T> {
        Optional<T> read(int index, int count);
    }

    private <T> T section(Outside<T> reader) {
        return reader.read(integer("section", 0), integer("length", 0))
                .orElseThrow(() -> damaged("section", "does not hold what it should"));
    }

    /** Symmetric q×q matrices one after another, {@code count} of them, of which the lower triangles may be all there is. */
    double[] symmetric(String name, int q, int count) {
        long length = Math.multiplyFull(q, q) * count;
        Object value = required(name);
        if (!(value instanceof Map<?, ?> map) || !map.containsKey("lower")) {
            return doubles(name, length);
        }
        JsonIn in = object(name, value);
        in.requireLength("order", q, in.integer("order", 1));
        return Triangles.full(q, in.doubles("lower", (q + 1L) * q / 2 * count));
    }

    double[] doubles(String name) {
        Optional<JsonIn> outside = outside(name);
        if (outside.isPresent()) {
            return outside.get().section(sections::doubles);
        }
        if (required(name) instanceof double[] plain) {
            return plain;
        }
        Packed packed = packed(name, "float64", Double.BYTES);
        double[] values = new double[packed.length];
        packed.each((i, bytes) -> values[i] = bytes.getDouble());
        return values;
    }

    /** Numbers of which there must be {@code length}. */
    double[] doubles(String name, long length) {
        double[] values = doubles(name);
        requireLength(name, length, values.length);
        return values;
    }

    int[] ints(String name) {
        if (outside(name).isPresent()) {
            long[] whole = longs(name);
            int[] values = new int[whole.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (int) whole[i];
                requireWhole(name, values[i] == whole[i]);
            }
            return values;
        }
        if (required(name) instanceof double[] plain) {
            int[] values = new int[plain.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (int) plain[i];
                requireWhole(name, values[i] == plain[i]);
            }
            return values;
        }
        Packed packed = packed(name, "int32", Integer.BYTES);
        int[] values = new int[packed.length];
        packed.each((i, bytes) -> values[i] = bytes.getInt());
        return values;
    }

    /** Whole numbers of which there must be {@code length}. */
    long[] longs(String name, long length) {
        long[] values = longs(name);
        requireLength(name, length, values.length);
        return values;
    }

    private long[] longs(String name) {
        Optional<JsonIn> outside = outside(name);
        if (outside.isPresent()) {
            return outside.get().section(sections::longs);
        }
        if (required(name) instanceof double[] plain) {
            long[] values = new long[plain.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) plain[i];
                requireWhole(name, values[i] == plain[i] && Math.abs(plain[i]) <= EXACT);
            }
            return values;
        }
        Packed packed = packed(name, "int64", Long.BYTES);
        long[] values = new long[packed.length];
        packed.each((i, bytes) -> values[i] = bytes.getLong());
        return values;
    }

    private void requireWhole(String name, boolean whole) {
        if (!whole) {
            throw damaged(name, "does not hold whole numbers");
        }
    }

    void requireLength(String name, long expected, long actual) {
        if (expected != actual) {
            throw damaged(name, "has " + actual + " elements where " + expected + " belong");
        }
    }

    private Object required(String name) {
        Object value = fields.get(name);
        if (value == null || value == JsonTree.NULL) {
            throw damaged(name, "is missing");
        }
        return value;
    }

    private <T> T value(String name, Class<T> type, String expected) {
        Object value = required(name);
        if (!type.isInstance(value)) {
            throw damaged(name, "is not " + expected);
        }
        return type.cast(value);
    }

    private List<?> list(String name) {
        Object value = required(name);
        if (value instanceof double[] empty && empty.length == 0) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw damaged(name, "is not a list");
        }
        return list;
    }

    @SuppressWarnings("unchecked") // the only maps of a tree are objects
    private JsonIn object(String name, Object value) {
        if (!(value instanceof Map)) {
            throw damaged(name, "is not an object");
        }
        return new JsonIn(file, at(name), (Map<String, Object>) value, sections);
    }

    private Packed packed(String name, String type, int size) {
        JsonIn in = object(name);
        List<String> pieces = in.texts(type);
        int length = in.integer("length", 0);
        // Base64 is longer than what it stands for: nothing is allocated that the file does not pay for.
        if (pieces.stream().mapToLong(String::length).sum() < (long) length * size) {
            throw damaged(name, "is shorter than its length says");
        }
        return new Packed(in, type, pieces, length, size);
    }

    /** The pieces of an array of numbers as bytes. */
    private record Packed(JsonIn in, String type, List<String> pieces, int length, int size) {

        void each(Element element) {
            int i = 0;
            for (String piece : pieces) {
                ByteBuffer bytes = ByteBuffer.wrap(decode(piece)).order(ByteOrder.LITTLE_ENDIAN);
                in.requireLength(type, 0, bytes.limit() % size);
                for (; bytes.hasRemaining() && i < length; i++) {
                    element.take(i, bytes);
                }
                in.requireLength(type, 0, bytes.remaining());
            }
            in.requireLength(type, length, i);
        }

        private byte[] decode(String piece) {
            try {
                return Base64.getDecoder().decode(piece);
            } catch (IllegalArgumentException e) {
                throw in.damaged(type, "is not base64");
            }
        }
    }

    private interface Element {
        void take(int index, ByteBuffer bytes);
    }
}
