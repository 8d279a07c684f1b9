@NullMarked
package dev.echelon.result;

import org.jspecify.annotations.NullMarked;
