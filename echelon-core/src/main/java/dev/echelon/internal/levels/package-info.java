/** The levels of the only grouping factor, eliminated side by side, and sums over them. */
@org.jspecify.annotations.NullMarked
package dev.echelon.internal.levels;
