/**
 * The sufficient statistics of a linear mixed model with independent residuals: the rows of a {@link
 * dev.echelon.internal.design.Design} enter the likelihood only through [Z X y]'W[Z X y]. Level 2, above design, below
 * likelihood. Small matrices are column-major in flat arrays.
 */
@NullMarked
package dev.echelon.internal.crossproducts;

import org.jspecify.annotations.NullMarked;
