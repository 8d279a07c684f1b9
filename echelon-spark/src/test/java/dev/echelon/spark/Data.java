package dev.echelon.spark;

import dev.echelon.table.Csv;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tables of the repository, and tables as datasets. */
final class Data {
    private Data() {}

    static Path root() {
        String known = System.getProperty("echelon.root", "");
        Path folder = known.isEmpty() ? Path.of("").toAbsolutePath() : Path.of(known);
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return java.util.Objects.requireNonNull(folder, "the tests must run inside the project");
    }

    static Table table(String file, String... factors) {
        return Csv.reader().factors(factors).read(root().resolve("data").resolve(file));
    }

    /** The rows of a table in their order, in so many partitions. */
    static Dataset<Row> dataset(SparkSession session, Table table, int partitions) {
        StructType schema = new StructType();
        for (String name : table.columnNames()) {
            schema = schema.add(
                    name,
                    table.column(name) instanceof NumericColumn ? DataTypes.DoubleType : DataTypes.StringType,
                    true);
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < table.rowCount(); i++) {
            int row = i;
            rows.add(RowFactory.create(table.columnNames().stream()
                    .map(name -> value(table, name, row))
                    .toArray()));
        }
        return session.createDataFrame(
                org.apache.spark.api.java.JavaSparkContext.fromSparkContext(session.sparkContext())
                        .parallelize(rows, partitions),
                schema);
    }

    private static @org.jspecify.annotations.Nullable Object value(Table table, String name, int row) {
        if (table.column(name).isMissing(row)) {
            return null;
        }
        return table.column(name) instanceof NumericColumn numbers
                ? (Object) numbers.value(row)
                : ((Factor) table.column(name)).level(row);
    }
}
