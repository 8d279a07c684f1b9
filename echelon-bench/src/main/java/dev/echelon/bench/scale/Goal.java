package dev.echelon.bench.scale;

/**
 * What the project aims at on a set, and what came out.
 *
 * @param set name of the set
 * @param what the aim in words
 * @param outcome the number that was measured, in words
 * @param met whether the aim was met
 */
record Goal(String set, String what, String outcome, boolean met) {}
