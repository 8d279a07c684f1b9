package dev.echelon.report;

import dev.echelon.result.Coefficient;
import java.util.ArrayList;
import java.util.List;

/** The table of fixed effects and, below it, their correlations. */
final class CoefficientText {
    /** More fixed effects than this have a correlation matrix that nobody reads. */
    private static final int MOST_CORRELATIONS = 20;

    private static final int DIGITS = 4;
    private static final int HEAD = 6;

    private final List<Coefficient> coefficients;
    private final int places;
    private final boolean withDf;
    private final boolean withP;

    CoefficientText(List<Coefficient> coefficients) {
        this.coefficients = coefficients;
        double[] errors =
                finite(coefficients.stream().mapToDouble(Coefficient::stdError).toArray());
        this.places = Decimals.places(
                DIGITS,
                errors.length > 0
                        ? errors
                        : coefficients.stream()
                                .mapToDouble(Coefficient::estimate)
                                .toArray());
        this.withDf = coefficients.stream().anyMatch(c -> Double.isFinite(c.df()));
        this.withP = coefficients.stream().anyMatch(c -> !Double.isNaN(c.pValue()));
    }

    /** Estimates, tests and intervals side by side, or the intervals below if that is wider than {@code width}. */
    String table(int width) {
        String whole = table(true, true);
        if (whole.lines().allMatch(line -> line.length() <= width)) {
            return whole;
        }
        return table(true, false) + "\nIntervals:\n" + table(false, true);
    }

    private String table(boolean tests, boolean intervals) {
        int columns = (tests ? 3 + (withDf ? 1 : 0) + (withP ? 1 : 0) : 0) + (intervals ? 2 : 0);
        TextTable table = new TextTable("l" + "r".repeat(columns));
        table.row(head(tests, intervals));
        coefficients.forEach(coefficient -> table.row(row(coefficient, tests, intervals)));
        return table.render("");
    }

    private List<String> head(boolean tests, boolean intervals) {
        List<String> head = new ArrayList<>(List.of(""));
        if (tests) {
            head.addAll(List.of("Estimate", "Std. Error"));
            head.addAll(withDf ? List.of("df", "t value") : List.of("z value"));
            head.addAll(withP ? List.of(withDf ? "Pr(>|t|)" : "Pr(>|z|)") : List.of());
        }
        if (intervals) {
            String level = coefficients.isEmpty()
                    ? "95%"
                    : percent(coefficients.get(0).interval().level());
            head.addAll(List.of(level + " lower", level + " upper"));
        }
        return head;
    }

    private List<String> row(Coefficient c, boolean tests, boolean intervals) {
        List<String> cells = new ArrayList<>(List.of(c.term()));
        if (tests) {
            cells.addAll(List.of(number(c.estimate(), c), number(c.stdError(), c)));
            cells.addAll(withDf ? List.of(Decimals.fixed(c.df(), 2)) : List.of());
            cells.add(Decimals.fixed(c.statistic(), 3));
            cells.addAll(withP ? List.of(Decimals.probability(c.pValue())) : List.of());
        }
        if (intervals) {
            cells.add(number(c.interval().lower(), c));
            cells.add(number(c.interval().upper(), c));
        }
        return cells;
    }

    /** In fixed notation unless that would leave less than two digits of the standard error. */
    private String number(double value, Coefficient c) {
        boolean lost = c.stdError() > 0 && c.stdError() < 9.5 * Math.pow(10, -places);
        return lost ? Decimals.scientific(value) : Decimals.fixed(value, places);
    }

    private static String percent(double level) {
        String text = Decimals.fixed(100 * level, 1);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + "%";
    }

    private static double[] finite(double[] values) {
        return java.util.Arrays.stream(values)
                .filter(value -> Double.isFinite(value) && value > 0)
                .toArray();
    }

    /** The lower triangle of correlations in blocks of columns that fit {@code width}; empty if there is none to show. */
    String correlations(double[][] vcov, int width) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < vcov.length; i++) {
            if (vcov[i][i] > 0) {
                kept.add(i);
            }
        }
        if (kept.size() < 2 || kept.size() > MOST_CORRELATIONS) {
            return "";
        }
        List<String> names = kept.stream().map(i -> coefficients.get(i).term()).toList();
        List<String> heads = Abbreviation.of(names, HEAD);
        int label = names.stream().mapToInt(String::length).max().orElse(0);
        int cell = heads.stream().mapToInt(String::length).max().orElse(0) + 1;
        int perBlock = Math.max(1, (width - label) / cell);
        StringBuilder out = new StringBuilder();
        for (int from = 0; from < kept.size() - 1; from += perBlock) {
            out.append(block(vcov, kept, heads, from, Math.min(from + perBlock, kept.size() - 1)));
        }
        return out.toString();
    }

    private String block(double[][] vcov, List<Integer> kept, List<String> heads, int from, int to) {
        TextTable table = new TextTable("l" + "l".repeat(to - from));
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(heads.subList(from, to));
        table.row(head);
        for (int i = from + 1; i < kept.size(); i++) {
            List<String> cells =
                    new ArrayList<>(List.of(coefficients.get(kept.get(i)).term()));
            for (int j = from; j < Math.min(i, to); j++) {
                cells.add(correlation(vcov, kept.get(i), kept.get(j)));
            }
            table.row(cells);
        }
        return table.render("");
    }

    private static String correlation(double[][] vcov, int i, int j) {
        String text = Decimals.fixed(vcov[i][j] / Math.sqrt(vcov[i][i]) / Math.sqrt(vcov[j][j]), 3);
        return text.startsWith("-") ? text : " " + text;
    }
}
