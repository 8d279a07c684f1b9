/** Speed of the dense kernels, provider against provider. */
@NullMarked
package dev.echelon.bench.kernels;

import org.jspecify.annotations.NullMarked;
