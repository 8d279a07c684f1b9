/**
 * Tests of random effects: smaller models fitted from the cross-products of a fit, and the laws of the likelihood ratio at
 * the boundary. Level 7, above simulation. Small matrices are column-major in flat arrays.
 */
@NullMarked
package dev.echelon.internal.randomtests;

import org.jspecify.annotations.NullMarked;
