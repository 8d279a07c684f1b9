/**
 * Marginal means as linear functions of the fixed effects: where they are taken, whether the data determine them,
 * comparisons of them and their adjustment. Knows an encoding, the columns that are estimated and a test method, nothing
 * of random effects. Level 5.
 */
@NullMarked
package dev.echelon.internal.means;

import org.jspecify.annotations.NullMarked;
