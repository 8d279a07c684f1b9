@NullMarked
package dev.echelon.internal.linalg;

import org.jspecify.annotations.NullMarked;
