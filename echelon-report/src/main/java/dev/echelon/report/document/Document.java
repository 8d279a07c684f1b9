package dev.echelon.report.document;

import java.util.List;

/**
 * A report.
 *
 * @param title its heading
 * @param formula the model
 * @param summary the result in a sentence or two
 * @param sections in order
 * @param colophon how it was made, one line
 */
public record Document(String title, String formula, String summary, List<Section> sections, String colophon) {
    public Document {
        sections = List.copyOf(sections);
    }
}
