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
        return lines(indent, widths(), 0, 0, left.length);
    }

    /** The same in at most {@code width} characters where cells allow: columns that do not fit follow below. */
    String render(String indent, int width) {
        return render(indent, width, 1);
    }

    /**
     * The same, where columns after the first ones on the left, which are repeated in every part, stay together in groups.
     *
     * @param together how many columns a group has
     */
    String render(String indent, int width, int together) {
        int[] widths = widths();
        int keys = 1;
        while (keys < left.length - 1 && left[keys] && left[0]) {
            keys++;
        }
        int base = indent.length() - 1;
        for (int i = 0; i < keys; i++) {
            base += widths[i] + 1;
        }
        StringBuilder out = new StringBuilder();
        for (int from = keys; from < left.length; ) {
            int to = from;
            int used = base;
            while (to < left.length && (to == from || used + size(widths, to, together) <= width)) {
                used += size(widths, to, together);
                to = Math.min(left.length, to + together);
            }
            out.append(out.length() == 0 ? "" : "\n").append(lines(indent, widths, keys, from, to));
            from = to;
        }
        return out.toString();
    }

    private static int size(int[] widths, int from, int together) {
        int size = 0;
        for (int i = from; i < Math.min(widths.length, from + together); i++) {
            size += widths[i] + 1;
        }
        return size;
    }

    private int[] widths() {
        int[] widths = new int[left.length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row[i]));
            }
        }
        return widths;
    }

    /** The first {@code keys} columns and those in {@code [from, to)}. */
    private String lines(String indent, int[] widths, int keys, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < to; i++) {
                if (i < keys || i >= from) {
                    line.append(i == 0 ? "" : " ").append(pad(row[i], widths[i], left[i]));
                }
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
