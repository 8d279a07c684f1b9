/**
 * Simulated data of any size, for benchmarks: rows are made batch by batch and streamed to Parquet or delimited text,
 * so that memory depends on the number of levels only (and, for power-law degrees, on four bytes per row).
 *
 * <p>A {@code Simulation} is a model with known parameters ({@code Truth}), a number of rows and a seed. The same seed
 * gives the same rows on every machine. {@link dev.echelon.bench.simulate.Simulate} is the command.
 */
@NullMarked
package dev.echelon.bench.simulate;

import org.jspecify.annotations.NullMarked;
