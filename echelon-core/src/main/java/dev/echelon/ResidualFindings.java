package dev.echelon;

import dev.echelon.covariance.ResidualStructure.Needs;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.result.Finding;
import dev.echelon.result.Finding.Severity;
import dev.echelon.result.ResidualCovariance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a reader must know of the R side of a model before it is fitted: what the data cannot tell. */
final class ResidualFindings {
    /** Structures that hold a covariance common to all rows of a subject. */
    private static final Set<String> WITH_COMMON = Set.of("us", "unr", "cs", "csh", "toep", "toeph", "hf", "fa", "fa1");

    /** Structures with a parameter of its own for each pair of positions. */
    private static final Set<String> FREE = Set.of("us", "unr");

    private static final int NAMED = 4;

    private final ResidualRows rows;
    private final List<Finding> findings = new ArrayList<>();

    private ResidualFindings(ResidualRows rows) {
        this.rows = rows;
    }

    static List<Finding> before(Design design) {
        return design.residual()
                .map(rows -> new ResidualFindings(rows).find(design))
                .orElse(List.of());
    }

    /** Of the estimates: a range that no two rows of a subject are apart. */
    static List<Finding> after(Design design, List<ResidualCovariance.Parameter> parameters) {
        ResidualFindings found = new ResidualFindings(design.residual().orElseThrow());
        double largest = found.largestDistance();
        for (ResidualCovariance.Parameter parameter : parameters) {
            if (largest > 0 && parameter.name().equals("range") && parameter.estimate() > largest) {
                found.add(
                        "range-beyond-distances",
                        Severity.WARNING,
                        String.format(
                                Locale.ROOT,
                                "The %s of the residuals, %.4g, is larger than any distance between rows of a subject (at"
                                        + " most %.4g): only the ratio of variance and range is known.",
                                parameter.title(),
                                parameter.estimate(),
                                largest),
                        "Do not interpret the range or the variance; predictions and fixed effects are not affected. A trend"
                                + " among the fixed effects may be missing.");
            }
        }
        return found.findings;
    }

    /** An upper bound: the diagonal of the box around the rows of a subject; 0 without coordinates. */
    private double largestDistance() {
        int subjects = rows.subjectLevels().size();
        double[] squares = new double[subjects];
        for (double[] axis : rows.coordinates()) {
            double[] least = new double[subjects];
            double[] most = new double[subjects];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            Arrays.fill(most, Double.NEGATIVE_INFINITY);
            for (int i = 0; i < axis.length; i++) {
                int subject = rows.subjects()[i];
                least[subject] = Math.min(least[subject], axis[i]);
                most[subject] = Math.max(most[subject], axis[i]);
            }
            for (int s = 0; s < subjects; s++) {
                squares[s] += most[s] > least[s] ? Math.pow(most[s] - least[s], 2) : 0;
            }
        }
        return Math.sqrt(Arrays.stream(squares).max().orElse(0));
    }

    private List<Finding> find(Design design) {
        commonIntercept(design);
        if (rows.slots().length > 0 && rows.slotNames().size() > 1) {
            unseenPairs();
        }
        fewSubjects();
        loneRows();
        return findings;
    }

    private void add(String id, Severity severity, String message, String remedy) {
        findings.add(new Finding(id, severity, message, remedy));
    }

    private void commonIntercept(Design design) {
        if (!WITH_COMMON.contains(rows.structure().name())) {
            return;
        }
        for (Design.RandomBlock block : design.random()) {
            boolean intercept = block.effects().names().contains("(Intercept)");
            if (intercept && block.group().equals(rows.subject())) {
                add(
                        "residual-holds-intercept",
                        Severity.WARNING,
                        "The variance of the random intercept of '" + block.group()
                                + "' cannot be told from the residual covariance "
                                + rows.structure().label()
                                + " of the same subjects, which holds a common covariance already.",
                        "Leave the random intercept out, or use a structure without a common covariance such as ar1.");
            }
        }
    }

    private void unseenPairs() {
        int m = rows.slotNames().size();
        int groups = rows.groupLevels().size();
        if (m > 100 || !FREE.contains(rows.structure().name())) {
            return;
        }
        int[][] together = together(m, groups);
        for (int g = 0; g < groups; g++) {
            List<String> pairs = new ArrayList<>();
            for (int a = 0; a < m; a++) {
                for (int b = 0; b < a; b++) {
                    if (together[g][a * m + b] == 0) {
                        pairs.add(rows.slotNames().get(b) + " and "
                                + rows.slotNames().get(a));
                    }
                }
            }
            if (!pairs.isEmpty()) {
                String where = rows.group().isEmpty()
                        ? ""
                        : " in '" + rows.groupLevels().get(g) + "'";
                add(
                        "positions-never-together",
                        Severity.WARNING,
                        "No subject has rows at both "
                                + String.join(", ", pairs.subList(0, Math.min(NAMED, pairs.size())))
                                + (pairs.size() > NAMED ? " and " + (pairs.size() - NAMED) + " other pairs" : "")
                                + where + " of '" + rows.position() + "': the data say nothing about their covariance.",
                        "Use a structure with fewer parameters, such as toeph or arh1; do not interpret these"
                                + " covariances.");
            }
        }
    }

    private int[][] together(int m, int groups) {
        int[][] together = new int[groups][m * m];
        int n = rows.subjects().length;
        boolean[][] seen = new boolean[rows.subjectLevels().size()][];
        int[] group = new int[seen.length];
        for (int i = 0; i < n; i++) {
            int subject = rows.subjects()[i];
            if (seen[subject] == null) {
                seen[subject] = new boolean[m];
            }
            seen[subject][rows.slots()[i]] = true;
            group[subject] = rows.groups()[i];
        }
        for (int s = 0; s < seen.length; s++) {
            for (int a = 0; seen[s] != null && a < m; a++) {
                for (int b = 0; seen[s][a] && b <= a; b++) {
                    together[group[s]][a * m + b] += seen[s][b] ? 1 : 0;
                }
            }
        }
        return together;
    }

    /** An unstructured covariance of m positions needs more than m subjects. */
    private void fewSubjects() {
        int m = rows.slotNames().size();
        if (!FREE.contains(rows.structure().name())) {
            return;
        }
        int[] first = new int[rows.subjectLevels().size()];
        Arrays.fill(first, -1);
        int[] counts = new int[rows.groupLevels().size()];
        for (int i = 0; i < rows.subjects().length; i++) {
            if (first[rows.subjects()[i]] < 0) {
                first[rows.subjects()[i]] = i;
                counts[rows.groups()[i]]++;
            }
        }
        for (int g = 0; g < counts.length; g++) {
            if (counts[g] <= m) {
                add(
                        "few-subjects",
                        Severity.WARNING,
                        (rows.group().isEmpty()
                                        ? "There are"
                                        : "The group '" + rows.groupLevels().get(g) + "' has")
                                + " only " + counts[g] + " subjects for an unstructured covariance of " + m
                                + " positions.",
                        "Use a structure with fewer parameters.");
            }
        }
    }

    private void loneRows() {
        int[] counts = new int[rows.subjectLevels().size()];
        int most = 0;
        for (int subject : rows.subjects()) {
            most = Math.max(most, ++counts[subject]);
        }
        boolean correlated = !rows.structure().name().equals("id")
                && !rows.structure().name().equals("diag");
        if (correlated && most < 2 && rows.structure().needs() != Needs.COORDINATES) {
            add(
                    "one-row-per-subject",
                    Severity.WARNING,
                    "No subject has more than one row: the data say nothing about correlations within subjects.",
                    "Check that the subject is the right column.");
        }
    }
}
