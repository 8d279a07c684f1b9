package dev.echelon.report;

import dev.echelon.result.ResidualCovariance;
import java.util.ArrayList;
import java.util.List;

/** The R side of a fit: its parameters with standard errors, and Σ̂ as standard deviations and correlations. */
final class ResidualText {
    private static final int DIGITS = 4;

    /** Correlations of more positions than this do not fit on a page. */
    private static final int SHOWN = 10;

    private final ResidualCovariance residual;

    ResidualText(ResidualCovariance residual) {
        this.residual = residual;
    }

    String render(int width) {
        StringBuilder out = new StringBuilder();
        out.append(Wrap.lines(title(), width, "Residuals: ", "           "));
        if (!residual.variances().isEmpty()) {
            out.append(Wrap.lines(
                    "their standard deviation times " + String.join(" * ", residual.variances()),
                    width,
                    "           ",
                    "           "));
        }
        if (residual.positions().size() > 1 && !residual.position().equals("1")) {
            out.append(Wrap.lines(
                    String.join(", ", shown(residual.positions())),
                    width,
                    "           order of " + residual.position() + ": ",
                    "           "));
        }
        out.append(parameters());
        if (residual.positions().size() > 1 && !residual.structure().equals("id")) {
            residual.groups().forEach(group -> out.append(matrix(group)));
        }
        if (residual.optima().size() > 1) {
            out.append(Wrap.lines(
                    residual.optima().size() + " optima of the likelihood were found; this is the best, the next has "
                            + Decimals.fixed(residual.optima().get(1), 4),
                    width,
                    "Optima: ",
                    "        "));
        }
        return out.toString();
    }

    private String title() {
        String who;
        if (residual.subject().isEmpty()) {
            who = residual.subjects() == 1 ? "all rows together" : "rows are independent";
        } else {
            who = residual.subjects() + " levels of " + residual.subject() + ", "
                    + (residual.fewest() == residual.most()
                            ? "" + residual.most()
                            : residual.fewest() + " to " + residual.most())
                    + " rows each";
        }
        String groups = residual.group().isEmpty() ? "" : "; parameters by " + residual.group();
        return residual.label() + ", σ_ij = " + residual.formula().replace("σ_ij", "free") + " (" + who + groups + ")";
    }

    private static List<String> shown(List<String> positions) {
        if (positions.size() <= 2 * SHOWN) {
            return positions;
        }
        List<String> shown = new ArrayList<>(positions.subList(0, SHOWN));
        shown.add("… (" + positions.size() + " in all)");
        return shown;
    }

    private String parameters() {
        List<ResidualCovariance.Parameter> all = residual.parameters();
        int places = Decimals.places(
                DIGITS,
                all.stream().mapToDouble(ResidualCovariance.Parameter::estimate).toArray());
        TextTable table = new TextTable("lrr").row("Parameter", "Estimate", "Std.Error");
        for (ResidualCovariance.Parameter parameter : all) {
            table.row(
                    name(residual, parameter),
                    Decimals.fixed(parameter.estimate(), places),
                    Decimals.fixed(parameter.stdError(), places));
        }
        return table.render(" ");
    }

    /** The name of a parameter among all of them. */
    static String name(ResidualCovariance residual, ResidualCovariance.Parameter parameter) {
        return parameter.of().equals(residual.structure())
                ? parameter.title()
                : parameter.of() + " " + parameter.title();
    }

    private String matrix(ResidualCovariance.Group group) {
        int m = Math.min(SHOWN, residual.positions().size());
        List<Double> deviations = group.standardDeviations();
        int places = Decimals.places(
                DIGITS, deviations.stream().mapToDouble(Double::doubleValue).toArray());
        TextTable table = new TextTable("lr" + "r".repeat(m - 1));
        table.row(group.name().isEmpty() ? "Position" : group.name(), "Std.Dev.", "Corr");
        for (int i = 0; i < m; i++) {
            List<String> cells = new ArrayList<>();
            cells.add(residual.positions().get(i));
            cells.add(Decimals.fixed(deviations.get(i), places));
            for (int j = 0; j < i; j++) {
                boolean together = group.observed().get(i).get(j) > 0;
                cells.add(Decimals.fixed(group.correlation(i, j), 2) + (together ? "" : "*"));
            }
            table.row(cells);
        }
        boolean all = group.observed().stream()
                .limit(m)
                .allMatch(row -> row.stream().limit(m).allMatch(count -> count > 0));
        return table.render(" ") + (all ? "" : " * of no subject are rows at both positions there\n");
    }
}
