package dev.echelon;

/** The version of this library. */
final class Version {
    private static final String TEXT = "0.1.0";

    private Version() {}

    static String text() {
        return TEXT;
    }
}
