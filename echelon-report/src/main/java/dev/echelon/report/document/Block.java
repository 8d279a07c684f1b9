package dev.echelon.report.document;

import dev.echelon.report.equation.Equation;
import dev.echelon.report.figure.Figure;
import dev.echelon.result.Finding;
import java.util.List;

/** A piece of a section. Every form of a report is made of the same pieces, so that all show the same numbers. */
public sealed interface Block {

    /** A paragraph. */
    record Prose(String text) implements Block {}

    /**
     * A table.
     *
     * @param id unique in the document
     * @param caption what it shows
     * @param columns its heads
     * @param rows cells, as many in each row as there are columns
     */
    record Table(String id, String caption, List<Column> columns, List<List<Cell>> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<Cell> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "a row of '" + caption + "' has " + row.size() + " cells, not " + columns.size());
                }
            }
        }
    }

    /**
     * A column of a table.
     *
     * @param name its head
     * @param numeric whether its cells are numbers
     */
    record Column(String name, boolean numeric) {}

    /**
     * A cell.
     *
     * @param text as it is read
     * @param value its number in full precision, NaN if it is none
     */
    record Cell(String text, double value) {
        public static Cell of(String text) {
            return new Cell(text, Double.NaN);
        }

        /** The number for programs; empty if there is none. */
        public String exact() {
            return Double.isNaN(value) ? "" : Double.toString(value);
        }
    }

    /** Equations one after the other. */
    record Formulas(List<Equation> equations) implements Block {
        public Formulas {
            equations = List.copyOf(equations);
        }
    }

    /** A picture. */
    record Picture(Figure figure) implements Block {}

    /** Findings with their remedies. */
    record Findings(List<Finding> findings) implements Block {
        public Findings {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Text for a machine.
     *
     * @param title which machine
     * @param text of one or more lines
     */
    record Code(String title, String text) implements Block {}
}
