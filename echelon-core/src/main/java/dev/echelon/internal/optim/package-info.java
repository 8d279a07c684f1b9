@NullMarked
package dev.echelon.internal.optim;

import org.jspecify.annotations.NullMarked;
