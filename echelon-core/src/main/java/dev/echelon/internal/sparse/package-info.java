/** Sparse symmetric matrices: elimination orders, symbolic analysis, supernodal factorisation, selected inverse. */
@NullMarked
package dev.echelon.internal.sparse;

import org.jspecify.annotations.NullMarked;
