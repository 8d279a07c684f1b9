package dev.echelon.error;

/**
 * Input that cannot be used: its message is one clear sentence for a person that names what is wrong, where (column,
 * row, level, place in the formula) and what to do. Every error that a user can cause is one of these.
 */
public class EchelonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for a person. */
    public EchelonException(String message) {
        super(message);
    }

    /** With a message for a person and the technical cause. */
    public EchelonException(String message, Throwable cause) {
        super(message, cause);
    }
}
