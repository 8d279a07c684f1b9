package dev.echelon.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parquet files read as one, of which it is known where each begins. */
final class ParquetFiles {
    private static final String ROW = "file_row_number";

    private final List<String> files;
    private final boolean union;
    private final Map<String, Long> rows = new LinkedHashMap<>();

    /**
     * @param union whether their columns differ in type
     * @param name for messages
     */
    ParquetFiles(DuckSession session, List<String> files, boolean union, String name) {
        this.files = files;
        this.union = union;
        for (List<@Nullable String> file : session.rows(
                "SELECT file_name, num_rows FROM parquet_file_metadata(" + DuckSession.literals(files) + ")", name)) {
            rows.put(String.valueOf(file.get(0)), Long.parseLong(String.valueOf(file.get(1))));
        }
    }

    /** What stands after FROM for all rows. */
    String from() {
        return from(files);
    }

    private String from(List<String> some) {
        return "read_parquet(" + DuckSession.literals(some) + (union ? ", union_by_name = true)" : ")");
    }

    /** How many rows there are. */
    long count() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The rows from one on: a part of the file that it is in, which DuckDB begins at its row group, then all later files. */
    List<DuckRelation.Part> from(long firstRow, List<DuckColumn> columns) {
        boolean hidden = columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(ROW));
        if (hidden || !rows.keySet().containsAll(files)) {
            return List.of(new DuckRelation.Part(from(), firstRow, -1));
        }
        long left = firstRow;
        int next = 0;
        while (next < files.size() && left >= rows.getOrDefault(files.get(next), 0L)) {
            left -= rows.getOrDefault(files.get(next), 0L);
            next++;
        }
        List<DuckRelation.Part> parts = new ArrayList<>();
        if (left > 0 && next < files.size()) {
            String rest = from(List.of(files.get(next))) + " WHERE " + ROW + " >= " + left;
            parts.add(new DuckRelation.Part(rest, 0, rows.getOrDefault(files.get(next), 0L) - left));
            next++;
        }
        if (next < files.size()) {
            parts.add(new DuckRelation.Part(from(files.subList(next, files.size())), 0, -1));
        }
        return parts;
    }
}
