package dev.echelon.table;

/** A named-by-its-table, immutable column of data: numbers or a factor. */
public sealed interface Column permits NumericColumn, Factor {

    /** How many rows it has. */
    int size();

    /** Whether the value in {@code row} is missing. */
    boolean isMissing(int row);

    /** Whether any value is missing. <b>Cost</b>: O(n) at the first call, then none. */
    boolean hasMissing();

    /** Rows {@code [from, to)}, sharing storage. */
    Column slice(int from, int to);

    /** The given rows, in the given order. */
    Column rows(int[] rows);
}
