package dev.echelon;

import dev.echelon.covariance.RepeatedCovariance;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Learned.Range;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.linalg.Symmetric;
import dev.echelon.result.Convergence;
import dev.echelon.result.Finding;
import dev.echelon.result.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a reader of a fit must know, in words. */
final class Findings {
    /** A residual sd below this share of the response's own spread is rounding: optimisers end at about 1e-8. */
    private static final double EXACT = 1e-7;

    /** Squared share of a random effect's columns outside the span of X that counts as nothing. */
    private static final double NOTHING = 1e-10;

    private final List<Finding> findings = new ArrayList<>();

    private Findings() {}

    /** Of the model and the data, before a fit. */
    static List<Finding> before(Prepared prepared) {
        Findings found = new Findings();
        found.aliasedColumns(prepared);
        found.illConditioned(prepared);
        found.droppedRows(prepared);
        found.fewLevels(prepared);
        found.fewReplicates(prepared);
        found.aliasedRandomEffects(prepared);
        found.noRandomEffects(prepared);
        found.findings.addAll(ResidualFindings.before(prepared.design()));
        for (String note : prepared.encoding().notes()) {
            found.add("note", Severity.NOTE, note, "Nothing needs to be done if this is what you meant.");
        }
        return List.copyOf(found.findings);
    }

    /** Of a fit. */
    static List<Finding> of(
            Prepared prepared, Estimates estimates, Convergence convergence, Optional<ResidualState> residual) {
        Findings found = new Findings();
        found.exactFit(prepared, estimates);
        found.notConverged(convergence);
        if (!Double.isNaN(convergence.kkt())) { // back on the scale of the data a regular Σ can look singular
            found.singularTerms(prepared, estimates);
        }
        residual.ifPresent(known -> found.findings.addAll(
                ResidualFindings.after(prepared.design(), known.estimate().parameters())));
        found.findings.addAll(before(prepared));
        return List.copyOf(found.findings);
    }

    private void add(String id, Severity severity, String message, String remedy) {
        findings.add(new Finding(id, severity, message, remedy));
    }

    private void notConverged(Convergence convergence) {
        if (!convergence.converged()) {
            add(
                    "not-converged",
                    Severity.ERROR,
                    String.format(
                            Locale.ROOT,
                            "The optimum is not certified: Newton decrement %.3g, gradient norm %.3g, smallest eigenvalue"
                                    + " %.3g after %d evaluations.",
                            convergence.decrement(),
                            convergence.gradient(),
                            convergence.smallestEigenvalue(),
                            convergence.evaluations()),
                    "Do not use the estimates; simplify the random effects or report the case.");
        }
    }

    private void singularTerms(Prepared prepared, Estimates estimates) {
        List<Design.RandomBlock> blocks = prepared.design().random();
        for (int t = 0; t < blocks.size(); t++) {
            Design.RandomBlock block = blocks.get(t);
            int w = block.effects().width();
            double[] relative = estimates.terms().get(t).relative();
            int rank = rank(w, relative);
            if (rank == w) {
                continue;
            }
            String name = block.name();
            String message = w == 1
                    ? "The variance of '" + block.effects().names().get(0) + "' by '" + name
                            + "' is estimated as exactly zero: the data show no variation between its levels beyond the"
                            + " residual."
                    : "The covariance matrix of the " + w + " effects by '" + name + "' has rank " + rank
                            + ": some combination of "
                            + String.join(", ", block.effects().names())
                            + " does not vary between levels.";
            add(
                    "singular-fit",
                    Severity.WARNING,
                    message,
                    w == 1
                            ? "Estimates of the rest are valid; the term can be dropped without changing the fit."
                            : "Estimates are valid at this boundary; consider fewer effects in the term, or a double bar"
                                    + " (||) for uncorrelated ones.");
        }
    }

    private static int rank(int w, double[] relative) {
        double[] scaled = new double[w * w];
        for (int b = 0; b < w; b++) {
            for (int a = 0; a < w; a++) {
                double scale = Math.sqrt(relative[a * w + a] * relative[b * w + b]);
                scaled[b * w + a] = scale > 0 ? relative[b * w + a] / scale : 0;
            }
        }
        double[] values = new double[w];
        Symmetric.eigen(w, scaled, values, new double[w * w]);
        int rank = 0;
        for (double value : values) {
            rank += value > 1e-10 ? 1 : 0;
        }
        return rank;
    }

    private void exactFit(Prepared prepared, Estimates estimates) {
        Range response = prepared.summary().response();
        double largest = Math.max(Math.abs(response.lower()), Math.abs(response.upper()));
        if (estimates.sigma() < EXACT * prepared.conditioning().responseScale()) {
            add(
                    "exact-fit",
                    Severity.ERROR,
                    String.format(
                            Locale.ROOT,
                            "The model reproduces the response exactly (residual sd %.3g for values up to %.3g): the"
                                    + " likelihood has no maximum.",
                            estimates.sigma(),
                            largest),
                    "Look for a predictor or grouping that determines the response; drop it.");
        }
    }

    private void aliasedColumns(Prepared prepared) {
        int[] dropped = prepared.aliasing().dropped();
        if (dropped.length == 0) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (int k : dropped) {
            names.add("'" + prepared.encoding().fixedNames().get(k) + "'");
        }
        boolean one = dropped.length == 1;
        add(
                "rank-deficient",
                Severity.WARNING,
                (one ? "The fixed-effect column " : "The fixed-effect columns ") + String.join(", ", names)
                        + (one ? " is a linear combination" : " are linear combinations")
                        + " of the columns before and " + (one ? "was" : "were") + " dropped.",
                "The fit is valid for the remaining columns; remove the redundant terms or check for empty cells.");
    }

    private void illConditioned(Prepared prepared) {
        double smallest = prepared.aliasing().smallest();
        if (smallest < 1e-4) {
            add(
                    "collinear",
                    Severity.WARNING,
                    String.format(
                            Locale.ROOT,
                            "The fixed-effect columns are nearly collinear: the most dependent one keeps %.1e of its"
                                    + " length after the others are taken out.",
                            smallest),
                    "Estimates of the columns involved are poorly determined; drop or combine some of them.");
        }
    }

    private void droppedRows(Prepared prepared) {
        prepared.report()
                .dropped()
                .forEach((reason, count) -> add(
                        reason.startsWith("zero weight") ? "zero-weight" : "rows-dropped",
                        Severity.NOTE,
                        count + " of " + prepared.report().read() + " rows were left out: " + reason + ".",
                        "Nothing needs to be done if these rows should not count."));
    }

    private void fewLevels(Prepared prepared) {
        for (GroupingFactor factor : prepared.factors()) {
            // levels with a known covariance are the effects of one level
            boolean related = factor.terms().stream().anyMatch(term -> term.covariance() instanceof RepeatedCovariance);
            if (factor.levels() < 5 && !related) {
                add(
                        "few-levels",
                        Severity.NOTE,
                        "The grouping factor '" + factor.group() + "' has only " + factor.levels()
                                + " levels: its variance is estimated from little information.",
                        "Consider it as a fixed effect.");
            }
        }
    }

    private void fewReplicates(Prepared prepared) {
        long rows = prepared.data().rows();
        for (GroupingFactor factor : prepared.factors()) {
            long spare = rows - factor.levels();
            if (spare > 0 && spare <= 0.05 * factor.levels()) {
                add(
                        "few-replicates",
                        Severity.WARNING,
                        "The grouping factor '" + factor.group() + "' has " + factor.levels() + " levels for " + rows
                                + " rows: its variance can hardly be told from the residual variance.",
                        "Use a coarser grouping factor, or leave the term out.");
            }
        }
    }

    /** Effects by a factor whose columns of Z all lie in the span of X: (I − P_X)Z = 0. */
    private void aliasedRandomEffects(Prepared prepared) {
        for (int f = 0; f < prepared.factors().size(); f++) {
            FixedSpan span = new FixedSpan(prepared.data());
            for (GroupingFactor.Term term : prepared.factors().get(f).terms()) {
                Design.RandomBlock block = prepared.design().random().get(term.index());
                for (int k = 0; k < term.width(); k++) {
                    if (span.holds(f, term.offset() + k, NOTHING)) {
                        add(
                                "random-effects-aliased",
                                Severity.ERROR,
                                "The random effects '" + block.effects().names().get(k) + "' by '" + block.group()
                                        + "' are linear combinations of fixed effects: the data cannot tell their"
                                        + " variance.",
                                "Leave the term out, or leave '" + block.group() + "' out of the fixed effects.");
                    }
                }
            }
        }
    }

    private void noRandomEffects(Prepared prepared) {
        if (prepared.factors().isEmpty() && prepared.design().residual().isEmpty()) {
            add(
                    "no-random-effects",
                    Severity.NOTE,
                    "The formula has no random effects: this is ordinary least squares.",
                    "Add a term such as (1 | group) if the rows are grouped.");
        }
    }
}
