package dev.echelon.bench.scale;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, texts, doubles and booleans. */
final class JsonTree {
    private JsonTree() {}

    /** Null stays null, also inside maps and lists. */
    static @Nullable Object parse(String text) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            return value(parser, parser.nextToken());
        }
    }

    /** What lies at this path of keys; an empty map where there is nothing. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(@Nullable Object tree, String... path) {
        @Nullable Object at = tree;
        for (String key : path) {
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return at instanceof Map<?, ?> ? (Map<String, @Nullable Object>) at : Map.of();
    }

    /** The list at this key, empty if there is none. */
    static List<?> list(Map<String, @Nullable Object> object, String key) {
        return object.get(key) instanceof List<?> list ? list : List.of();
    }

    /** The number at this key, NaN if there is none. */
    static double number(Map<String, @Nullable Object> object, String key) {
        return object.get(key) instanceof Double number ? number : Double.NaN;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Double.parseDouble(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String key = parser.currentName();
            object.put(key, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }
}
