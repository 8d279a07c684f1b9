package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Rows that DuckDB can read.
 *
 * @param name what a person calls them, in quotes where it is a file
 * @param from what stands after FROM
 * @param columns the columns in order
 * @param files the files behind, empty if unknown
 * @param rows how many rows there are, if the files say so
 * @param rest how rows are found that are not the first
 */
record DuckRelation(
        String name, String from, List<DuckColumn> columns, FileStamps files, OptionalLong rows, Rest rest) {

    /** What rows from one on are made of. */
    interface Rest {
        List<Part> from(long firstRow);
    }

    /**
     * Some of the rows.
     *
     * @param from what stands after FROM
     * @param skipped how many of its first rows are passed over
     * @param rows how many there are then, -1 if unknown
     */
    record Part(String from, long skipped, long rows) {}

    /** One whose rows cannot be found but by reading those before. */
    DuckRelation(String name, String from, List<DuckColumn> columns, FileStamps files, OptionalLong rows) {
        this(name, from, columns, files, rows, firstRow -> List.of(new Part(from, firstRow, -1)));
    }

    /** How the relation is found once there is a session. */
    interface Opener {
        DuckRelation open(DuckSession session);
    }

    /** The names of the columns. */
    List<String> names() {
        return columns.stream().map(DuckColumn::name).toList();
    }

    /** The columns with these names, in the order of the relation; all of them if there are too many to name. */
    List<DuckColumn> chosen(Collection<String> names) {
        Set<String> wanted = Set.copyOf(names);
        return columns.stream().filter(column -> wanted.contains(column.name())).toList();
    }

    /**
     * This column, if its type can be used.
     *
     * @throws EchelonException if not
     */
    DuckColumn usable(DuckColumn column) {
        if (column.kind() == DuckColumn.Kind.MIXED) {
            throw new EchelonException("column '" + column.name() + "' of " + name
                    + " holds values of different types, or objects; give it one type, or leave the column out");
        }
        if (column.kind() == DuckColumn.Kind.NESTED) {
            throw new EchelonException("column '" + column.name() + "' of " + name + " has the type " + column.type()
                    + ", which is neither numbers nor text; take a part of it with a query, or leave the column out");
        }
        return column;
    }
}
