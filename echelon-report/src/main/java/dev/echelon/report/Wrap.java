package dev.echelon.report;

/** Breaks sentences into lines at blanks. */
final class Wrap {
    private Wrap() {}

    /** {@code text} in lines of at most {@code width}; the first begins with {@code first}, the others with {@code rest}. */
    static String lines(String text, int width, String first, String rest) {
        StringBuilder out = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.strip().split("\\s+")) {
            if (!empty && line.length() + 1 + word.length() > width) {
                out.append(line).append('\n');
                line.setLength(0);
                line.append(rest);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        return out.append(line).append('\n').toString();
    }
}
