package dev.echelon.data;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column as DuckDB has it, and how it becomes numbers or a factor.
 *
 * @param name its name
 * @param type its type in DuckDB
 * @param kind what becomes of it
 * @param number its value in SQL as a number, null if missing
 * @param text its value in SQL as a text, null if missing
 * @param isNumber for {@link Kind#EITHER}, the aggregate that says whether all values are numbers
 */
record DuckColumn(String name, String type, Kind kind, String number, String text, String isNumber) {
    // Types that a vector of a chunk holds as they are; others are made DOUBLE by DuckDB.
    private static final Set<String> NATIVE =
            Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "FLOAT", "DOUBLE");
    private static final Set<String> LONG = Set.of("BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT");
    private static final Set<String> TEXTS = Set.of("VARCHAR", "BOOLEAN", "UUID", "INTERVAL", "BIT");
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+), *(\\d+)\\)");
    private static final int EXACT_DIGITS = 15;

    /** Whole numbers below this are doubles exactly, and no other number is rounded to them. */
    private static final String EXACT = "9007199254740992";

    /** The decimal numbers that delimited text may hold; see {@code dev.echelon.table.Csv}. */
    private static final String DECIMAL_NUMBER =
            "[ \t]*([+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?|[+-]?Inf(inity)?|NaN)[ \t]*";

    /** What becomes of a column. */
    enum Kind {
        NUMBER,
        /** A factor. */
        TEXT,
        /** Numbers or a factor, as the values turn out to be. */
        EITHER,
        /** Values of different types; cannot be used. */
        MIXED,
        /** Lists, structures, bytes; cannot be used. */
        NESTED
    }

    /** A column of a file or a query with types. */
    static DuckColumn of(String name, String type) {
        String sql = DuckSession.quoted(name);
        String number = NATIVE.contains(type) ? sql : "CAST(" + sql + " AS DOUBLE)";
        String text = type.equals("VARCHAR") ? sql : "CAST(" + sql + " AS VARCHAR)";
        return new DuckColumn(name, type, kind(type), number, text, isExact(sql));
    }

    /** A column of delimited text, in which these texts, blanks around them apart, are missing values. */
    static DuckColumn field(String name, List<String> missing) {
        String sql = DuckSession.quoted(name);
        String codes =
                String.join(", ", missing.stream().map(DuckSession::literal).toList());
        String text = missing.isEmpty()
                ? sql
                : "CASE WHEN trim(" + sql + ", ' \t') IN (" + codes + ") THEN NULL ELSE " + sql + " END";
        String number = "CAST(trim(" + text + ", ' \t') AS DOUBLE)";
        String check = "bool_and(regexp_full_match(" + text + ", '" + DECIMAL_NUMBER + "'))";
        return new DuckColumn(name, "VARCHAR", Kind.EITHER, number, text, "coalesce(" + check + ", true)");
    }

    /** A column of JSON whose first values are whole numbers; it is read as text, which keeps all digits. */
    static DuckColumn wholeNumbersAsText(String name) {
        String sql = DuckSession.quoted(name);
        return new DuckColumn(
                name,
                "BIGINT",
                Kind.EITHER,
                "CAST(" + sql + " AS DOUBLE)",
                sql,
                isExact("TRY_CAST(" + sql + " AS DOUBLE)"));
    }

    /** This column with what was found about its values. */
    DuckColumn settled(boolean numbers) {
        return new DuckColumn(name, type, numbers ? Kind.NUMBER : Kind.TEXT, number, text, isNumber);
    }

    boolean isNumeric() {
        return kind == Kind.NUMBER;
    }

    /** Whether the type is one of numbers. */
    static boolean isNumberType(String type) {
        return NATIVE.contains(type) || LONG.contains(type) || type.startsWith("DECIMAL");
    }

    private static String isExact(String sql) {
        return "coalesce(max(" + sql + ") < " + EXACT + " AND min(" + sql + ") > -" + EXACT + ", true)";
    }

    private static Kind kind(String type) {
        if (type.equals("JSON")) {
            return Kind.MIXED;
        }
        if (type.contains("[") || type.startsWith("STRUCT") || type.startsWith("MAP") || type.startsWith("UNION")) {
            return Kind.NESTED;
        }
        if (LONG.contains(type)) {
            return Kind.EITHER;
        }
        if (NATIVE.contains(type) || type.contains("NULL")) {
            return Kind.NUMBER;
        }
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            boolean key = Integer.parseInt(decimal.group(2)) == 0 && Integer.parseInt(decimal.group(1)) > EXACT_DIGITS;
            return key ? Kind.EITHER : Kind.NUMBER;
        }
        boolean text = TEXTS.contains(type) || type.startsWith("DATE") || type.startsWith("TIME");
        return text || type.startsWith("ENUM") ? Kind.TEXT : Kind.NESTED;
    }
}
