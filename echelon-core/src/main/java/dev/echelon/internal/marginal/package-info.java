/** The likelihood of y ~ N(Xβ, V) where the residuals of a subject are correlated or differ in variance. */
@NullMarked
package dev.echelon.internal.marginal;

import org.jspecify.annotations.NullMarked;
