@NullMarked
package dev.echelon.internal.design;

import org.jspecify.annotations.NullMarked;
