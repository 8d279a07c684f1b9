package dev.echelon.spark;

import dev.echelon.table.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a dataset that a model reads, in the order of the dataset. */
record DatasetColumns(List<DatasetColumn> columns) implements Serializable {

    /** All columns of a schema. */
    static DatasetColumns of(StructType schema) {
        List<DatasetColumn> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            columns.add(DatasetColumn.of(field));
        }
        return new DatasetColumns(new ArrayList<>(columns));
    }

    /** Those with these names; a name that is none is ignored. */
    DatasetColumns only(Collection<String> names) {
        List<DatasetColumn> kept = new ArrayList<>();
        for (DatasetColumn column : columns) {
            if (names.contains(column.name())) {
                kept.add(column);
            }
        }
        return new DatasetColumns(kept);
    }

    List<String> names() {
        return columns.stream().map(DatasetColumn::name).toList();
    }

    /** The columns in the form that {@link TableBatches} reads. */
    Column[] selected() {
        return columns.stream().map(DatasetColumn::select).toArray(Column[]::new);
    }

    /** The rows with these columns only. */
    Dataset<Row> select(Dataset<?> dataset) {
        return dataset.select(selected());
    }

    /** Rows of {@link #select} as batches. */
    Iterator<Table> batches(Iterator<InternalRow> rows) {
        return new TableBatches<>(rows, Cells.ofInternalRows(), columns, 0, TableBatches.ROWS);
    }

    /** All rows of {@link #select} as one table; there must be one. */
    Table table(Iterator<InternalRow> rows) {
        return new TableBatches<>(rows, Cells.ofInternalRows(), columns, 0, Integer.MAX_VALUE).next();
    }
}
