package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC address, and what is read there: {@code jdbc:postgresql://host/base?table=ratings}.
 *
 * @param url the address for the driver, without {@code table=}
 * @param table the table, null if a query is given
 * @param query the query, null if a table is given
 */
record JdbcAddress(
        String url, @Nullable String table, @Nullable String query) {
    private static final String TABLE = "table=";

    /**
     * The address that a person wrote, with the query of the options.
     *
     * @throws EchelonException if it names neither or both of table and query
     */
    static JdbcAddress of(String text, SourceOptions options) {
        String table = null;
        int mark = text.indexOf('?');
        List<String> parameters = new ArrayList<>();
        for (String parameter :
                mark < 0 ? new String[0] : text.substring(mark + 1).split("&", -1)) {
            if (parameter.startsWith(TABLE)) {
                table = parameter.substring(TABLE.length());
            } else {
                parameters.add(parameter);
            }
        }
        String base = mark < 0 ? text : text.substring(0, mark);
        String url = base + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        String query = options.sql()
                .map(sql -> sql.strip().replaceAll("(?s)(;\\s*)+$", ""))
                .orElse(null);
        if ((table == null || table.isEmpty()) == (query == null)) {
            throw new EchelonException("say what to read from the database: its table at the end of the address, '"
                    + base + "?table=name', or a query (--sql), but not both");
        }
        return new JdbcAddress(url, table, query);
    }

    /** Without parameters, which may hold secrets: for messages. */
    String shown() {
        return "'" + withoutSecrets(url) + "'";
    }

    /** An address without its parameters, user and password. */
    static String withoutSecrets(String url) {
        int mark = url.indexOf('?');
        String base = mark < 0 ? url : url.substring(0, mark);
        return base.replaceAll("//[^/@]*@", "//");
    }

    /** What rows are called in messages. */
    String name() {
        return (table == null ? "the query's result" : "table '" + table + "'") + " of " + shown();
    }

    /** The kind of database, as in {@code postgresql}. */
    String kind() {
        String[] parts = url.split(":", -1);
        return parts.length > 1 ? parts[1].toLowerCase(Locale.ROOT) : "";
    }
}
