package dev.echelon.table;

import java.util.List;

/**
 * What was found in delimited text.
 *
 * @param source the file or stream
 * @param delimiter what separates its fields
 * @param rows the number of rows below the header
 * @param columns its columns in order
 */
public record ReadReport(String source, char delimiter, long rows, List<ColumnReport> columns) {
    public ReadReport {
        columns = List.copyOf(columns);
    }

    /** All notes, each preceded by the name of its column. */
    public List<String> notes() {
        return columns.stream()
                .flatMap(column -> column.notes().stream().map(note -> "column '" + column.name() + "': " + note))
                .toList();
    }

    /**
     * One column.
     *
     * @param name its name
     * @param numeric whether it holds numbers; otherwise it is a factor
     * @param missing the number of missing values
     * @param levelCount the number of levels, 0 for numbers
     * @param firstLevels the first few levels in order
     * @param notes sentences on what may not be as intended, such as a few texts among numbers
     */
    public record ColumnReport(
            String name, boolean numeric, long missing, int levelCount, List<String> firstLevels, List<String> notes) {
        public ColumnReport {
            firstLevels = List.copyOf(firstLevels);
            notes = List.copyOf(notes);
        }
    }
}
