/**
 * What a fit looks like to people and to programs: text in lme4's familiar layout, JSON with fixed field names, CSV.
 *
 * <p>Everything here reads finished values ({@link dev.echelon.LmmFit}, {@link dev.echelon.Explanation}) and never
 * computes an estimate. Text is for reading: numbers are rounded, aligned by their decimal point and shown without
 * exponents where that is possible. JSON and CSV are for programs: every number has full precision and a value that does
 * not exist is null or empty. Neither depends on locale, time zone or default charset.
 */
@NullMarked
package dev.echelon.report;

import org.jspecify.annotations.NullMarked;
