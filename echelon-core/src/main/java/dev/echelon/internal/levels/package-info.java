/** The levels of the only grouping factor, eliminated side by side, and sums over them. */
@NullMarked
package dev.echelon.internal.levels;

import org.jspecify.annotations.NullMarked;
