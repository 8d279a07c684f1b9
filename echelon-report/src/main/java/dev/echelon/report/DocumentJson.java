package dev.echelon.report;

import dev.echelon.report.document.Block;
import dev.echelon.report.document.Document;
import dev.echelon.report.document.Section;
import dev.echelon.report.figure.Data;
import dev.echelon.report.figure.Figure;
import dev.echelon.result.Finding;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** A document as one JSON object, with the numbers of its tables and pictures in full precision. */
public final class DocumentJson {
    private DocumentJson() {}

    /** Writes {@code title, formula, summary, sections[{id, title, blocks[…]}]} and leaves {@code target} open. */
    public static void write(Document document, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("title", document.title()).text("formula", document.formula());
            json.text("summary", document.summary()).array("sections");
            for (Section section : document.sections()) {
                json.object()
                        .text("id", section.id())
                        .text("title", section.title())
                        .array("blocks");
                section.blocks().forEach(block -> write(json, block));
                json.endArray().end();
            }
            json.endArray().end();
        }
    }

    private static void write(Json json, Block block) {
        json.object();
        if (block instanceof Block.Prose prose) {
            json.text("prose", prose.text());
        } else if (block instanceof Block.Table table) {
            table(json, table);
        } else if (block instanceof Block.Formulas formulas) {
            EquationsReport.write(json, formulas.equations());
        } else if (block instanceof Block.Picture picture) {
            figure(json, picture.figure());
        } else if (block instanceof Block.Findings findings) {
            json.array("findings");
            for (Finding finding : findings.findings()) {
                json.object().text("id", finding.id());
                json.text("severity", finding.severity().name().toLowerCase(Locale.ROOT));
                json.text("message", finding.message())
                        .text("remedy", finding.remedy())
                        .end();
            }
            json.endArray();
        } else if (block instanceof Block.Code code) {
            json.text("code", code.title()).text("text", code.text());
        }
        json.end();
    }

    private static void table(Json json, Block.Table table) {
        json.text("table", table.id()).text("caption", table.caption());
        json.texts("columns", table.columns().stream().map(Block.Column::name).toList());
        json.array("rows");
        for (List<Block.Cell> row : table.rows()) {
            json.array();
            for (Block.Cell cell : row) {
                value(json, Double.isNaN(cell.value()) ? cell.text() : cell.value());
            }
            json.endArray();
        }
        json.endArray();
    }

    private static void value(Json json, Object value) {
        if (value instanceof Double number) {
            json.number(number);
        } else {
            json.text(value.toString());
        }
    }

    private static void figure(Json json, Figure figure) {
        json.text("figure", figure.id()).text("title", figure.title());
        json.text("description", figure.description())
                .text("note", figure.note())
                .array("data");
        for (Data data : figure.data()) {
            json.object();
            data.columns().forEach((name, column) -> {
                json.array(name);
                column.forEach(value -> value(json, value));
                json.endArray();
            });
            json.end();
        }
        json.endArray();
    }
}
