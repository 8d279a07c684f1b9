@NullMarked
package dev.echelon.error;

import org.jspecify.annotations.NullMarked;
