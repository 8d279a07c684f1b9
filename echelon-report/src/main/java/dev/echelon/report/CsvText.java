package dev.echelon.report;

/** Cells of comma-separated values. */
final class CsvText {
    private CsvText() {}

    /** A number in full precision, blank if it does not exist. */
    static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    /** A text, in quotes where it must be. */
    static String quote(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
