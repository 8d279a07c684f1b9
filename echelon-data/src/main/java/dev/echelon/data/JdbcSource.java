package dev.echelon.data;

import dev.echelon.data.DuckColumn.Kind;
import dev.echelon.error.EchelonException;
import dev.echelon.table.Factor;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a table or a query of a database, read in portions within one transaction. */
final class JdbcSource implements ExternalSource {
    private static final BigDecimal EXACT = new BigDecimal(1L << 53);

    private final JdbcSession session;
    private final @Nullable Set<String> chosen;
    private @Nullable Layout layout;

    private JdbcSource(JdbcSession session, @Nullable Set<String> chosen) {
        this.session = session;
        this.chosen = chosen;
    }

    static JdbcSource of(String location, SourceOptions options) {
        return new JdbcSource(new JdbcSession(JdbcAddress.of(location, options), options), null);
    }

    @Override
    public List<String> columnNames() {
        return columns().stream().map(JdbcColumn::name).toList();
    }

    @Override
    public ExternalSource select(Collection<String> columns) {
        Set<String> wanted = Set.copyOf(columns);
        Set<String> some = chosen;
        return new JdbcSource(
                session,
                some == null
                        ? wanted
                        : Set.copyOf(wanted.stream().filter(some::contains).toList()));
    }

    @Override
    public Schema schema() {
        return layout().schema;
    }

    @Override
    public synchronized OptionalLong knownRows() {
        Layout known = layout;
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.rows);
    }

    @Override
    public ReadProgress progress() {
        return session.progress();
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public void forEachBatch(Consumer<Table> consumer) {
        Layout known = layout();
        ReadProgress begun = ReadProgress.begin("reading rows");
        BatchBuilder batch = new BatchBuilder(known.schema, consumer);
        long rows = 0;
        try (Statement statement = session.statement();
                ResultSet result = statement.executeQuery(known.query(session.rows()))) {
            while (result.next()) {
                known.copy(result, batch, session.address());
                rows++;
                if (batch.row() == 0) {
                    session.progress(begun.at(rows, known.rows));
                }
            }
        } catch (SQLException e) {
            throw session.failed(e, rows);
        }
        session.progress(ReadProgress.IDLE);
        if (rows != known.rows) {
            throw changed(session.address());
        }
        batch.flush();
    }

    private static EchelonException changed(JdbcAddress address) {
        return new EchelonException(address.name() + " changed while it was being read; read it again");
    }

    private List<JdbcColumn> columns() {
        Set<String> some = chosen;
        return session.columns().stream()
                .filter(column -> some == null || some.contains(column.name()))
                .toList();
    }

    private synchronized Layout layout() {
        Layout known = layout;
        if (known == null) {
            session.progress(ReadProgress.begin("learning types and levels"));
            try {
                known = learn(new ArrayList<>(columns()));
            } catch (SQLException e) {
                throw session.failed(e, 0);
            }
            layout = known;
            session.progress(ReadProgress.IDLE);
        }
        return known;
    }

    private Layout learn(List<JdbcColumn> columns) throws SQLException {
        for (JdbcColumn column : columns) {
            if (column.kind() == Kind.NESTED) {
                throw new EchelonException(
                        "column '" + column.name() + "' of " + session.address().name()
                                + " has the type " + column.type()
                                + ", which is neither numbers nor text; take a part of it with"
                                + " a query, or leave the column out");
            }
        }
        long rows = settle(columns);
        List<Schema.Field> fields = new ArrayList<>();
        for (JdbcColumn column : columns) {
            boolean numeric = column.kind() == Kind.NUMBER;
            fields.add(new Schema.Field(column.name(), numeric ? List.of() : levels(column), numeric));
        }
        return new Layout(columns, new Schema(fields), rows);
    }

    /** Decides which whole numbers are keys; the number of rows. */
    private long settle(List<JdbcColumn> columns) throws SQLException {
        List<String> asked = new ArrayList<>(List.of("count(*)"));
        for (JdbcColumn column : columns) {
            if (column.kind() == Kind.EITHER) {
                asked.add("min(" + column.sql() + ")");
                asked.add("max(" + column.sql() + ")");
            }
        }
        try (Statement statement = session.statement();
                ResultSet found =
                        statement.executeQuery("SELECT " + String.join(", ", asked) + " FROM " + session.rows())) {
            found.next();
            int next = 2;
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).kind() == Kind.EITHER) {
                    boolean exact = isExact(found.getBigDecimal(next++));
                    exact &= isExact(found.getBigDecimal(next++));
                    columns.set(i, columns.get(i).settled(exact));
                }
            }
            return found.getLong(1);
        }
    }

    private static boolean isExact(@Nullable BigDecimal value) {
        return value == null || value.abs().compareTo(EXACT) < 0;
    }

    private List<String> levels(JdbcColumn column) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = session.statement();
                ResultSet found =
                        statement.executeQuery("SELECT DISTINCT " + column.sql() + " FROM " + session.rows())) {
            while (found.next()) {
                String text = column.text(found, 1);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return Factor.of(texts).levels();
    }

    /** What is known of the columns before the rows are read. */
    private static final class Layout {
        private final List<JdbcColumn> columns;
        private final Schema schema;
        private final long rows;
        private final List<Map<String, Integer>> places = new ArrayList<>();

        Layout(List<JdbcColumn> columns, Schema schema, long rows) {
            this.columns = columns;
            this.schema = schema;
            this.rows = rows;
            for (Schema.Field field : schema.fields()) {
                Map<String, Integer> place = new HashMap<>();
                for (String level : field.levels()) {
                    place.put(level, place.size());
                }
                places.add(place);
            }
        }

        String query(String from) {
            List<String> names = columns.stream().map(JdbcColumn::sql).toList();
            return "SELECT " + (names.isEmpty() ? "1" : String.join(", ", names)) + " FROM " + from;
        }

        /** Adds the present row to the batch. */
        void copy(ResultSet result, BatchBuilder batch, JdbcAddress address) throws SQLException {
            int row = batch.row();
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).kind() == Kind.NUMBER) {
                    double value = result.getDouble(i + 1);
                    batch.values(i)[row] = result.wasNull() ? Double.NaN : value;
                } else {
                    batch.codes(i)[row] = code(i, columns.get(i).text(result, i + 1), address);
                }
            }
            batch.advance(1);
        }

        private int code(int column, @Nullable String text, JdbcAddress address) {
            if (text == null) {
                return -1;
            }
            Integer place = places.get(column).get(text);
            if (place == null) {
                throw changed(address);
            }
            return place;
        }
    }
}
