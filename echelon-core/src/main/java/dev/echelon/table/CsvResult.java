package dev.echelon.table;

/**
 * A table read from delimited text and what was found while reading it.
 *
 * @param table the table
 * @param report the types, missing values and oddities of its columns
 */
public record CsvResult(Table table, ReadReport report) {}
