package dev.echelon.report;

import dev.echelon.result.RandomEffects;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Conditional modes of the random effects with their conditional standard deviations, for people and programs. */
public final class RandomEffectsReport {
    private static final int DIGITS = 4;

    private RandomEffectsReport() {}

    /** A table per term: one row per level, for each effect the mode and its standard deviation. */
    public static String text(List<RandomEffects> terms) {
        StringBuilder out = new StringBuilder();
        for (RandomEffects term : terms) {
            out.append(out.length() == 0 ? "" : "\n");
            out.append(term.name()).append(", ").append(term.levels().size()).append(" levels:\n");
            out.append(table(term));
        }
        return out.toString();
    }

    private static String table(RandomEffects term) {
        int q = term.columns().size();
        int[] places = new int[q];
        TextTable table = new TextTable("l" + "rr".repeat(q));
        List<String> head = new ArrayList<>(List.of(""));
        for (int j = 0; j < q; j++) {
            head.addAll(List.of(term.columns().get(j), "(sd)"));
            places[j] = Decimals.places(DIGITS, deviations(term, j));
        }
        table.row(head);
        for (int level = 0; level < term.levels().size(); level++) {
            List<String> cells = new ArrayList<>(List.of(term.levels().get(level)));
            for (int j = 0; j < q; j++) {
                cells.add(Decimals.fixed(term.mode(level, j), places[j]));
                cells.add("(" + Decimals.fixed(term.stdError(level, j), places[j]) + ")");
            }
            table.row(cells);
        }
        return table.render("  ");
    }

    /** One line per term, level and effect: {@code term,level,effect,mode,sd}. */
    public static String csv(List<RandomEffects> terms) {
        StringBuilder out = new StringBuilder("term,level,effect,mode,sd\n");
        for (RandomEffects term : terms) {
            for (int level = 0; level < term.levels().size(); level++) {
                for (int j = 0; j < term.columns().size(); j++) {
                    out.append(CsvText.quote(term.name())).append(',');
                    out.append(CsvText.quote(term.levels().get(level))).append(',');
                    out.append(CsvText.quote(term.columns().get(j))).append(',');
                    out.append(CsvText.number(term.mode(level, j))).append(',');
                    out.append(CsvText.number(term.stdError(level, j))).append('\n');
                }
            }
        }
        return out.toString();
    }

    /** An object by term: {@code columns, levels, modes, sd}, the last two with one row per level. UTF-8. */
    public static void json(List<RandomEffects> terms, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object();
            for (RandomEffects term : terms) {
                json.object(term.name()).texts("columns", term.columns()).texts("levels", term.levels());
                json.array("modes");
                for (int level = 0; level < term.levels().size(); level++) {
                    json.array();
                    for (int j = 0; j < term.columns().size(); j++) {
                        json.number(term.mode(level, j));
                    }
                    json.endArray();
                }
                json.endArray().array("sd");
                for (int level = 0; level < term.levels().size(); level++) {
                    json.array();
                    for (int j = 0; j < term.columns().size(); j++) {
                        json.number(term.stdError(level, j));
                    }
                    json.endArray();
                }
                json.endArray().end();
            }
            json.end();
        }
    }

    private static double[] deviations(RandomEffects term, int column) {
        double[] deviations = new double[term.levels().size()];
        for (int level = 0; level < deviations.length; level++) {
            deviations[level] = term.stdError(level, column);
        }
        return deviations;
    }
}
