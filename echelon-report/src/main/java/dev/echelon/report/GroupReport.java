package dev.echelon.report;

import dev.echelon.result.GroupCoefficients;
import dev.echelon.result.GroupEstimates;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.RankedEffect;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Levels of grouping factors ranked, with coefficients of their own, and beside least squares. */
public final class GroupReport {
    private static final int DIGITS = 4;

    private GroupReport() {}

    /** A table per effect: levels by increasing mode with standard errors, intervals and, if asked for, ranks. */
    public static String caterpillar(List<RandomEffects> terms, double coverage, boolean ranks) {
        StringBuilder out = new StringBuilder();
        for (RandomEffects term : terms) {
            for (int k = 0; k < term.columns().size(); k++) {
                List<RankedEffect> rows = term.caterpillar(k, coverage, ranks);
                out.append(out.length() == 0 ? "" : "\n").append(term.name()).append(", ");
                out.append(term.columns().get(k))
                        .append(", ")
                        .append(rows.size())
                        .append(" levels:\n");
                out.append(caterpillar(rows, ranks));
            }
        }
        return out.toString();
    }

    private static String caterpillar(List<RankedEffect> rows, boolean ranks) {
        int places = Decimals.places(
                DIGITS, rows.stream().mapToDouble(RankedEffect::stdError).toArray());
        TextTable table = new TextTable(ranks ? "lrrrrrr" : "lrrrr");
        table.row("", "mode", "sd", "lower", "upper", ranks ? "rank" : "", ranks ? "pct" : "");
        for (RankedEffect row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.level()));
            for (double x : new double[] {row.mode(), row.stdError(), row.lower(), row.upper()}) {
                cells.add(Decimals.fixed(x, places));
            }
            if (ranks) {
                cells.add(Decimals.fixed(row.expectedRank(), 2));
                cells.add(Decimals.fixed(row.percentile(), 0));
            }
            table.row(cells);
        }
        return table.render("  ");
    }

    /** {@code term,effect,level,mode,sd,lower,upper,rank,pct}, the last two blank if not asked for. */
    public static String caterpillarCsv(List<RandomEffects> terms, double coverage, boolean ranks) {
        StringBuilder out = new StringBuilder("term,effect,level,mode,sd,lower,upper,rank,pct\n");
        for (RandomEffects term : terms) {
            for (int k = 0; k < term.columns().size(); k++) {
                for (RankedEffect row : term.caterpillar(k, coverage, ranks)) {
                    line(out, term.name(), term.columns().get(k), row.level());
                    numbers(out, row.mode(), row.stdError(), row.lower(), row.upper());
                    numbers(out, row.expectedRank(), row.percentile());
                    out.append('\n');
                }
            }
        }
        return out.toString();
    }

    /** An object by term, in it one by effect: {@code [{level, mode, sd, lower, upper, rank, pct}]}. */
    public static void caterpillarJson(List<RandomEffects> terms, double coverage, boolean ranks, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object();
            for (RandomEffects term : terms) {
                json.object(term.name());
                for (int k = 0; k < term.columns().size(); k++) {
                    json.array(term.columns().get(k));
                    for (RankedEffect row : term.caterpillar(k, coverage, ranks)) {
                        json.object().text("level", row.level()).number("mode", row.mode());
                        json.number("sd", row.stdError()).number("lower", row.lower());
                        json.number("upper", row.upper()).number("rank", row.expectedRank());
                        json.number("pct", row.percentile()).end();
                    }
                    json.endArray();
                }
                json.end();
            }
            json.end();
        }
    }

    /** A table per grouping factor: each level's coefficients with standard errors. */
    public static String coefficients(List<GroupCoefficients> groups, int width) {
        StringBuilder out = new StringBuilder();
        for (GroupCoefficients group : groups) {
            out.append(out.length() == 0 ? "" : "\n").append(group.group()).append(", ");
            out.append(group.levels().size()).append(" levels, fixed plus random effects:\n");
            int q = group.columns().size();
            TextTable table = new TextTable("l" + "rr".repeat(q));
            List<String> head = new ArrayList<>(List.of(""));
            int[] places = new int[q];
            for (int k = 0; k < q; k++) {
                int column = k;
                head.addAll(List.of(group.columns().get(k), "(se)"));
                places[k] = Decimals.places(DIGITS, values(group.levels().size(), j -> group.stdError(j, column)));
            }
            table.row(head);
            for (int j = 0; j < group.levels().size(); j++) {
                List<String> cells = new ArrayList<>(List.of(group.levels().get(j)));
                for (int k = 0; k < q; k++) {
                    cells.add(Decimals.fixed(group.value(j, k), places[k]));
                    cells.add("(" + Decimals.fixed(group.stdError(j, k), places[k]) + ")");
                }
                table.row(cells);
            }
            out.append(table.render("  ", width, 2));
        }
        return out.toString();
    }

    /** {@code group,level,coefficient,estimate,se}. */
    public static String coefficientsCsv(List<GroupCoefficients> groups) {
        StringBuilder out = new StringBuilder("group,level,coefficient,estimate,se\n");
        for (GroupCoefficients group : groups) {
            for (int j = 0; j < group.levels().size(); j++) {
                for (int k = 0; k < group.columns().size(); k++) {
                    line(
                            out,
                            group.group(),
                            group.levels().get(j),
                            group.columns().get(k));
                    numbers(out, group.value(j, k), group.stdError(j, k));
                    out.append('\n');
                }
            }
        }
        return out.toString();
    }

    /** An object by grouping factor: {@code columns, levels, estimates, se}, the last two with one row per level. */
    public static void coefficientsJson(List<GroupCoefficients> groups, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object();
            for (GroupCoefficients group : groups) {
                int q = group.columns().size();
                int m = group.levels().size();
                json.object(group.group()).texts("columns", group.columns()).texts("levels", group.levels());
                rows(json, "estimates", m, q, group::value);
                rows(json, "se", m, q, group::stdError);
                json.end();
            }
            json.end();
        }
    }

    /** A table per grouping factor and effect: mode, least squares with its error, reliability; then the means. */
    public static String estimates(List<GroupEstimates> groups, int width) {
        StringBuilder out = new StringBuilder();
        for (GroupEstimates group : groups) {
            for (int k = 0; k < group.effects().size(); k++) {
                out.append(out.length() == 0 ? "" : "\n").append(group.group()).append(", ");
                out.append(group.effects().get(k)).append(", ");
                out.append(group.levels().size()).append(" levels, mean reliability ");
                out.append(Decimals.fixed(group.reliability(k), 3)).append(":\n");
                out.append(estimates(group, k));
            }
            List<String> deficient = group.deficient();
            if (!deficient.isEmpty()) {
                out.append(Wrap.lines(
                        deficient.size() + " of " + group.levels().size()
                                + " levels have too few or too similar rows for least squares: "
                                + Listing.of(deficient),
                        width,
                        "",
                        "  "));
            }
        }
        return out.toString();
    }

    private static String estimates(GroupEstimates group, int k) {
        int m = group.levels().size();
        int places = Decimals.places(DIGITS, values(m, j -> group.mode(j, k)));
        TextTable table = new TextTable("lrrrr").row("", "mode", "OLS", "(se)", "reliability");
        for (int j = 0; j < m; j++) {
            table.row(
                    group.levels().get(j),
                    Decimals.fixed(group.mode(j, k), places),
                    Decimals.fixed(group.leastSquares(j, k), places),
                    "(" + Decimals.fixed(group.leastSquaresError(j, k), places) + ")",
                    Decimals.fixed(group.reliability(j, k), 3));
        }
        return table.render("  ");
    }

    /** {@code group,level,effect,mode,ols,ols_se,reliability}. */
    public static String estimatesCsv(List<GroupEstimates> groups) {
        StringBuilder out = new StringBuilder("group,level,effect,mode,ols,ols_se,reliability\n");
        for (GroupEstimates group : groups) {
            for (int j = 0; j < group.levels().size(); j++) {
                for (int k = 0; k < group.effects().size(); k++) {
                    line(
                            out,
                            group.group(),
                            group.levels().get(j),
                            group.effects().get(k));
                    numbers(out, group.mode(j, k), group.leastSquares(j, k));
                    numbers(out, group.leastSquaresError(j, k), group.reliability(j, k));
                    out.append('\n');
                }
            }
        }
        return out.toString();
    }

    /**
     * An object by grouping factor: {@code effects, reliability[], levels, modes, ols, ols_se, level_reliability,
     * deficient}; null where a level's rows do not determine its effects.
     */
    public static void estimatesJson(List<GroupEstimates> groups, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object();
            for (GroupEstimates group : groups) {
                int q = group.effects().size();
                int m = group.levels().size();
                json.object(group.group()).texts("effects", group.effects()).array("reliability");
                for (int k = 0; k < q; k++) {
                    json.number(group.reliability(k));
                }
                json.endArray().texts("levels", group.levels());
                rows(json, "modes", m, q, group::mode);
                rows(json, "ols", m, q, group::leastSquares);
                rows(json, "ols_se", m, q, group::leastSquaresError);
                rows(json, "level_reliability", m, q, group::reliability);
                json.texts("deficient", group.deficient()).end();
            }
            json.end();
        }
    }

    private interface Cell {
        double of(int level, int column);
    }

    private static void rows(Json json, String name, int levels, int columns, Cell cell) {
        json.array(name);
        for (int j = 0; j < levels; j++) {
            json.array();
            for (int k = 0; k < columns; k++) {
                json.number(cell.of(j, k));
            }
            json.endArray();
        }
        json.endArray();
    }

    private static double[] values(int count, IntToDoubleFunction value) {
        double[] values = new double[count];
        java.util.Arrays.setAll(values, value);
        return values;
    }

    private static void line(StringBuilder out, String first, String second, String third) {
        out.append(CsvText.quote(first))
                .append(',')
                .append(CsvText.quote(second))
                .append(',');
        out.append(CsvText.quote(third));
    }

    private static void numbers(StringBuilder out, double... values) {
        for (double value : values) {
            out.append(',').append(CsvText.number(value));
        }
    }
}
