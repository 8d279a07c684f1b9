/** Pictures of a model, as SVG with the numbers they show. */
@NullMarked
package dev.echelon.report.figure;

import org.jspecify.annotations.NullMarked;
