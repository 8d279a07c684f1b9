package dev.echelon.bench.scale;

/**
 * When a process is stopped.
 *
 * @param seconds of wall-clock time
 * @param megabytes of resident memory
 */
record Limits(double seconds, double megabytes) {}
