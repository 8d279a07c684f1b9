package dev.echelon;

import dev.echelon.result.CheckResult;
import dev.echelon.result.DiagnosticTest;
import dev.echelon.result.Finding;
import dev.echelon.result.Finding.Severity;
import dev.echelon.result.GroupInfluence;
import dev.echelon.result.NormalityTest;
import dev.echelon.result.PrincipalComponents;
import dev.echelon.result.RowDiagnostics;
import dev.echelon.result.SimulatedResiduals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What the numbers of a check mean. With many rows every model is rejected by some test; where a size can be given, a
 * finding needs both a small p value and a size that matters.
 */
final class CheckFindings {
    /** Several tests are done at once, hence not 0.05. */
    private static final double SMALL = 0.01;

    /** A change of a coefficient by its own standard error changes what one concludes. */
    private static final double LARGE_CHANGE = 1;

    private static final double SKEWED = 0.5;
    private static final double HEAVY = 1;
    private static final double UNEQUAL = 1.25;
    private static final double ILL_CONDITIONED = 30;
    private static final double FLAT = 1e-4;

    private final CheckResult report;
    private final FitState state;
    private final List<Finding> findings = new ArrayList<>();

    private CheckFindings(CheckResult report, FitState state) {
        this.report = report;
        this.state = state;
    }

    /** The report with its findings. */
    static CheckResult added(CheckResult report, FitState state, double spreadRatio) {
        CheckFindings found = new CheckFindings(report, state);
        state.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .forEach(found.findings::add);
        report.influence().forEach(found::groups);
        found.outliers();
        found.influentialRows();
        report.normality().forEach(found::normality);
        report.tests().forEach(test -> found.variance(test, spreadRatio));
        report.simulated().forEach(found::simulated);
        report.components().forEach(found::components);
        found.condition();
        found.findings.sort(Comparator.comparing(finding -> -finding.severity().ordinal()));
        return new CheckResult(
                report.formula(),
                report.observations(),
                List.copyOf(found.findings),
                report.normality(),
                report.tests(),
                report.simulated(),
                report.neighbours(),
                report.neighboursWithin(),
                report.components(),
                report.condition(),
                report.conditionCentred(),
                report.effectiveParameters(),
                report.influentialRows(),
                report.outlyingRows(),
                report.influence(),
                report.notes());
    }

    private void add(String id, Severity severity, String message, String remedy) {
        findings.add(new Finding(id, severity, message, remedy));
    }

    private static String brief(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 10 ? "%.0f" : size >= 0.01 || size == 0 ? "%.2f" : "%.1e", value);
    }

    private static String p(double value) {
        return value < 1e-4 ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.4f", value);
    }

    private void groups(GroupInfluence influence) {
        List<GroupInfluence.Deletion> large = influence.deletions().stream()
                .filter(deletion -> deletion.largestChange() > LARGE_CHANGE || deletion.cooks() > 1)
                .sorted(Comparator.comparingDouble(deletion -> -deletion.largestChange()))
                .toList();
        if (!large.isEmpty()) {
            GroupInfluence.Deletion worst = large.get(0);
            int k = largest(worst.dfbetas());
            add(
                    "influential-group",
                    Severity.WARNING,
                    "Without '" + worst.level() + "' of '" + influence.group() + "' (" + worst.rows() + " of "
                            + report.observations() + " rows) the coefficient "
                            + influence.coefficients().get(k)
                            + String.format(
                                    Locale.ROOT,
                                    " is %.4g instead of %.4g, a change of %.1f standard errors",
                                    worst.estimates().get(k),
                                    state.beta()[k],
                                    Math.abs(worst.dfbetas().get(k)))
                            + (large.size() > 1 ? "; " + (large.size() - 1) + " more levels matter as much" : "") + ".",
                    "Look for errors in these rows, and report the results with and without them.");
        }
        undetermined(influence);
        variances(influence);
    }

    private void undetermined(GroupInfluence influence) {
        List<String> needed = influence.deletions().stream()
                .filter(deletion -> !deletion.failure().isEmpty())
                .map(deletion -> "'" + deletion.level() + "'")
                .toList();
        if (!needed.isEmpty()) {
            add(
                    "indispensable-group",
                    Severity.NOTE,
                    "There is no fit without " + few(needed) + " of '" + influence.group()
                            + "': a fixed effect rests on such a level alone.",
                    "Do not generalise that effect beyond these levels.");
        }
    }

    private void variances(GroupInfluence influence) {
        for (int k = 0; k < influence.variances().size(); k++) {
            int component = k;
            Optional<GroupInfluence.Deletion> worst = influence.deletions().stream()
                    .filter(deletion -> deletion.failure().isEmpty())
                    .filter(deletion -> Math.abs(deletion.relativeChange().get(component)) > 0.5)
                    .max(Comparator.comparingDouble(
                            deletion -> Math.abs(deletion.relativeChange().get(component))));
            worst.ifPresent(deletion -> add(
                    "influential-variance",
                    Severity.NOTE,
                    "Without '" + deletion.level() + "' of '" + influence.group() + "' the variance of "
                            + influence.variances().get(component)
                            + String.format(
                                    Locale.ROOT,
                                    " changes by %+.0f %%.",
                                    100 * deletion.relativeChange().get(component)),
                    "Give an interval for this variance, not only its estimate."));
        }
    }

    private static int largest(List<Double> values) {
        int largest = 0;
        for (int k = 1; k < values.size(); k++) {
            largest = Math.abs(values.get(k)) > Math.abs(values.get(largest)) ? k : largest;
        }
        return largest;
    }

    private static String few(List<String> names) {
        String some = String.join(", ", names.subList(0, Math.min(3, names.size())));
        return names.size() > 3 ? some + " and " + (names.size() - 3) + " more" : some;
    }

    private void outliers() {
        double degrees = report.observations() - state.beta().length - 1.0;
        List<String> rows = report.outlyingRows().stream()
                .filter(row -> degrees > 0
                        && 2
                                        * report.observations()
                                        * TDistribution.of(degrees).survivalProbability(Math.abs(row.studentised()))
                                < 0.05)
                .map(row -> row.row() + String.format(Locale.ROOT, " (%.1f)", row.studentised()))
                .toList();
        if (!rows.isEmpty()) {
            add(
                    "outlying-rows",
                    Severity.WARNING,
                    "Studentised residuals too large for normal errors in " + (rows.size() == 1 ? "row " : "rows ")
                            + few(rows) + ".",
                    "Check these rows for errors; if they are right, errors have heavier tails than the model says.");
        }
    }

    private void influentialRows() {
        List<String> rows = report.influentialRows().stream()
                .filter(row -> row.fixedCooks() > 1
                        || row.dfbetas().stream().anyMatch(change -> Math.abs(change) > LARGE_CHANGE))
                .map(RowDiagnostics::row)
                .map(String::valueOf)
                .toList();
        if (!rows.isEmpty()) {
            add(
                    "influential-rows",
                    Severity.WARNING,
                    "A fixed effect changes by more than its standard error without row " + few(rows)
                            + (rows.size() > 1 ? ", each alone." : "."),
                    "Look for errors in these rows, and report the results with and without them.");
        }
    }

    private void normality(NormalityTest test) {
        boolean residuals = test.of().equals("residuals");
        boolean large = Math.abs(test.skewness()) > SKEWED || Math.abs(test.excessKurtosis()) > HEAVY;
        if (test.pValue() < SMALL && large) {
            add(
                    residuals ? "residuals-not-normal" : "effects-not-normal",
                    residuals ? Severity.WARNING : Severity.NOTE,
                    (residuals ? "The residuals" : "The random effects " + test.of()) + " are not normal ("
                            + test.test()
                            + ", " + p(test.pValue()) + "): skewness "
                            + String.format(
                                    Locale.ROOT,
                                    "%.2f, excess kurtosis %.2f.",
                                    plain(test.skewness()),
                                    plain(test.excessKurtosis())),
                    residuals
                            ? "Fixed effects of many rows bear this well, predictions of single values do not; "
                                    + (Math.abs(test.skewness()) > SKEWED
                                            ? "consider a transformation of the response."
                                            : "look at the rows with large residuals.")
                            : "Fixed effects bear this well; look for a predictor at the level of the groups that is"
                                    + " missing, and do not read extremes off the predicted effects.");
        }
    }

    private void variance(DiagnosticTest test, double spreadRatio) {
        if (!(test.pValue() < SMALL)) {
            return;
        }
        if (test.id().equals("variance-by-fitted")) {
            if (spreadRatio > UNEQUAL || spreadRatio < 1 / UNEQUAL) {
                add(
                        test.id(),
                        Severity.WARNING,
                        "The residual standard deviation is " + brief(spreadRatio)
                                + " times as large where fitted values are high as where they are low ("
                                + p(test.pValue()) + ").",
                        spreadRatio > 1
                                ? "Consider the logarithm of the response, or weights."
                                : "Consider a transformation of the response that stretches large values, or weights.");
            }
            return;
        }
        String group = "Levels of '" + test.of() + "' differ in residual variance";
        if (findings.stream().anyMatch(finding -> finding.message().startsWith(group))) {
            return; // two tests of the same thing
        }
        add(
                test.id(),
                Severity.WARNING,
                group + " (" + test.test() + ", " + p(test.pValue()) + ").",
                "Look for groups that were measured differently; weights, or a random slope that is missing, may explain"
                        + " it.");
    }

    private void simulated(SimulatedResiduals residuals) {
        String what = residuals.per().equals("row") ? "values" : "means by '" + residuals.per() + "'";
        for (DiagnosticTest test : residuals.tests()) {
            if (test.pValue() < SMALL) {
                add(
                        "simulated-" + test.id(),
                        Severity.WARNING,
                        switch (test.id()) {
                            case "uniformity" ->
                                "Observed " + what + " do not look like those the model simulates (" + p(test.pValue())
                                        + ").";
                            case "outliers" ->
                                String.format(Locale.ROOT, "%.0f", test.statistic()) + " observed " + what
                                        + " lie outside all simulations, more than expected (" + p(test.pValue())
                                        + ").";
                            default ->
                                "Observed " + what + " vary " + brief(test.statistic())
                                        + " times as much as those the model simulates (" + p(test.pValue()) + ").";
                        },
                        "The model does not produce such data: look for a missing predictor, a missing random effect or"
                                + " a response that needs a transformation.");
            }
        }
    }

    private void components(PrincipalComponents components) {
        int q = components.effects().size();
        double last = components.proportions().get(q - 1);
        if (q > 1
                && last < FLAT
                && findings.stream().noneMatch(finding -> finding.id().equals("singular-fit"))) {
            add(
                    "flat-random-effects",
                    Severity.NOTE,
                    "One combination of the " + q + " random effects by '" + components.group() + "' has "
                            + brief(100 * last) + " % of their variance.",
                    "The data may not support so many random effects; compare with a simpler model.");
        }
    }

    /** To two decimals, without the sign of a zero. */
    private static double plain(double value) {
        return Math.round(100 * value) / 100.0;
    }

    private void condition() {
        if (report.conditionCentred() > ILL_CONDITIONED) {
            add(
                    "ill-conditioned",
                    Severity.WARNING,
                    "The columns of X are nearly dependent: condition number " + brief(report.conditionCentred())
                            + " after centring.",
                    "Coefficients of the columns concerned can hardly be told apart. If some are products with a number"
                            + " far from zero, as in an interaction, subtract its mean first; otherwise drop or combine"
                            + " some of them.");
        }
    }
}
