/**
 * Linear mixed models of the rows of Spark datasets. {@link dev.echelon.spark.EchelonSpark} is the plain interface,
 * {@link dev.echelon.spark.LinearMixedModel} that of Spark ML. Rows are summed up where they are; only sums travel.
 */
@NullMarked
package dev.echelon.spark;

import org.jspecify.annotations.NullMarked;
