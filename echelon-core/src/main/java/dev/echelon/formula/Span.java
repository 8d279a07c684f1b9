package dev.echelon.formula;

/**
 * A half-open range {@code [start, end)} of characters in the text of a formula; what an error points at.
 *
 * @param start offset of the first character, from 0
 * @param end offset after the last character
 */
public record Span(int start, int end) {

    /** The smallest span that covers this one and {@code other}. */
    public Span to(Span other) {
        return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }
}
