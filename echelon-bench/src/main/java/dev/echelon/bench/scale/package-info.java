/**
 * The race of scale: simulated sets from ten thousand to a hundred million rows, fitted by Echelon's command line and,
 * where they can hold them, by lme4, statsmodels and Spark, next to the time that DuckDB needs for the sums of a fit.
 *
 * <p>{@link dev.echelon.bench.scale.ScaleRace} drives. A {@code ScaleSet} says which {@code Program}s race on which
 * data; each run is a process of its own, watched by {@code WatchedProcess}, and answers with a {@code Measurement}.
 */
@NullMarked
package dev.echelon.bench.scale;

import org.jspecify.annotations.NullMarked;
