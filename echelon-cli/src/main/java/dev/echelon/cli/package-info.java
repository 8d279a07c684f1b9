/**
 * The command line {@code echelon}: reads arguments and data, calls {@link dev.echelon.Lmm}, prints through
 * {@link dev.echelon.report}. Nothing is computed here.
 *
 * <p>Results go to standard output, everything else to standard error. Every error is {@code error:} and one sentence;
 * what a user does never shows a stack trace. One class per command; {@link dev.echelon.cli.Console} is the only way to
 * the outside, so that tests run commands in process.
 */
@NullMarked
package dev.echelon.cli;

import org.jspecify.annotations.NullMarked;
