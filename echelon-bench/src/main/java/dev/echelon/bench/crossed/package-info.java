/** Crossed designs of any size, simulated straight into cross-products, and what fitting them costs. */
@NullMarked
package dev.echelon.bench.crossed;

import org.jspecify.annotations.NullMarked;
