package dev.echelon.internal.design;

import dev.echelon.formula.FormulaException;
import java.util.List;

/** Whether random terms can be told from the residual; the refusals are those of lme4. */
final class Identifiability {
    private Identifiability() {}

    static void check(Encoding encoding, int n, boolean unequalWeights) {
        for (RandomPlan plan : encoding.random()) {
            List<String> levels = encoding.learned().groups().getOrDefault(plan.group(), List.of());
            String problem = problem(plan, levels, n, unequalWeights);
            if (!problem.isEmpty()) {
                throw new FormulaException(problem, encoding.formula().text(), plan.span());
            }
        }
    }

    private static String problem(RandomPlan plan, List<String> levels, int n, boolean unequalWeights) {
        if (levels.size() < 2) {
            return "the grouping factor '" + plan.group() + "' has only one level, '" + levels.get(0)
                    + "': its variance cannot be estimated; leave the term out";
        }
        boolean exempt = unequalWeights && plan.blockWidth() == 1;
        if (levels.size() >= n && plan.isIntercept() && !exempt) {
            return "the grouping factor '" + plan.group() + "' has as many levels as there are rows, " + n
                    + ": its variance cannot be separated from the residual variance; leave the term out or use a"
                    + " coarser factor";
        }
        long effects = (long) levels.size() * plan.blockWidth();
        if (effects >= n && !exempt && !RandomPlan.isPositional(plan.term())) {
            return "the term (" + String.join(" + ", plan.columnNames()) + " | " + plan.group() + ") has "
                    + effects + " random effects for " + n + " rows (" + plan.blockWidth() + " columns × "
                    + levels.size() + " levels = " + effects + " >= " + n
                    + "): its variances cannot be separated from the residual variance; use fewer columns";
        }
        return "";
    }
}
