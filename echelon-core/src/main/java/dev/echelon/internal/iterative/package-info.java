/**
 * The likelihood of crossed factors that are too large to factor: conjugate gradients for what is linear, stochastic
 * Lanczos quadrature for the determinant, probes for traces, with their Monte Carlo errors. Level 5, above likelihood.
 *
 * <p><b>Source</b> docs/math/iterative.md
 */
@NullMarked
package dev.echelon.internal.iterative;

import org.jspecify.annotations.NullMarked;
