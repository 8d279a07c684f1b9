/** Residuals, influence, and tests of a model's assumptions, all given a fit. */
@NullMarked
package dev.echelon.internal.diagnose;

import org.jspecify.annotations.NullMarked;
