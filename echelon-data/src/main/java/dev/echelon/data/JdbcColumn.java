package dev.echelon.data;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column of a database's table or query.
 *
 * @param name its name
 * @param sql its name in quotes
 * @param type what the database calls its type
 * @param kind what becomes of it
 * @param truth whether it is true or false
 */
record JdbcColumn(String name, String sql, String type, DuckColumn.Kind kind, boolean truth) {
    private static final int EXACT_DIGITS = 15;
    private static final Set<String> TEXTS_BY_NAME = Set.of("uuid", "inet", "cidr", "macaddr", "interval", "citext");

    static JdbcColumn of(ResultSetMetaData meta, int index, String quote) throws SQLException {
        String name = meta.getColumnLabel(index);
        String type = meta.getColumnTypeName(index);
        int code = meta.getColumnType(index);
        boolean truth = code == Types.BOOLEAN || (code == Types.BIT && meta.getPrecision(index) <= 1);
        DuckColumn.Kind kind = truth
                ? DuckColumn.Kind.TEXT
                : kind(code, meta.getPrecision(index), meta.getScale(index), type.toLowerCase(Locale.ROOT));
        return new JdbcColumn(name, quoted(name, quote), type, kind, truth);
    }

    /** A name in the database's quotes. */
    static String quoted(String name, String quote) {
        return quote.isBlank() ? name : quote + name.replace(quote, quote + quote) + quote;
    }

    /** The text in the present row, null if missing. */
    @Nullable
    String text(ResultSet rows, int index) throws SQLException {
        if (truth) {
            boolean value = rows.getBoolean(index);
            return rows.wasNull() ? null : Boolean.toString(value);
        }
        return rows.getString(index);
    }

    /** This column with what was found about its values. */
    JdbcColumn settled(boolean numbers) {
        return new JdbcColumn(name, sql, type, numbers ? DuckColumn.Kind.NUMBER : DuckColumn.Kind.TEXT, truth);
    }

    private static DuckColumn.Kind kind(int code, int precision, int scale, String type) {
        return switch (code) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.REAL, Types.FLOAT, Types.DOUBLE ->
                DuckColumn.Kind.NUMBER;
            case Types.BIGINT -> DuckColumn.Kind.EITHER;
            case Types.NUMERIC, Types.DECIMAL ->
                scale == 0 && precision > EXACT_DIGITS ? DuckColumn.Kind.EITHER : DuckColumn.Kind.NUMBER;
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.DATE,
                    Types.TIME,
                    Types.TIME_WITH_TIMEZONE,
                    Types.TIMESTAMP,
                    Types.TIMESTAMP_WITH_TIMEZONE -> DuckColumn.Kind.TEXT;
            default -> TEXTS_BY_NAME.contains(type) ? DuckColumn.Kind.TEXT : DuckColumn.Kind.NESTED;
        };
    }
}
