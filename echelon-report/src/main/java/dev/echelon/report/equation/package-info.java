/** The equations of a model, as MathML, LaTeX and text. */
@NullMarked
package dev.echelon.report.equation;

import org.jspecify.annotations.NullMarked;
