@NullMarked
package dev.echelon.covariance;

import org.jspecify.annotations.NullMarked;
