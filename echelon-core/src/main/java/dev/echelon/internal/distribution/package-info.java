/** Distributions of several statistics at once that no library has: studentised range, multivariate t. Level 0. */
@NullMarked
package dev.echelon.internal.distribution;

import org.jspecify.annotations.NullMarked;
