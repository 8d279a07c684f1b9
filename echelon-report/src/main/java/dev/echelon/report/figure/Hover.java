package dev.echelon.report.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mark says when a reader points at it: a text in the attribute {@code data-t} of the mark, which the page's script
 * shows. Without the script the picture is what it was.
 */
final class Hover {
    private static final Pattern NUMBER = Pattern.compile(" (x|y|width|height)=\"([^\"]*)\"");

    private Hover() {}

    /**
     * Gives the circles of a drawing their texts, in the order in which their layers hold them; an empty text gives none.
     * A drawing with another number of circles stays as it is: better no text than that of another mark.
     */
    static String circles(String svg, List<String> texts) {
        return texts.isEmpty() ? svg : marked(svg, starts(svg, "<circle"), texts);
    }

    /** The lines of a colour, in the order of their layer. */
    static String lines(String svg, Palette stroke, List<String> texts) {
        String colour = "stroke=\"" + stroke.themed() + "\"";
        List<Integer> lines = new ArrayList<>();
        for (int at : starts(svg, "<line")) {
            if (svg.substring(at, svg.indexOf('>', at)).contains(colour)) {
                lines.add(at);
            }
        }
        return marked(svg, lines, texts);
    }

    /** The bars of a colour, from left to right, as the library draws them in an order of its own. */
    static String bars(String svg, Palette fill, List<String> texts) {
        String colour = "fill=\"" + fill.themed() + "\"";
        return rectangles(svg, texts, colour, Comparator.comparingDouble(at -> value(svg, at, "x")));
    }

    /** The tiles of a matrix, row by row from above. */
    static String tiles(String svg, List<String> texts) {
        return rectangles(
                svg,
                texts,
                "<rect fill=",
                Comparator.<Integer>comparingDouble(at -> value(svg, at, "y"))
                        .thenComparingDouble(at -> value(svg, at, "x")));
    }

    /** Says that the nearest mark along one axis answers, wherever the pointer is along the other. */
    static String along(String svg, char axis) {
        return svg.replaceFirst("<svg ", "<svg data-axis=\"" + axis + "\" ");
    }

    private static String rectangles(String svg, List<String> texts, String colour, Comparator<Integer> order) {
        List<Integer> found = new ArrayList<>();
        for (int at : starts(svg, "<rect")) {
            String tag = svg.substring(at, svg.indexOf('>', at));
            if (tag.contains(colour) && value(svg, at, "width") > 0 && value(svg, at, "height") > 0) {
                found.add(at);
            }
        }
        if (found.size() != texts.size()) {
            return svg;
        }
        List<Integer> sorted = found.stream().sorted(order).toList();
        List<String> inPlace =
                found.stream().map(at -> texts.get(sorted.indexOf(at))).toList();
        return marked(svg, found, inPlace);
    }

    private static double value(String svg, int at, String name) {
        Matcher numbers = NUMBER.matcher(svg).region(at, svg.indexOf('>', at));
        while (numbers.find()) {
            if (numbers.group(1).equals(name)) {
                return Double.parseDouble(numbers.group(2));
            }
        }
        return 0;
    }

    private static List<Integer> starts(String svg, String tag) {
        List<Integer> starts = new ArrayList<>();
        for (int at = svg.indexOf(tag); at >= 0; at = svg.indexOf(tag, at + 1)) {
            starts.add(at);
        }
        return starts;
    }

    private static String marked(String svg, List<Integer> starts, List<String> texts) {
        if (starts.size() != texts.size()) {
            return svg;
        }
        StringBuilder out = new StringBuilder(svg.length() + 32 * texts.size());
        int from = 0;
        for (int k = 0; k < starts.size(); k++) {
            if (!texts.get(k).isEmpty()) {
                int behind = svg.indexOf(' ', starts.get(k));
                out.append(svg, from, behind).append(" data-t=\"");
                out.append(SvgText.escaped(texts.get(k))).append('"');
                from = behind;
            }
        }
        return out.append(svg, from, svg.length()).toString();
    }

    /** A number as a reader wants it beside a mark. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.contains("e") || !text.contains(".")
                ? text
                : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** {@code 308: 2.26 [1.1, 3.4]}. */
    static String estimate(String name, double value, double lower, double upper) {
        return name + ": " + number(value) + " [" + number(lower) + ", " + number(upper) + "]";
    }

    /** No text for so many marks. */
    static List<String> none(int marks) {
        return java.util.Collections.nCopies(marks, "");
    }
}
