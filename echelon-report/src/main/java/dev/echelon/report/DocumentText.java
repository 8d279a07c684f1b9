package dev.echelon.report;

import dev.echelon.report.document.Block;
import dev.echelon.report.document.Document;
import dev.echelon.report.document.Section;
import dev.echelon.report.equation.Equation;
import java.util.List;

/** A document in characters. Pictures are told in words. */
public final class DocumentText {
    private final int width;
    private final StringBuilder out = new StringBuilder();

    private DocumentText(int width) {
        this.width = width;
    }

    /** The document for a page of {@code width} characters. */
    public static String of(Document document, int width) {
        DocumentText writer = new DocumentText(width);
        writer.write(document);
        return writer.out.toString();
    }

    /** One section with a sentence under its heading, which may be empty. */
    public static String of(Section section, String sentence, int width) {
        DocumentText writer = new DocumentText(width);
        writer.heading(section.title(), '-');
        if (!sentence.isEmpty()) {
            writer.paragraph(sentence);
        }
        section.blocks().forEach(writer::write);
        return writer.out.toString();
    }

    private void write(Document document) {
        heading(document.title(), '=');
        paragraph(document.formula());
        paragraph(document.summary());
        for (Section section : document.sections()) {
            heading(section.title(), '-');
            section.blocks().forEach(this::write);
        }
        paragraph(document.colophon());
    }

    private void heading(String title, char line) {
        out.append(out.length() == 0 ? "" : "\n").append(title).append('\n');
        out.append(String.valueOf(line).repeat(title.length())).append("\n\n");
    }

    private void paragraph(String text) {
        out.append(Wrap.lines(text, width, "", "")).append('\n');
    }

    private void write(Block block) {
        if (block instanceof Block.Prose prose) {
            paragraph(prose.text());
        } else if (block instanceof Block.Table table) {
            table(table);
        } else if (block instanceof Block.Formulas formulas) {
            for (Equation equation : formulas.equations()) {
                out.append(equation.title()).append('\n');
                equation.text().lines().forEach(line -> out.append(Wrap.lines(line, width, "    ", "        ")));
                out.append('\n');
            }
        } else if (block instanceof Block.Picture picture) {
            String text =
                    picture.figure().description() + " " + picture.figure().note();
            out.append(Wrap.lines("[" + picture.figure().title() + "] " + text, width, "", "  "))
                    .append('\n');
        } else if (block instanceof Block.Findings findings) {
            String text = Notes.findings(findings.findings(), width);
            out.append(text.isEmpty() ? "No findings.\n" : text).append('\n');
        } else if (block instanceof Block.Code code) {
            out.append(code.title()).append('\n');
            code.text().lines().forEach(line -> out.append("    ").append(line).append('\n'));
            out.append('\n');
        }
    }

    /** Words may be long: each row is a paragraph under its name. */
    private void properties(Block.Table table) {
        int widest = table.rows().stream()
                .mapToInt(row -> row.get(0).text().length())
                .max()
                .orElse(0);
        for (List<Block.Cell> row : table.rows()) {
            String name = "  " + TextTable.pad(row.get(0).text(), widest, true) + " ";
            String rest =
                    String.join("; ", row.stream().skip(1).map(Block.Cell::text).toList());
            out.append(Wrap.lines(rest, width, name, " ".repeat(name.length())));
        }
        out.append('\n');
    }

    private void table(Block.Table table) {
        out.append(Wrap.lines(table.caption(), width, "", ""));
        if (table.columns().stream().noneMatch(Block.Column::numeric)) {
            properties(table);
            return;
        }
        StringBuilder alignment = new StringBuilder();
        table.columns().forEach(column -> alignment.append(column.numeric() ? 'r' : 'l'));
        TextTable text = new TextTable(alignment.toString());
        text.row(table.columns().stream().map(Block.Column::name).toList());
        for (List<Block.Cell> row : table.rows()) {
            text.row(row.stream().map(Block.Cell::text).toList());
        }
        out.append(text.render("  ", width)).append('\n');
    }
}
