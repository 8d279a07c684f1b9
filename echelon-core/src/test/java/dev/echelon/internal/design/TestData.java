package dev.echelon.internal.design;

import dev.echelon.formula.Formula;
import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Data sets of the repository, encodings of them and JSON for the tests of this package. */
final class TestData {
    private TestData() {}

    static Path root() {
        String property = System.getProperty("echelon.root", "");
        Path folder = Path.of(property.isEmpty() ? "." : property).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.resolve("..").normalize();
        }
        return folder;
    }

    static Table table(String name) {
        return Csv.read(root().resolve("data").resolve(name));
    }

    static EncodedRows encode(String formula, Table table) {
        return encoding(formula, table).encode(table);
    }

    static Encoding encoding(String formula, Table table) {
        return Encoding.learn(Formula.parse(formula), table, EncodingOptions.DEFAULTS);
    }

    static double[] row(ModelMatrix matrix, int row) {
        double[] values = new double[matrix.width()];
        for (int j = 0; j < values.length; j++) {
            values[j] = matrix.column(j).value(row);
        }
        return values;
    }

    /** A JSON array of objects as lists and maps. */
    static List<?> json(String resource) {
        try (JsonParser parser = JsonFactory.builder()
                .build()
                .createParser(ObjectReadContext.empty(), TestData.class.getResourceAsStream(resource))) {
            return (List<?>) value(parser, parser.nextToken());
        }
    }

    private static Object value(JsonParser parser, JsonToken token) {
        switch (token) {
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    list.add(value(parser, next));
                }
                return list;
            }
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    map.put(name, value(parser, parser.nextToken()));
                }
                return map;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return parser.getDoubleValue();
            }
            default -> {
                return parser.getString();
            }
        }
    }
}
