package dev.echelon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * JSON values in memory: maps, lists, {@code double[]} for an array of numbers, String, Long, Double, Boolean, and
 * {@link #NULL}. What is kept is in proportion to the text, and the number of objects is bounded, so that no small file
 * fills the memory.
 */
final class JsonTree {
    static final Object NULL = new Object();

    /** More objects, lists and single values than any fit has: its long lists hold numbers or texts. */
    private static final int MAX_VALUES = 1_000_000;

    private final JsonParser json;
    private int values;

    private JsonTree(JsonParser json) {
        this.json = json;
    }

    /** The remaining fields of the object that the parser is in. */
    static Map<String, Object> fields(JsonParser json) {
        return new JsonTree(json).fields();
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (fields.put(name, value(json.nextToken())) != null) {
                throw new StreamReadException(json, "the field '" + name + "' is there twice");
            }
        }
        return fields;
    }

    private Object value(@Nullable JsonToken token) {
        if (token != JsonToken.VALUE_STRING && ++values > MAX_VALUES) {
            throw new StreamReadException(json, "there are more than " + MAX_VALUES + " values");
        }
        if (token == null) {
            throw new StreamReadException(json, "a value is missing");
        }
        return switch (token) {
            case START_OBJECT -> fields();
            case START_ARRAY -> array();
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> NULL;
        };
    }

    private Object integer() {
        JsonParser.NumberType type = json.getNumberType();
        return type == JsonParser.NumberType.BIG_INTEGER ? (Object) json.getDoubleValue() : json.getLongValue();
    }

    private Object array() {
        double[] numbers = new double[8];
        int count = 0;
        JsonToken token = json.nextToken();
        while (token != null && token.isNumeric()) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = json.getDoubleValue();
            token = json.nextToken();
        }
        if (token == JsonToken.END_ARRAY) {
            return Arrays.copyOf(numbers, count);
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(numbers[i]);
        }
        while (token != JsonToken.END_ARRAY) {
            list.add(value(token));
            token = json.nextToken();
        }
        return list;
    }
}
