package dev.echelon.bench.simulate;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * Writes Parquet as DuckDB does by default (Snappy, row groups of 122 880 rows). DuckDB asks for the rows through a
 * table function, on one thread, so that they come in order and are never all in memory.
 */
final class ParquetWriter {
    private ParquetWriter() {}

    static void write(Simulation simulation, Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
            statement.execute("SET threads = 1");
            statement.execute("SET memory_limit = '1GB'");
            statement.execute("SET autoinstall_known_extensions = false");
            function.withName("simulated").withFunction(new Rows(simulation)).register(connection);
            statement.execute("COPY (SELECT * FROM simulated()) TO '"
                    + file.toString().replace("'", "''") + "' (FORMAT parquet)");
        }
    }

    /** The rows of a simulation as DuckDB reads them, from the first row in each query. */
    private static final class Rows
            implements DuckDBTableFunction<Simulation, Simulation.Generator, Simulation.Generator> {
        private final Simulation simulation;
        private final List<SimulatedColumn> columns;

        Rows(Simulation simulation) {
            this.simulation = simulation;
            this.columns = simulation.columns();
        }

        @Override
        public Simulation bind(DuckDBTableFunctionBindInfo info) {
            for (SimulatedColumn column : columns) {
                info.addResultColumn(
                        column.name(), column.integer() ? DuckDBColumnType.INTEGER : DuckDBColumnType.DOUBLE);
            }
            info.setCardinality(simulation.rows(), true);
            return simulation;
        }

        @Override
        public Simulation.Generator init(DuckDBTableFunctionInitInfo info) {
            info.setMaxThreads(1);
            return simulation.generator();
        }

        @Override
        public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
            Simulation.Generator generator = info.getInitData();
            ColumnBatch batch = new ColumnBatch(columns, (int) chunk.capacity());
            int rows = generator.next(batch);
            for (int c = 0; c < columns.size(); c++) {
                DuckDBWritableVector vector = chunk.vector(c);
                if (columns.get(c).integer()) {
                    for (int row = 0; row < rows; row++) {
                        vector.setInt(row, batch.integer(c, row));
                    }
                } else {
                    for (int row = 0; row < rows; row++) {
                        vector.setDouble(row, batch.real(c, row));
                    }
                }
            }
            return rows;
        }
    }
}
