/** Optional native dense kernels: OpenBLAS for the current platform, found and loaded by the core when worthwhile. */
@NullMarked
package dev.echelon.openblas;

import org.jspecify.annotations.NullMarked;
