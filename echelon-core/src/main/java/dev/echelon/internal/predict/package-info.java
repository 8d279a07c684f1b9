@NullMarked
package dev.echelon.internal.predict;

import org.jspecify.annotations.NullMarked;
