package dev.echelon.bench.scale;

import dev.echelon.bench.Pairs;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sums that a fit of {@code y ~ x1 + x2 + x3 + (1 + x1 | g)} needs, by DuckDB: {@code GroupSums FUNCTION THREADS
 * FORMULA FILE ANSWER}, where the function is {@code sum} or the compensated {@code fsum}. Per group Z'Z, Z'X and Z'y
 * with Z = [1, x1], nine sums, into a table in memory; in a second statement what of X'X, X'y and y'y the groups do not
 * give, six sums over all rows. The clock runs over both statements; the library is loaded and connected before.
 */
final class GroupSums {
    private static final String[] OF_GROUPS = {"x1", "x1 * x1", "x2", "x3", "y", "x1 * x2", "x1 * x3", "x1 * y"};
    private static final String[] OF_ALL = {"x2 * x2", "x2 * x3", "x2 * y", "x3 * x3", "x3 * y", "y * y"};

    private GroupSums() {}

    public static void main(String[] args) throws SQLException {
        String function = args[0];
        Path file = Path.of(args[3]);
        String from = " FROM '" + file.toString().replace("'", "''") + "'";
        Map<String, String> answer = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + Integer.parseInt(args[1]));
            statement.execute("SET autoinstall_known_extensions = false");
            long start = System.nanoTime();
            statement.execute(
                    "CREATE TABLE groups AS SELECT g, count(*) n" + sums(function, OF_GROUPS) + from + " GROUP BY g");
            long middle = System.nanoTime();
            statement.execute("CREATE TABLE total AS SELECT count(*) n" + sums(function, OF_ALL) + from);
            long stop = System.nanoTime();
            answer.put("seconds", Double.toString((stop - start) / 1e9));
            answer.put("groups_seconds", Double.toString((middle - start) / 1e9));
            answer.put("groups", count(statement, "SELECT count(*) FROM groups"));
            answer.put("rows", count(statement, "SELECT n FROM total"));
        }
        Pairs.of(answer).write(Path.of(args[4]));
    }

    private static String sums(String function, String[] terms) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < terms.length; i++) {
            text.append(", ")
                    .append(function)
                    .append('(')
                    .append(terms[i])
                    .append(") s")
                    .append(i);
        }
        return text.toString();
    }

    private static String count(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
