package dev.echelon.report.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where a large sparse matrix is not zero. Elements are counted in square bins as they come, so the matrix is never
 * formed; a bin is darker the more of it is filled.
 */
final class MatrixPicture {
    private static final int LEFT = 64;
    private static final int RIGHT = 24;
    private static final int TOP = 34;
    private static final double[] SHADES = {0.3, 0.55, 0.8, 1.0};

    private final long rows;
    private final long columns;
    private final int high;
    private final int wide;
    private final double[] filled;
    private long elements;

    /**
     * @param rows of the matrix
     * @param columns of the matrix
     * @param mostRows bins down, at most
     * @param mostColumns bins across, at most
     */
    MatrixPicture(long rows, long columns, int mostRows, int mostColumns) {
        this.rows = rows;
        this.columns = columns;
        this.high = (int) Math.min(rows, mostRows);
        this.wide = (int) Math.min(columns, mostColumns);
        this.filled = new double[high * wide];
    }

    /** A part of the matrix with a name and the columns it spans. */
    record Block(String name, long from, long to) {}

    /** Counts an element that is not zero. */
    void add(long row, long column) {
        filled[bin(row, rows, high) * wide + bin(column, columns, wide)]++;
        elements++;
    }

    /** Counts the elements of a row from a column to before another. */
    void addRun(long row, long from, long to) {
        int at = bin(row, rows, high) * wide;
        for (int j = bin(from, columns, wide); j < wide && first(j, columns, wide) < to; j++) {
            filled[at + j] += Math.min(to, first(j + 1, columns, wide)) - Math.max(from, first(j, columns, wide));
        }
        elements += to - from;
    }

    private static int bin(long index, long size, int bins) {
        return (int) (index * bins / size);
    }

    long elements() {
        return elements;
    }

    boolean binned() {
        return rows > high || columns > wide;
    }

    /** How many elements a bin stands for, at most. */
    String binSize() {
        return (rows + high - 1) / high + " by " + (columns + wide - 1) / wide;
    }

    /** The share of each bin that is filled, for the bins with anything in them. */
    Data data() {
        List<Double> row = new ArrayList<>();
        List<Double> column = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        for (int i = 0; i < high; i++) {
            for (int j = 0; j < wide; j++) {
                if (filled[i * wide + j] > 0) {
                    row.add((double) first(i, rows, high) + 1);
                    column.add((double) first(j, columns, wide) + 1);
                    share.add(share(i, j));
                }
            }
        }
        return Data.of()
                .numbers("row", array(row))
                .numbers("column", array(column))
                .numbers("share", array(share));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static long first(int bin, long size, int bins) {
        return (bin * size + bins - 1) / bins;
    }

    private double share(int i, int j) {
        double size = (double) (first(i + 1, rows, high) - first(i, rows, high))
                * (first(j + 1, columns, wide) - first(j, columns, wide));
        return Math.min(1, filled[i * wide + j] / size);
    }

    /** The drawing: a frame, the bins, and the names of blocks of columns above it. */
    String svg(int width, int height, String rowTitle, String columnTitle, List<Block> blocks) {
        StringBuilder out = new StringBuilder();
        int fullWidth = LEFT + width + RIGHT;
        int fullHeight = TOP + height + 40;
        out.append("<svg data-matrix=\"")
                .append(rows)
                .append(' ')
                .append(columns)
                .append("\" width=\"")
                .append(fullWidth)
                .append("\" height=\"")
                .append(fullHeight)
                .append("\">");
        out.append("<g transform=\"translate(")
                .append(LEFT)
                .append(',')
                .append(TOP)
                .append(")\">");
        out.append("<rect width=\"").append(width).append("\" height=\"").append(height);
        out.append("\" fill=\"none\" stroke=\"").append(Palette.QUIET.themed()).append("\"/>");
        cells(out, width, height);
        separators(out, width, height, blocks);
        text(out, width / 2.0, height + 28, "middle", "", columnTitle);
        text(out, 0, height + 14, "start", "", "1");
        text(out, width, height + 14, "end", "", Long.toString(columns));
        text(out, -6, 10, "end", "", "1");
        text(out, -6, height, "end", "", Long.toString(rows));
        text(out, 0, 0, "middle", " transform=\"translate(-46," + height / 2 + ") rotate(-90)\"", rowTitle);
        return out.append("</g></svg>").toString();
    }

    /** One path for each shade; neighbours in a row are one rectangle. */
    private void cells(StringBuilder out, int width, int height) {
        StringBuilder[] paths = new StringBuilder[SHADES.length];
        Arrays.setAll(paths, s -> new StringBuilder());
        double cellWidth = (double) width / wide;
        double cellHeight = (double) height / high;
        for (int i = 0; i < high; i++) {
            for (int j = 0; j < wide; j++) {
                int shade = shade(i, j);
                int from = j;
                while (shade >= 0 && j + 1 < wide && shade(i, j + 1) == shade) {
                    j++;
                }
                if (shade >= 0) {
                    String w = number((j + 1 - from) * cellWidth);
                    paths[shade].append('M').append(number(from * cellWidth)).append(' ');
                    paths[shade].append(number(i * cellHeight)).append('h').append(w);
                    paths[shade]
                            .append('v')
                            .append(number(cellHeight))
                            .append("h-")
                            .append(w)
                            .append('z');
                }
            }
        }
        for (int s = 0; s < SHADES.length; s++) {
            if (paths[s].length() > 0) {
                out.append("<path fill=\"").append(Palette.BLUE.themed()).append("\" fill-opacity=\"");
                out.append(SHADES[s]).append("\" d=\"").append(paths[s]).append("\"/>");
            }
        }
    }

    /** −1 for an empty bin; a quarter of each shade otherwise, the lightest for anything at all. */
    private int shade(int i, int j) {
        if (filled[i * wide + j] == 0) {
            return -1;
        }
        // A band that is one element thick fills little of any bin and must be seen all the same.
        double relative = Math.sqrt(share(i, j) / largest());
        return Math.min(SHADES.length - 1, (int) (relative * SHADES.length));
    }

    private double largest = Double.NaN;

    private double largest() {
        if (Double.isNaN(largest)) {
            largest = 0;
            for (int i = 0; i < high; i++) {
                for (int j = 0; j < wide; j++) {
                    largest = Math.max(largest, share(i, j));
                }
            }
        }
        return largest;
    }

    private void separators(StringBuilder out, int width, int height, List<Block> blocks) {
        double last = Double.NEGATIVE_INFINITY;
        for (Block block : blocks) {
            double from = (double) block.from() / columns * width;
            double to = (double) block.to() / columns * width;
            if (block.from() > 0) {
                out.append("<path stroke=\"")
                        .append(Palette.QUIET.themed())
                        .append("\" stroke-dasharray=\"3 3\" d=\"M");
                out.append(number(from)).append(" 0v").append(height).append("\"/>");
            }
            double middle = (from + to) / 2;
            double half = 3.5 * block.name().length();
            double at = Math.max(half - LEFT, Math.min(middle, width + RIGHT - half)); // within the picture
            if (at - half > last) {
                text(out, at, -8, "middle", "", block.name());
                last = at + half;
            }
        }
    }

    static void text(StringBuilder out, double x, double y, String anchor, String attributes, String text) {
        out.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append('"')
                .append(attributes);
        out.append(" text-anchor=\"").append(anchor).append("\" font-size=\"12\" fill=\"");
        out.append(Palette.INK.themed())
                .append("\">")
                .append(SvgText.escaped(text))
                .append("</text>");
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
