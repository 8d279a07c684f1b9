package dev.echelon.report;

import dev.echelon.result.Convergence;
import dev.echelon.result.Finding;
import dev.echelon.result.RowReport;
import java.util.List;
import java.util.Locale;

/** The sentences below the tables: rows, convergence, findings. */
final class Notes {
    /** A criterion in double precision cannot tell a smaller distance from its minimum. */
    private static final double LEAST_DISTANCE = 1e-9;

    private Notes() {}

    /** What became of the rows; empty if all were used. */
    static String rows(RowReport rows, int width) {
        if (rows.read() == rows.used() && rows.dropped().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("Rows: " + rows.read() + " read, " + rows.used() + " used");
        String separator = "; dropped: ";
        for (var reason : rows.dropped().entrySet()) {
            text.append(separator).append(reason.getValue()).append(' ').append(reason.getKey());
            separator = ", ";
        }
        return Wrap.lines(text.toString(), width, "", "  ");
    }

    /** The certificate of the optimum in words. */
    static String convergence(Convergence c, int width) {
        String effort = c.iterations() + " steps, " + c.evaluations() + " evaluations";
        String distance = Double.isNaN(c.decrement())
                ? ""
                : "; the criterion is less than " + Decimals.brief(Math.max(LEAST_DISTANCE, Math.abs(c.decrement())))
                        + " above its minimum";
        String gradient = Double.isNaN(c.gradient()) ? "" : ", gradient norm " + Decimals.brief(c.gradient());
        String verdict;
        if (!c.converged()) {
            verdict = "NOT converged (" + c.optimizer() + ", " + effort + ")";
        } else if (c.status().equals("converged-boundary")) {
            verdict = "Converged on the boundary, where optimality (KKT) is verified (" + c.optimizer() + ", " + effort
                    + ")";
        } else {
            verdict = "Converged (" + c.optimizer() + ", " + effort + ")";
        }
        return Wrap.lines(verdict + distance + gradient + ".", width, "", "  ");
    }

    /** Every finding with its remedy; empty if there is none. */
    static String findings(List<Finding> findings, int width) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : findings) {
            String severity = finding.severity().name().toLowerCase(Locale.ROOT);
            out.append(Wrap.lines(severity + " [" + finding.id() + "]: " + finding.message(), width, "", "  "));
            if (!finding.remedy().isBlank()) {
                out.append(Wrap.lines(finding.remedy(), width, "  -> ", "     "));
            }
        }
        return out.toString();
    }
}
