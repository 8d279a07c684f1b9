package dev.echelon.report.figure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns of equal lengths under names: the numbers of a picture. Immutable. */
public final class Data {
    private final Map<String, List<Object>> columns = new LinkedHashMap<>();

    private Data() {}

    static Data of() {
        return new Data();
    }

    private Data with(String name, List<Object> column) {
        Data more = new Data();
        more.columns.putAll(columns);
        more.columns.put(name, List.copyOf(column));
        return more;
    }

    Data numbers(String name, double... values) {
        List<Object> column = new ArrayList<>(values.length);
        for (double value : values) {
            column.add(value);
        }
        return with(name, column);
    }

    Data texts(String name, List<String> values) {
        return with(name, new ArrayList<>(values));
    }

    /** The columns: each of numbers or of texts. */
    public Map<String, List<Object>> columns() {
        return Collections.unmodifiableMap(columns);
    }

    /** The number of rows. */
    public int rows() {
        return columns.values().stream().mapToInt(List::size).findFirst().orElse(0);
    }

    /** With a line of names; texts with commas, quotes or line ends in quotes. */
    public String csv() {
        StringBuilder out = new StringBuilder();
        out.append(String.join(",", columns.keySet().stream().map(Data::quoted).toList()))
                .append('\n');
        for (int i = 0; i < rows(); i++) {
            int row = i;
            out.append(String.join(
                            ",",
                            columns.values().stream()
                                    .map(column -> quoted(column.get(row).toString()))
                                    .toList()))
                    .append('\n');
        }
        return out.toString();
    }

    /** {@code {"name": [values]}} with numbers in full precision; a number that does not exist is null. */
    public String json() {
        StringBuilder out = new StringBuilder("{");
        columns.forEach((name, column) -> {
            out.append(out.length() == 1 ? "" : ",")
                    .append("\n  ")
                    .append(string(name))
                    .append(": [");
            for (int i = 0; i < column.size(); i++) {
                Object value = column.get(i);
                out.append(i == 0 ? "" : ", ");
                out.append(value instanceof Double number ? number(number) : string(value.toString()));
            }
            out.append(']');
        });
        return out.append("\n}\n").toString();
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
