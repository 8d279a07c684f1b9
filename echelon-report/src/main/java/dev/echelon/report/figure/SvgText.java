package dev.echelon.report.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a drawing of the plotting library fit for a report: the same text each time (the library draws random
 * identifiers), half its size (coordinates to a hundredth of a pixel, no blanks between elements), colours that a page's
 * theme may change, fonts of the page.
 */
final class SvgText {
    private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]+)\"");
    private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(E-?\\d+)?|-?\\d+\\.0\\b");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern RULE = Pattern.compile("[^{}]*\\{[^}]*}");
    private static final Pattern STYLE = Pattern.compile("<style type=\"text/css\">(.*?)</style>", Pattern.DOTALL);

    private static final Pattern COLOUR = Pattern.compile("rgb\\(\\d+,\\d+,\\d+\\)|#[0-9a-fA-F]{6}\\b");
    private static final Pattern CIRCLE =
            Pattern.compile("<circle ([^>]*?) (cx=\"[^\"]*\" cy=\"[^\"]*\" r=\"[^\"]*\") ?/>");

    private SvgText() {}

    static String finish(String drawn) {
        return grouped(themed(numbered(shortened(plain(packed(drawn))))));
    }

    /** Without attributes that say what holds anyway, and those of another program. */
    private static String plain(String svg) {
        return TAG.matcher(svg).replaceAll(tag -> {
            String text = tag.group().replaceFirst(" clip-bounds-jfx=\"[^\"]*\"", "");
            if (text.startsWith("<line")) {
                text = text.replaceFirst(" fill=\"[^\"]*\"", "")
                        .replaceFirst(" fill-opacity=\"[^\"]*\"", "")
                        .replaceFirst(" stroke-opacity=\"1(\\.0)?\"", "");
            }
            return Matcher.quoteReplacement(text);
        });
    }

    /** Text without the blanks between elements and around the text of elements. */
    private static String packed(String svg) {
        Matcher style = STYLE.matcher(svg);
        String styled =
                style.replaceAll(found -> Matcher.quoteReplacement("<style>" + css(found.group(1)) + "</style>"));
        return styled.replaceAll(">\\s+", ">").replaceAll("\\s+<", "<").strip();
    }

    /** The rules of the plot, without those that make text impossible to select and with the fonts of the page. */
    private static String css(String rules) {
        return RULE.matcher(rules)
                .replaceAll(rule -> rule.group().contains("tooltip")
                                || rule.group().contains("subtitle")
                                || rule.group().contains("caption")
                        ? ""
                        : Matcher.quoteReplacement(rule.group()))
                .replaceAll("\\.plt-container\\s*\\{[^}]*}", "")
                .replaceAll("\\n?text\\s*\\{[^}]*}", "")
                .replaceAll("font-family:[^;]*;", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String shortened(String svg) {
        return TAG.matcher(svg)
                .replaceAll(tag -> Matcher.quoteReplacement(
                        LONG_NUMBER.matcher(tag.group()).replaceAll(number -> rounded(number.group()))));
    }

    private static String rounded(String number) {
        String text = new BigDecimal(number)
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
        return text.equals("-0") ? "0" : text;
    }

    /** Identifiers in the order of their appearance. */
    private static String numbered(String svg) {
        Map<String, String> numbers = new LinkedHashMap<>();
        Matcher ids = ID.matcher(svg);
        while (ids.find()) {
            numbers.putIfAbsent(ids.group(1), "FIGURE-" + numbers.size());
        }
        String text = svg;
        for (Map.Entry<String, String> id : numbers.entrySet()) {
            text = text.replace(id.getKey(), id.getValue());
        }
        return text;
    }

    private static String themed(String svg) {
        Map<String, String> themed = new LinkedHashMap<>();
        for (Palette colour : Palette.values()) {
            themed.put(colour.rgb(), colour.themed());
            themed.put(colour.hex().toLowerCase(Locale.ROOT), colour.themed());
        }
        return COLOUR.matcher(svg)
                .replaceAll(found -> Matcher.quoteReplacement(
                        themed.getOrDefault(found.group().toLowerCase(Locale.ROOT), found.group())));
    }

    /** Neighbouring circles that differ in their places only share a group with what they have in common. */
    private static String grouped(String svg) {
        StringBuilder out = new StringBuilder(svg.length());
        Matcher circles = CIRCLE.matcher(svg);
        String open = "";
        int end = 0;
        while (circles.find()) {
            boolean next = circles.start() == end && circles.group(1).equals(open);
            if (!next) {
                out.append(open.isEmpty() ? "" : "</g>").append(svg, end, circles.start());
                out.append("<g ").append(circles.group(1)).append('>');
                open = circles.group(1);
            }
            out.append("<circle ").append(circles.group(2)).append("/>");
            end = circles.end();
        }
        return out.append(open.isEmpty() ? "" : "</g>")
                .append(svg, end, svg.length())
                .toString();
    }

    /**
     * Gives a drawing its name: identifiers that are unique on a page, a title and a description that are read out, and a
     * size that shrinks with the page.
     */
    static String named(String svg, String id, String title, String description) {
        String own = svg.replace("FIGURE", id);
        int head = own.indexOf('>');
        String opening = own.substring(0, head);
        String width = attribute(opening, "width");
        String height = attribute(opening, "height");
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" class=\"figure\""
                + data(opening) + " viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width + "\" height=\""
                + height
                + "\" role=\"img\" aria-labelledby=\"" + id + "-title " + id + "-desc\""
                + " font-family=\"system-ui, sans-serif\"><title id=\"" + id + "-title\">" + escaped(title)
                + "</title><desc id=\"" + id + "-desc\">" + escaped(description) + "</desc>"
                + own.substring(head + 1);
    }

    private static String data(String tag) {
        Matcher found = Pattern.compile(" data-[a-z]+=\"[^\"]*\"").matcher(tag);
        StringBuilder all = new StringBuilder();
        while (found.find()) {
            all.append(found.group());
        }
        return all.toString();
    }

    private static String attribute(String tag, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return found.find() ? found.group(1) : "";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
