package dev.echelon.report;

import dev.echelon.result.CrossProductContent;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** What is in cross-products and what they reveal, for people and programs. */
public final class CrossProductReport {
    private CrossProductReport() {}

    /** The model, rows, grouping factors, and sentences on what can be known from it, for a page of {@code width}. */
    public static String text(CrossProductContent content, int width) {
        StringBuilder out = new StringBuilder();
        out.append(Wrap.lines(content.formula(), width, "Cross-products for: ", "    "));
        String rows = Notes.rows(content.rows(), width);
        out.append(rows.isEmpty() ? "Rows: " + content.rows().used() + "\n" : rows);
        if (!content.weights().isEmpty()) {
            out.append("Weights: ").append(content.weights()).append('\n');
        }
        if (!content.offset().isEmpty()) {
            out.append("Offset: ").append(content.offset()).append('\n');
        }
        out.append(Wrap.lines(
                String.join(", ", content.columns()),
                width,
                "Fixed effects (" + content.columns().size() + "): ",
                "    "));
        out.append(groups(content));
        out.append("Numbers: ").append(content.numbers()).append('\n');
        if (!content.digest().isEmpty()) {
            out.append("Data, SHA-256: ").append(content.digest()).append('\n');
        }
        content.notes().forEach(note -> out.append(Wrap.lines(note, width, "Note: ", "  ")));
        out.append("\nWhoever has this file knows:\n");
        reveals(content).forEach(line -> out.append(Wrap.lines(line, width, "  - ", "    ")));
        return out.toString();
    }

    private static String groups(CrossProductContent content) {
        if (content.groups().isEmpty()) {
            return "No grouping factors\n";
        }
        TextTable table = new TextTable("lrrrl").row("group", "levels", "fewest rows", "exposed", "effects");
        for (CrossProductContent.Group group : content.groups()) {
            table.row(
                    group.name(),
                    Integer.toString(group.levels()),
                    Long.toString(group.fewest()),
                    Integer.toString(group.exposed()),
                    String.join(", ", group.effects()));
        }
        return table.render("");
    }

    /** What the numbers give away, in sentences. */
    private static List<String> reveals(CrossProductContent content) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "the sums, sums of squares and products of the response and of all fixed-effect columns over all rows,"
                        + " and all that a fit says");
        for (CrossProductContent.Group group : content.groups()) {
            lines.add("the label of every level of '" + group.name() + "', how many rows it has, and their sums of the"
                    + " response and of every column"
                    + exposed(group));
        }
        for (CrossProductContent.Pair pair : content.pairs()) {
            lines.add("which levels of '" + pair.first() + "' and '" + pair.second() + "' occur together ("
                    + pair.count() + " pairs), and in how many rows");
        }
        if (!content.factors().isEmpty()) {
            List<String> names = content.factors().stream()
                    .map(factor -> factor.name() + " (" + factor.levels().size() + ")")
                    .toList();
            lines.add("the levels of " + String.join(", ", names)
                    + (content.combinations() == 0
                            ? ""
                            : ", and how many rows each of " + content.combinations() + " combinations has"));
        }
        lines.add("the smallest and the largest value of " + String.join(", ", content.ranges()));
        if (!content.groupMeans().isEmpty()) {
            lines.add("the mean in every group of " + String.join(", ", content.groupMeans()));
        }
        return lines;
    }

    private static String exposed(CrossProductContent.Group group) {
        int q = group.effects().size();
        if (group.exposed() == 0) {
            return "";
        }
        String count = group.exposed() + (group.exposed() == 1 ? " level has " : " levels have ");
        return q == 1
                ? "; " + count + "one row, which is there in full"
                : "; " + count + "no more rows than the " + q + " random effects, and these rows may be computed";
    }

    /**
     * Writes {@code formula, rows{read, used, dropped{}}, weights, offset, columns[], groups[{name, levels, effects[],
     * fewestRows, exposedLevels}], pairs[{first, second, count}], factors[{name, levels[]}], combinations, ranges[],
     * means[], groupMeans[], numbers, digest, notes[], reveals[]}}.
     */
    public static void json(CrossProductContent content, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", content.formula());
            json.object("rows").count("read", content.rows().read());
            json.count("used", content.rows().used()).object("dropped");
            content.rows().dropped().forEach(json::count);
            json.end().end();
            json.text("weights", content.weights()).text("offset", content.offset());
            json.texts("columns", content.columns()).array("groups");
            for (CrossProductContent.Group group : content.groups()) {
                json.object().text("name", group.name()).count("levels", group.levels());
                json.texts("effects", group.effects()).count("fewestRows", group.fewest());
                json.count("exposedLevels", group.exposed()).end();
            }
            json.endArray().array("pairs");
            for (CrossProductContent.Pair pair : content.pairs()) {
                json.object().text("first", pair.first()).text("second", pair.second());
                json.count("count", pair.count()).end();
            }
            json.endArray().array("factors");
            for (CrossProductContent.Levels factor : content.factors()) {
                json.object()
                        .text("name", factor.name())
                        .texts("levels", factor.levels())
                        .end();
            }
            json.endArray().count("combinations", content.combinations());
            json.texts("ranges", content.ranges()).texts("means", content.means());
            json.texts("groupMeans", content.groupMeans()).count("numbers", content.numbers());
            json.text("digest", content.digest()).texts("notes", content.notes());
            json.texts("reveals", reveals(content)).end();
        }
    }
}
