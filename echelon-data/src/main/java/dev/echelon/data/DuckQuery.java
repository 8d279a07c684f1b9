package dev.echelon.data;

import dev.echelon.data.DuckSession.NamedType;
import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query that a person wrote, as a relation. One that only filters and computes row by row is run anew for every pass.
 * One that groups, joins, sorts or draws at random might give its rows in another order, or other rows, the next time:
 * its result is kept, on disk where memory does not suffice.
 */
final class DuckQuery {
    /** Steps of a plan that give the same rows in the same order every time. */
    private static final Set<String> ROW_BY_ROW = Set.of("PROJECTION", "FILTER", "UNION", "DUMMY_SCAN", "EMPTY_RESULT");

    private static final Pattern STEP = Pattern.compile("\"name\": \"([^\"]*)\"");
    private static final String NAME = "the query's result";

    private DuckQuery() {}

    /**
     * The rows of the query, in which {@code data} is the location, if there is one.
     *
     * @throws EchelonException if the query is not one, or names what is not there
     */
    static DuckRelation open(DuckSession session, SourceOptions options, String query, @Nullable Location data) {
        FileStamps files = FileStamps.of(List.of());
        if (data != null) {
            session.run("CREATE TEMP VIEW data AS SELECT * FROM " + DuckFiles.view(session, options, data));
            files = data.many() ? files : FileStamps.of(List.of(data.path()));
        }
        requireOneSelect(session, query);
        String select = query.strip().replaceAll("(?s)(;\\s*)+$", "");
        List<DuckColumn> columns = new ArrayList<>();
        for (NamedType column : session.columns(select, DuckErrors.QUERY)) {
            columns.add(DuckColumn.of(column.name(), column.type()));
        }
        boolean again = givesTheSameAgain(session, select);
        String kept = session.freshName("query");
        session.run((again ? "CREATE TEMP VIEW " : "CREATE TEMP TABLE ") + kept + " AS " + select);
        return new DuckRelation(NAME, kept, columns, files, OptionalLong.empty());
    }

    /** DuckDB would run all but the last of several statements in order to prepare them. */
    private static void requireOneSelect(DuckSession session, String query) {
        String parsed = "json_serialize_sql(" + DuckSession.literal(query) + ")";
        List<@Nullable String> found = session.rows(
                        "SELECT json_extract_string(j, '$.error_type'), json_array_length(j, '$.statements') FROM (SELECT "
                                + parsed + " AS j)",
                        DuckErrors.QUERY)
                .get(0);
        boolean several = found.get(1) != null && !"1".equals(found.get(1));
        boolean other = found.get(0) != null && !"parser".equals(found.get(0));
        if (several || other) {
            throw new EchelonException("the query must be a SELECT, and only one; write '" + query.strip() + "' anew");
        }
    }

    private static boolean givesTheSameAgain(DuckSession session, String query) {
        List<List<@Nullable String>> plan = session.rows("EXPLAIN (FORMAT json) " + query, DuckErrors.QUERY);
        Matcher step = STEP.matcher(String.valueOf(plan.get(0).get(1)));
        while (step.find()) {
            String name = step.group(1).strip();
            if (!ROW_BY_ROW.contains(name) && !name.endsWith("SCAN") && !name.startsWith("READ_")) {
                return false;
            }
        }
        for (List<@Nullable String> function : session.rows(
                "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability = 'VOLATILE'", "")) {
            String call = "(?is).*\\b" + Pattern.quote(String.valueOf(function.get(0))) + "\\s*\\(.*";
            if (query.matches(call)) {
                return false;
            }
        }
        return true;
    }
}
