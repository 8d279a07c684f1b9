/**
 * Rows from outside of the program as {@link dev.echelon.table.RowSource}s: files of many formats, queries over them,
 * databases. Start at {@link dev.echelon.data.DataSources}.
 */
@NullMarked
package dev.echelon.data;

import org.jspecify.annotations.NullMarked;
