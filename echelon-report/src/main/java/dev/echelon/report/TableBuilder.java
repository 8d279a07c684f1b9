package dev.echelon.report;

import dev.echelon.report.document.Block;
import java.util.ArrayList;
import java.util.List;

/** Puts a table of a document together, row by row, rounding a column's numbers to a common number of places. */
final class TableBuilder {
    private final String id;
    private final String caption;
    private final List<Block.Column> columns = new ArrayList<>();
    private final List<List<Block.Cell>> rows = new ArrayList<>();

    TableBuilder(String id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    TableBuilder text(String name) {
        columns.add(new Block.Column(name, false));
        return this;
    }

    TableBuilder number(String... names) {
        for (String name : names) {
            columns.add(new Block.Column(name, true));
        }
        return this;
    }

    TableBuilder row(Block.Cell... cells) {
        rows.add(List.of(cells));
        return this;
    }

    TableBuilder row(List<Block.Cell> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    Block.Table table() {
        return new Block.Table(id, caption, columns, rows);
    }

    static Block.Cell fixed(double value, int places) {
        return new Block.Cell(Decimals.fixed(value, places), value);
    }

    static Block.Cell probability(double p) {
        return new Block.Cell(Decimals.probability(p), p);
    }

    static Block.Cell count(long value) {
        return new Block.Cell(Long.toString(value), value);
    }

    static Block.Cell label(String text) {
        return Block.Cell.of(text);
    }
}
