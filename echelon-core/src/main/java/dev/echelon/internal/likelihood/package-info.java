@NullMarked
package dev.echelon.internal.likelihood;

import org.jspecify.annotations.NullMarked;
