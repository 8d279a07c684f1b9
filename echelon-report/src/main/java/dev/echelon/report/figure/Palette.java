package dev.echelon.report.figure;

import java.util.List;

/**
 * The colours of all pictures: those of Okabe and Ito, which people with any kind of colour vision tell apart. A page may
 * give each another value by the CSS property of its name.
 *
 * <p><b>Source</b> Okabe and Ito, Color Universal Design (2008)
 */
enum Palette {
    /** Background. */
    PAPER(255, 255, 255),
    /** Text. */
    INK(71, 71, 71),
    /** Lines of the grid. */
    GRID(233, 233, 233),
    /** Lines and marks that are not data. */
    QUIET(136, 136, 136),
    /** What is estimated by the model. */
    BLUE(0, 114, 178),
    /** What it is compared with. */
    VERMILLION(213, 94, 0),
    GREEN(0, 158, 115),
    ORANGE(230, 159, 0),
    SKY(86, 180, 233),
    PURPLE(204, 121, 167);

    /** For series, in this order. */
    static final List<Palette> SERIES = List.of(BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY);

    private final int red;
    private final int green;
    private final int blue;

    Palette(int red, int green, int blue) {
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /** As the plotting library reads it. */
    String hex() {
        return String.format(java.util.Locale.ROOT, "#%02X%02X%02X", red, green, blue);
    }

    /** As the plotting library writes it. */
    String rgb() {
        return "rgb(" + red + "," + green + "," + blue + ")";
    }

    /** A CSS value that a page's theme may change. */
    String themed() {
        return "var(--fig-" + name().toLowerCase(java.util.Locale.ROOT) + ", " + hex() + ")";
    }
}
