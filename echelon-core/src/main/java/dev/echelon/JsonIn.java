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

    /**
     * @param file its name for messages
     * @param fields as of {@link JsonTree}
     */
    JsonIn(String file, Map<String, Object> fields) {
        this(file, "", fields);
    }

    private JsonIn(String file, String path, Map<String, Object> fields) {
        this.file = file;
        this.path = path;
        this.fields = fields;
    }

    /** The error that the content of a field makes no sense. */
    EchelonException damaged(String name, String problem) {
        return new EchelonException("the saved fit '" + file + "' is damaged: '" + at(name) + "' " + problem);
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

    double[] doubles(String name) {
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
        return new JsonIn(file, at(name), (Map<String, Object>) value);
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
