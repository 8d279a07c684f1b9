@NullMarked
package dev.echelon.table;

import org.jspecify.annotations.NullMarked;
