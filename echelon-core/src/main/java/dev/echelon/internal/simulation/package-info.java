@NullMarked
package dev.echelon.internal.simulation;

import org.jspecify.annotations.NullMarked;
