/**
 * Inference about fixed effects after a fit: degrees of freedom, adjusted covariance, F tests and their hypotheses. All
 * of it is computed from cross-products and the estimate, in the space of the random effects, so that neither the rows
 * nor an n×n matrix are needed. Level 4, above likelihood. Small matrices are column-major in flat arrays.
 */
@NullMarked
package dev.echelon.internal.inference;

import org.jspecify.annotations.NullMarked;
