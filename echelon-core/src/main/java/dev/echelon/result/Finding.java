package dev.echelon.result;

/**
 * Something a reader of the fit must know; never only printed.
 *
 * @param id stable slug: {@code singular-fit}, {@code rank-deficient}
 * @param severity how bad
 * @param message what was found, with names and numbers, one sentence
 * @param remedy what to do about it, one sentence
 */
public record Finding(String id, Severity severity, String message, String remedy) {

    /** How much a finding matters. */
    public enum Severity {
        /** Good to know. */
        NOTE,
        /** May change conclusions. */
        WARNING,
        /** Results should not be used. */
        ERROR
    }
}
