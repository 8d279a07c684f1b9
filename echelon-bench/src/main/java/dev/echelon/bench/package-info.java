/**
 * Races: the same models fitted by Echelon and by lme4 on one machine in one run.
 *
 * <p>{@link dev.echelon.bench.Race} drives; every fit runs in a process of its own, Echelon's in a fresh Java machine
 * ({@code WarmRun}) and lme4's in a fresh R session ({@code race.R}), so that neither compiled code nor memory of one
 * model colours the next. Processes exchange {@code key<TAB>value} files ({@code Pairs}). Never published.
 */
@NullMarked
package dev.echelon.bench;

import org.jspecify.annotations.NullMarked;
