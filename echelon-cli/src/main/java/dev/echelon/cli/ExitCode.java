package dev.echelon.cli;

/** What a command's exit code says. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** The data cannot be used, a file cannot be read or written, or something unexpected happened. */
    static final int FAILURE = 1;
    /** The arguments or the formula are wrong. */
    static final int USAGE = 2;
    /** Done, but with findings of severity warning or worse, under {@code --strict}. */
    static final int FINDINGS = 3;

    private ExitCode() {}
}
