/** A report as a document: sections of prose, tables, equations and pictures, written as HTML, text and JSON. */
@NullMarked
package dev.echelon.report.document;

import org.jspecify.annotations.NullMarked;
