package dev.echelon.data;

import dev.echelon.data.DuckColumn.Kind;
import dev.echelon.table.Factor;
import dev.echelon.table.Schema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * Learns types, levels and the number of rows of chosen columns: one query for what the types leave open, one for the
 * levels of all texts together, none if there is nothing to learn.
 */
final class DuckLearner {
    /** DuckDB's GROUPING has one bit for each column. */
    private static final int MOST_AT_ONCE = 60;

    private final DuckSession session;
    private final DuckRelation relation;

    private DuckLearner(DuckSession session, DuckRelation relation) {
        this.session = session;
        this.relation = relation;
    }

    /**
     * The layout of these columns.
     *
     * @throws dev.echelon.error.EchelonException if a column has a type that cannot be used, or reading fails
     */
    static DuckLayout learn(DuckSession session, DuckRelation relation, List<DuckColumn> columns) {
        return new DuckLearner(session, relation).learn(columns);
    }

    private DuckLayout learn(List<DuckColumn> given) {
        List<DuckColumn> columns = new ArrayList<>();
        given.forEach(column -> columns.add(relation.usable(column)));
        long rows = settle(columns);
        List<List<String>> levels = levels(columns);
        List<Schema.Field> fields = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            DuckColumn column = columns.get(i);
            boolean numeric = column.isNumeric();
            fields.add(new Schema.Field(column.name(), levels.get(i), numeric));
            values.add(numeric ? column.number() : code(column, levels.get(i)));
        }
        return new DuckLayout(new Schema(fields), rows, values.isEmpty() ? "1" : String.join(", ", values));
    }

    /** The place of a text among the levels; DuckDB fails if it is not among them. */
    private String code(DuckColumn column, List<String> levels) {
        return levels.isEmpty()
                ? "CAST(NULL AS INTEGER)"
                : "enum_code(CAST(" + column.text() + " AS " + session.enumeration(levels) + "))";
    }

    /** Decides for each column that its type leaves open; the number of rows. */
    private long settle(List<DuckColumn> columns) {
        List<String> asked = new ArrayList<>(List.of("count(*)"));
        columns.stream().filter(DuckLearner::isOpen).forEach(column -> asked.add(column.isNumber()));
        if (asked.size() == 1 && relation.rows().isPresent()) {
            return relation.rows().getAsLong();
        }
        List<String> found = session
                .rows("SELECT " + String.join(", ", asked) + " FROM " + relation.from(), relation.name())
                .get(0)
                .stream()
                .map(String::valueOf)
                .toList();
        int next = 1;
        for (int i = 0; i < columns.size(); i++) {
            DuckColumn column = columns.get(i);
            if (isOpen(column)) {
                columns.set(i, column.settled(Boolean.parseBoolean(found.get(next++))));
            }
        }
        return Long.parseLong(found.get(0));
    }

    private static boolean isOpen(DuckColumn column) {
        return column.kind() == Kind.EITHER;
    }

    /** The levels of each column in order, none for numbers. */
    private List<List<String>> levels(List<DuckColumn> columns) {
        List<List<String>> levels = new ArrayList<>();
        List<Integer> texts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            levels.add(List.of());
            if (columns.get(i).kind() == Kind.TEXT) {
                texts.add(i);
            }
        }
        for (int from = 0; from < texts.size(); from += MOST_AT_ONCE) {
            List<Integer> some = texts.subList(from, Math.min(texts.size(), from + MOST_AT_ONCE));
            List<List<String>> distinct =
                    distinct(some.stream().map(i -> columns.get(i).text()).toList());
            for (int k = 0; k < distinct.size(); k++) {
                levels.set(some.get(k), Factor.of(distinct.get(k)).levels());
            }
        }
        return levels;
    }

    /** The distinct texts of several values, in no order, with one pass over the rows. */
    private List<List<String>> distinct(List<String> values) {
        List<String> names = new ArrayList<>();
        List<String> named = new ArrayList<>();
        List<List<String>> distinct = new ArrayList<>();
        for (String value : values) {
            String name = "c" + names.size();
            names.add(name);
            named.add(value + " AS " + name);
            distinct.add(new ArrayList<>());
        }
        String all = String.join(", ", names);
        String query = "SELECT CAST(GROUPING(" + all + ") AS BIGINT), " + all + " FROM (SELECT "
                + String.join(", ", named) + " FROM " + relation.from() + ") GROUP BY GROUPING SETS (("
                + String.join("), (", names) + "))";
        try (DuckDBPreparedStatement statement = session.prepare(query);
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                collect(result.chunk(), distinct);
            }
            return distinct;
        } catch (SQLException e) {
            throw DuckErrors.explained(e, relation.name());
        }
    }

    /** Sorts the texts of a chunk by the column that its row is about: the one whose bit is not set. */
    private static void collect(DuckDBDataChunkReader chunk, List<List<String>> distinct) {
        int columns = distinct.size();
        DuckDBReadableVector grouping = chunk.vector(0);
        for (int column = 0; column < columns; column++) {
            DuckDBReadableVector texts = chunk.vector(column + 1);
            long bit = 1L << (columns - 1 - column);
            for (int row = 0; row < chunk.rowCount(); row++) {
                if ((grouping.getLong(row) & bit) == 0 && !texts.isNull(row)) {
                    distinct.get(column).add(texts.getString(row));
                }
            }
        }
    }
}
