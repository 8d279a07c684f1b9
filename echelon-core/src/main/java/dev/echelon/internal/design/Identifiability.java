package dev.echelon.internal.design;

import dev.echelon.covariance.LevelCovariance;
import dev.echelon.formula.FormulaException;
import java.util.List;

/** Whether random terms can be told from the residual; the refusals are those of lme4. */
final class Identifiability {
    private Identifiability() {}

    static void check(Encoding encoding, long n, boolean unequalWeights) {
        for (RandomPlan plan : encoding.random()) {
            List<String> levels = encoding.learned().groups().getOrDefault(plan.group(), List.of());
            boolean related = !plan.term().relationship().isEmpty()
                    && !isDiagonal(KnownLevels.find(encoding.options(), plan, encoding.formula()), levels);
            String problem = related && levels.size() > 1 ? "" : problem(plan, levels, n, unequalWeights);
            if (!problem.isEmpty()) {
                throw new FormulaException(problem, encoding.formula().text(), plan.span());
            }
        }
    }

    /** Related levels differ from residuals in their correlations. */
    private static boolean isDiagonal(LevelCovariance known, List<String> levels) {
        double[] matrix = known.matrix(levels);
        int m = levels.size();
        for (int i = 0; i < matrix.length; i++) {
            if (i % m != i / m && matrix[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static String problem(RandomPlan plan, List<String> levels, long n, boolean unequalWeights) {
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
