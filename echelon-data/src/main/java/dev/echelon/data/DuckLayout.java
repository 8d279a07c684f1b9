package dev.echelon.data;

import dev.echelon.table.Schema;
import java.util.List;

/**
 * What is known of the chosen columns before the rows are read.
 *
 * @param schema names, types and levels
 * @param rows the number of rows
 * @param query gives the rows: for each column a number, or the place of a level
 */
record DuckLayout(Schema schema, long rows, String query) {

    /** The columns. */
    List<Schema.Field> fields() {
        return schema.fields();
    }
}
