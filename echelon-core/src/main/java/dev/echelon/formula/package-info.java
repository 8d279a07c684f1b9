@NullMarked
package dev.echelon.formula;

import org.jspecify.annotations.NullMarked;
