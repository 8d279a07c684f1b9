package dev.echelon.table;

import java.util.ArrayList;
import java.util.List;

/** A table for a reader: its size, then the first rows in aligned columns, as many as fit. */
final class TableText {
    private static final int ROWS = 10;
    private static final int WIDTH = 100;
    private static final int CELL_WIDTH = 24;
    private static final int DIGITS = 7;
    private static final String GAP = "  ";

    private TableText() {}

    static String of(Table table) {
        int rows = Math.min(ROWS, table.rowCount());
        List<StringBuilder> lines = new ArrayList<>();
        for (int i = 0; i <= rows; i++) {
            lines.add(new StringBuilder());
        }
        List<String> names = table.columnNames();
        int shown = 0;
        while (shown < names.size() && append(lines, names.get(shown), table.column(names.get(shown)))) {
            shown++;
        }
        StringBuilder text = new StringBuilder(size(table));
        if (shown > 0) {
            lines.forEach(line -> text.append('\n').append(line.toString().stripTrailing()));
        }
        if (rows < table.rowCount()) {
            text.append("\n… ").append(count(table.rowCount() - rows, "more row"));
        }
        if (shown < names.size()) {
            text.append("\n… ")
                    .append(count(names.size() - shown, "more column"))
                    .append(": ");
            text.append(String.join(", ", names.subList(shown, names.size())));
        }
        return text.toString();
    }

    private static String size(Table table) {
        return "Table: " + count(table.rowCount(), "row") + ", "
                + count(table.columnNames().size(), "column");
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Adds a column to the lines unless it makes them too wide; the first always fits. */
    private static boolean append(List<StringBuilder> lines, String name, Column column) {
        List<String> cells = new ArrayList<>();
        cells.add(shortened(name));
        for (int row = 0; row < lines.size() - 1; row++) {
            cells.add(shortened(cell(column, row)));
        }
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        int used = lines.get(0).length();
        if (used > 0 && used + GAP.length() + width > WIDTH) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            String padding = " ".repeat(width - cells.get(i).length());
            lines.get(i).append(used > 0 ? GAP : "");
            lines.get(i).append(column instanceof NumericColumn ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return true;
    }

    private static String cell(Column column, int row) {
        if (column instanceof NumericColumn numbers) {
            return NumberLabel.of(numbers.value(row), DIGITS);
        }
        return column instanceof Factor factor && !factor.isMissing(row)
                ? factor.levels().get(factor.code(row))
                : "NA";
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s", " ");
        return line.length() <= CELL_WIDTH ? line : line.substring(0, CELL_WIDTH - 1) + "…";
    }
}
