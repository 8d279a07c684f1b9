@NullMarked
package dev.echelon.internal.intervals;

import org.jspecify.annotations.NullMarked;
