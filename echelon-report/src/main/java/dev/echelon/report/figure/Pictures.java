package dev.echelon.report.figure;

import java.util.List;
import java.util.Locale;

/** What all pictures share. */
final class Pictures {
    private Pictures() {}

    /** A figure whose drawing bears its name, title and description. */
    static Figure figure(String name, String title, String description, String note, String svg, Data data) {
        String id = slug(name);
        return new Figure(id, title, description, note, SvgText.named(svg, id, title, description), List.of(data));
    }

    /** Lower-case letters, digits and hyphens; something is left of every name. */
    static String slug(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        boolean lossy = !name.matches("[A-Za-z0-9 _()-]*");
        return lossy ? plain + "-" + Integer.toHexString(name.hashCode()) : plain;
    }
}
