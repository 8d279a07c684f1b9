package dev.echelon.cli;

/** The entry point of {@code echelon}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        int code = Cli.run(Console.ofProcess(), args);
        // A library's idle thread must not keep a finished command alive.
        System.exit(code);
    }
}
