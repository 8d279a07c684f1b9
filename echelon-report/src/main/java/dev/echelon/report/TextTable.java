package dev.echelon.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells, padded so that columns line up; one blank between columns. */
final class TextTable {
    private final boolean[] left;
    private final List<String[]> rows = new ArrayList<>();

    /** A table with one character per column: {@code l} left or {@code r} right aligned. */
    TextTable(String alignment) {
        left = new boolean[alignment.length()];
        for (int i = 0; i < left.length; i++) {
            left[i] = alignment.charAt(i) == 'l';
        }
    }

    /** Adds a row; missing cells at its end are blank. */
    TextTable row(String... cells) {
        String[] full = Arrays.copyOf(cells, left.length);
        for (int i = cells.length; i < full.length; i++) {
            full[i] = "";
        }
        rows.add(full);
        return this;
    }

    TextTable row(List<String> cells) {
        return row(cells.toArray(String[]::new));
    }

    /** Lines with {@code indent} before each and no blanks at the end. */
    String render(String indent) {
        int[] widths = new int[left.length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row[i]));
            }
        }
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                line.append(i == 0 ? "" : " ").append(pad(row[i], widths[i], left[i]));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** {@code cell} with blanks to {@code width} characters. */
    static String pad(String cell, int width, boolean left) {
        String blanks = " ".repeat(Math.max(0, width - length(cell)));
        return left ? cell + blanks : blanks + cell;
    }

    /** Characters as a reader counts them: a letter outside the basic plane is one. */
    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
