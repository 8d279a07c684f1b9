package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a database says, in one sentence without secrets. */
final class JdbcErrors {
    private static final Pattern POSITION = Pattern.compile("\\s*\\n\\s*Position: (\\d+)");
    private static final String CONNECTION = "08";
    private static final String INTERVENTION = "57P0";
    private static final String AUTHORISATION = "28";
    private static final int LONGEST = 300;

    /** What stands before a query where its columns are found, which is also where its mistakes are. */
    static final String BEFORE_QUERY = "SELECT * FROM (";

    private final JdbcAddress address;
    private final SourceOptions options;

    JdbcErrors(JdbcAddress address, SourceOptions options) {
        this.address = address;
        this.options = options;
    }

    /** That no connection could be made. */
    EchelonException unconnected(SQLException e) {
        if (state(e).startsWith(AUTHORISATION)) {
            return new EchelonException(
                    "the database " + address.shown() + " refuses the user"
                            + options.user().map(name -> " '" + name + "'").orElse("") + ": " + said(e)
                            + "; check --user and the password (ECHELON_JDBC_PASSWORD, for PostgreSQL also PGPASSWORD)",
                    e);
        }
        return new EchelonException("cannot connect to " + address.shown() + ": " + said(e), e);
    }

    /** That a query failed when so many rows of a pass had been read. */
    EchelonException failed(SQLException e, long rows) {
        if (isLost(e)) {
            return new EchelonException(
                    "the connection to " + address.shown() + " was lost"
                            + (rows > 0 ? " after " + rows + " rows" : "") + " (" + said(e)
                            + "); nothing was written: run it again",
                    e);
        }
        return new EchelonException(
                (address.query() == null ? "cannot read " + address.name() : "the database does not accept the query")
                        + ": " + said(e),
                e);
    }

    /** Whether the connection is gone. */
    private static boolean isLost(SQLException e) {
        return state(e).startsWith(CONNECTION) || state(e).startsWith(INTERVENTION);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    private String said(SQLException e) {
        String message = String.valueOf(e.getMessage());
        Matcher position = POSITION.matcher(message);
        String place =
                position.find() ? " at character " + (Integer.parseInt(position.group(1)) - BEFORE_QUERY.length()) : "";
        String line = message.lines().findFirst().orElse("").replaceFirst("^(ERROR|FATAL): ", "");
        String secret = options.password().orElse("");
        String safe = secret.isEmpty() ? line : line.replace(secret, "…");
        String cut = safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe;
        return (cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut) + (address.query() == null ? "" : place);
    }
}
