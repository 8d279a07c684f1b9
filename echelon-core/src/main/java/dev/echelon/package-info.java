@NullMarked
package dev.echelon;

import org.jspecify.annotations.NullMarked;
