package dev.echelon.report;

import dev.echelon.Explanation;
import dev.echelon.report.equation.Equation;
import dev.echelon.report.equation.Equations;
import dev.echelon.result.ModelShape;
import java.util.List;

/** How a model is understood, as text. */
public final class ExplainReport {
    private ExplainReport() {}

    /**
     * The expanded formula, rows, columns of X, random terms with their θ, the equations, the plan of computation and findings.
     *
     * @param width of the page in characters; kept wherever names allow
     */
    public static String text(Explanation explanation, int width) {
        StringBuilder out = new StringBuilder();
        out.append(Wrap.lines(explanation.formula(), width, "Formula: ", "         "));
        String rows = Notes.rows(explanation.rows(), width);
        out.append(rows.isEmpty() ? "Rows: " + explanation.rows().used() + "\n" : rows);
        out.append('\n').append(fixed(explanation.fixedColumns(), width));
        out.append('\n').append(random(explanation.terms(), width));
        explanation.shape().residual().ifPresent(side -> out.append('\n').append(residual(side, width)));
        out.append("\nEquations:\n").append(equations(explanation, width));
        if (!explanation.plan().isEmpty()) {
            out.append("\nPlan:\n");
            explanation.plan().forEach(line -> out.append(Wrap.lines(line, width, "  ", "    ")));
        }
        String findings = Notes.findings(explanation.findings(), width);
        return out.append(findings.isEmpty() ? "" : "\nFindings:\n" + findings).toString();
    }

    private static String equations(Explanation explanation, int width) {
        StringBuilder out = new StringBuilder();
        for (Equation equation : Equations.of(explanation.shape())) {
            out.append("  ").append(equation.title()).append('\n');
            equation.text().lines().forEach(line -> out.append(Wrap.lines(line, width, "    ", "        ")));
        }
        return out.toString();
    }

    private static String fixed(List<String> columns, int width) {
        String count = columns.size() == 1 ? "1 column" : columns.size() + " columns";
        return columns.isEmpty()
                ? "Fixed effects: none\n"
                : "Fixed effects, " + count + " of X:\n" + Wrap.lines(String.join(", ", columns), width, "  ", "  ");
    }

    private static String random(List<Explanation.TermPlan> terms, int width) {
        StringBuilder out = new StringBuilder(terms.isEmpty() ? "Random effects: none\n" : "Random effects:\n");
        for (Explanation.TermPlan term : terms) {
            int q = term.columns().size();
            out.append("  ")
                    .append(term.name())
                    .append(" (")
                    .append(term.structure())
                    .append("): ");
            out.append(term.levels()).append(" levels x ").append(q).append(q == 1 ? " effect = " : " effects = ");
            out.append((long) term.levels() * q).append(" columns of Z; ");
            out.append(observations(term)).append(" observations per level\n");
            out.append(Wrap.lines(String.join(", ", term.columns()), width, "    effects: ", "             "));
            out.append(Wrap.lines(String.join(", ", term.theta()), width, "    theta:   ", "             "));
        }
        return out.toString();
    }

    private static String residual(ModelShape.ResidualSide side, int width) {
        String rows = side.fewest() == side.most() ? "" + side.most() : side.fewest() + " to " + side.most();
        boolean alone = side.subject().isEmpty() && side.most() <= 1;
        String subjects = side.subject().isEmpty()
                ? "one subject of " + rows + " rows"
                : side.subjects() + " levels of " + side.subject() + " with " + rows + " rows each";
        String text = alone
                ? "independent rows"
                : side.structure() + ", " + side.formula() + ": " + subjects
                        + (side.group().isEmpty() ? "" : "; parameters by " + side.group());
        String scaled =
                side.variances().isEmpty() ? "" : "; standard deviation times " + String.join(" * ", side.variances());
        String count = side.parameters() == 1 ? "1 parameter" : side.parameters() + " parameters";
        return "Residuals, " + count + ":\n" + Wrap.lines(text + scaled, width, "  ", "    ");
    }

    private static String observations(Explanation.TermPlan term) {
        return term.smallest() == term.largest()
                ? Long.toString(term.smallest())
                : term.smallest() + " to " + term.largest();
    }
}
