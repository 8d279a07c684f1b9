package dev.echelon.report.figure;

import java.util.List;

/**
 * A picture.
 *
 * @param id stable slug, unique in a report: {@code caterpillar-Subject}
 * @param title what it shows, a few words
 * @param description what can be seen in it, from the data: its text alternative
 * @param note what a reader must know of how it was made (sampling, binning); may be empty
 * @param svg the picture, without script, with colours that follow the page's theme
 * @param data the numbers that it shows
 */
public record Figure(String id, String title, String description, String note, String svg, List<Data> data) {
    public Figure {
        data = List.copyOf(data);
    }
}
