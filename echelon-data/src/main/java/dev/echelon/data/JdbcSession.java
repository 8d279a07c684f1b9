package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A connection with one read-only transaction, in which every query sees the data as they were at its beginning where
 * the database offers that. After a failure a new connection is made when one is next needed.
 */
final class JdbcSession implements AutoCloseable {
    private static final int FETCH = 10_000;

    private final JdbcAddress address;
    private final SourceOptions options;
    private final JdbcErrors errors;
    private @Nullable Connection connection;
    private String rows = "";
    private List<JdbcColumn> columns = List.of();
    private volatile ReadProgress progress = ReadProgress.IDLE;

    JdbcSession(JdbcAddress address, SourceOptions options) {
        this.address = address;
        this.options = options;
        this.errors = new JdbcErrors(address, options);
    }

    JdbcAddress address() {
        return address;
    }

    JdbcErrors errors() {
        return errors;
    }

    ReadProgress progress() {
        return progress;
    }

    void progress(ReadProgress now) {
        progress = now;
    }

    /** The columns of the table or query. */
    synchronized List<JdbcColumn> columns() {
        if (columns.isEmpty()) {
            try (Statement statement = open().createStatement();
                    ResultSet none = statement.executeQuery(allRows() + " WHERE 1 = 0")) {
                ResultSetMetaData meta = none.getMetaData();
                String quote = open().getMetaData().getIdentifierQuoteString();
                List<JdbcColumn> found = new ArrayList<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    found.add(JdbcColumn.of(meta, i, quote));
                }
                columns = List.copyOf(found);
            } catch (SQLException e) {
                throw failed(e, 0);
            }
        }
        return columns;
    }

    private String allRows() {
        String query = address.query();
        return query == null ? "SELECT * FROM " + rows : JdbcErrors.BEFORE_QUERY + query + ") echelon_rows";
    }

    /** What stands after FROM. */
    synchronized String rows() throws SQLException {
        open();
        return rows;
    }

    /** A statement whose rows come in portions. */
    synchronized Statement statement() throws SQLException {
        Statement statement = open().createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        // MySQL's driver reads everything at once unless told this.
        statement.setFetchSize(address.kind().equals("mysql") ? Integer.MIN_VALUE : FETCH);
        return statement;
    }

    /** The sentence for a failure, after which the transaction is of no use: the next pass begins a new one. */
    synchronized EchelonException failed(SQLException e, long done) {
        progress = ReadProgress.IDLE;
        close();
        return errors.failed(e, done);
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connect();
            connection = open;
            open.setReadOnly(true);
            open.setAutoCommit(false);
            int isolation = isolation(open.getMetaData());
            if (isolation != Connection.TRANSACTION_NONE) {
                open.setTransactionIsolation(isolation);
            }
            prepare(open);
            rows = address.query() == null
                    ? quotedTable(open.getMetaData().getIdentifierQuoteString())
                    : "(" + address.query() + ") echelon_rows";
        }
        return open;
    }

    private Connection connect() {
        Properties properties = new Properties();
        options.user().ifPresent(name -> properties.setProperty("user", name));
        options.password().ifPresent(secret -> properties.setProperty("password", secret));
        try {
            Connection made = JdbcDrivers.find(address, options.driver()).connect(address.url(), properties);
            if (made == null) {
                throw new EchelonException("the JDBC driver does not know what " + address.shown() + " is");
            }
            return made;
        } catch (SQLException e) {
            throw errors.unconnected(e);
        }
    }

    /** The weakest level at which all passes see the same rows. */
    private static int isolation(DatabaseMetaData meta) throws SQLException {
        for (int level : new int[] {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE}) {
            if (meta.supportsTransactionIsolationLevel(level)) {
                return level;
            }
        }
        return Connection.TRANSACTION_NONE;
    }

    private void prepare(Connection open) throws SQLException {
        if (address.kind().equals("postgresql")) {
            try (Statement statement = open.createStatement()) {
                statement.execute("SET TIME ZONE 'UTC'"); // otherwise that of this machine
                statement.execute("SET synchronize_seqscans = off"); // otherwise a scan may begin anywhere
            }
        }
    }

    private String quotedTable(String quote) {
        List<String> parts = new ArrayList<>();
        for (String part : String.valueOf(address.table()).split("\\.", -1)) {
            parts.add(JdbcColumn.quoted(part, quote));
        }
        return String.join(".", parts);
    }

    @Override
    public synchronized void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                return; // gone is what it should be
            }
        }
    }
}
