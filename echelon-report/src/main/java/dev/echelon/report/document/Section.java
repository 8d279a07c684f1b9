package dev.echelon.report.document;

import java.util.List;

/**
 * A section of a report.
 *
 * @param id unique in the document
 * @param title its heading
 * @param open whether it is unfolded at first
 * @param blocks its pieces in order
 */
public record Section(String id, String title, boolean open, List<Block> blocks) {
    public Section {
        blocks = List.copyOf(blocks);
    }
}
