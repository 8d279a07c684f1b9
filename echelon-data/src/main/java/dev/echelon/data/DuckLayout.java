package dev.echelon.data;

import dev.echelon.table.Schema;
import java.util.List;

/**
 * What is known of the chosen columns before the rows are read.
 *
 * @param schema names, types and levels
 * @param rows the number of rows
 * @param values what stands after SELECT: for each column a number, or the place of a level
 */
record DuckLayout(Schema schema, long rows, String values) {

    /** Gives the rows of what stands after FROM. */
    String query(String from) {
        return "SELECT " + values + " FROM " + from;
    }

    /** The columns. */
    List<Schema.Field> fields() {
        return schema.fields();
    }
}
