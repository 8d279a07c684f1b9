package dev.echelon.table;

import java.util.List;
import java.util.Set;

/**
 * What the learning pass knows about delimited text; the reading pass needs nothing else.
 *
 * @param names of all columns of the text
 * @param columns those that are wanted, in the order of the text
 */
record CsvLayout(char delimiter, long rows, List<String> names, List<Learned> columns, ReadReport report) {

    /** For each column of the text its place among those that are wanted, or -1. */
    int[] places() {
        List<String> wanted = columns.stream().map(Learned::name).toList();
        return names.stream().mapToInt(wanted::indexOf).toArray();
    }

    /** The same with only these of the columns. */
    CsvLayout only(Set<String> chosen) {
        return new CsvLayout(
                delimiter,
                rows,
                names,
                columns.stream()
                        .filter(column -> chosen.contains(column.name()))
                        .toList(),
                new ReadReport(
                        report.source(),
                        report.delimiter(),
                        report.rows(),
                        report.columns().stream()
                                .filter(column -> chosen.contains(column.name()))
                                .toList()));
    }

    Schema schema() {
        return new Schema(columns.stream()
                .map(column -> new Schema.Field(column.name(), column.levels(), column.numeric()))
                .toList());
    }

    /** A column: its levels in order, and the index that finds a text among them. */
    record Learned(String name, boolean numeric, List<String> levels, LevelIndex index) {

        /** For each place in the index, the place in the order of the levels. */
        int[] ranks() {
            int[] ranks = new int[levels.size()];
            for (int i = 0; i < ranks.length; i++) {
                char[] text = levels.get(i).toCharArray();
                ranks[index.find(text, 0, text.length)] = i;
            }
            return ranks;
        }
    }
}
