package dev.echelon.bench;

import java.util.List;
import java.util.Locale;

/** The results as a table for a terminal. */
final class RaceTable {
    private static final String ROW =
            "%-10s %8s %2s | %9s %9s %9s %5s %9s %6s | %9s %5s | %7s %6s %-5s | %10s | %6s %6s | %5s %6s | %s%n";

    private RaceTable() {}

    static String of(List<RaceResult> results) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                ROW,
                "model",
                "n",
                "θ",
                "ms",
                "min ms",
                "first ms",
                "evals",
                "ms/eval",
                "/chol",
                "lme4 ms",
                "evals",
                "ratio",
                "target",
                "",
                "objective−",
                "MB",
                "R MB",
                "cpus",
                "R cpus",
                "kernels"));
        results.forEach(result -> text.append(row(result)));
        results.stream()
                .filter(result -> result.model().work() == RaceWork.BOOTSTRAP)
                .forEach(result -> text.append(replicates(result)));
        results.stream().filter(result -> result.coldEchelonMillis() > 0).forEach(result -> text.append(cold(result)));
        results.stream()
                .map(RaceResult::model)
                .filter(model -> !model.published().isEmpty())
                .forEach(model -> text.append(
                        String.format(Locale.ROOT, "%s: published, not raced: %s%n", model.name(), model.published())));
        return text.toString();
    }

    static String row(RaceResult r) {
        Pairs e = r.echelon();
        Pairs l = r.lme4();
        Pairs shape = e.has("n") ? e : l;
        return String.format(
                Locale.ROOT,
                ROW,
                r.model().name(),
                number(shape.number("n"), "%.0f"),
                number(shape.number("thetas"), "%.0f"),
                number(e.number("median_ms"), "%.3f"),
                number(e.number("min_ms"), "%.3f"),
                number(e.number("first_ms"), "%.1f"),
                number(e.number("evaluations"), "%.0f"),
                number(r.model().work() == RaceWork.FIT ? r.millisPerEvaluation() : Double.NaN, "%.4f"),
                number(r.evaluationRatio(), "%.1f"),
                number(l.number("median_ms"), "%.1f"),
                number(l.number("evaluations"), "%.0f"),
                number(r.ratio(), "%.1f"),
                number(r.model().target(), "%.0f"),
                verdict(r),
                number(r.objectiveDifference(), "%+.2e"),
                number(e.number("peak_kb") / 1024, "%.0f"),
                number(l.number("peak_kb") / 1024, "%.0f"),
                number(e.number("cpus_busy"), "%.2f"),
                number(l.number("cpus_busy"), "%.2f"),
                note(r));
    }

    private static String replicates(RaceResult r) {
        return String.format(
                Locale.ROOT,
                "%s: ms are of %d replicates, lme4 ms of %d; the ratio is of %s ms and %s ms a replicate%n",
                r.model().name(),
                r.model().work().units(),
                r.model().work().lme4Units(),
                number(RaceResult.unitMillis(r.echelon()), "%.4f"),
                number(RaceResult.unitMillis(r.lme4()), "%.2f"));
    }

    private static String cold(RaceResult r) {
        return String.format(
                Locale.ROOT,
                "cold %-10s ./echelon %.0f ms, Rscript %s ms, ratio %s%n",
                r.model().name(),
                r.coldEchelonMillis(),
                number(r.coldLme4Millis(), "%.0f"),
                number(r.coldLme4Millis() / r.coldEchelonMillis(), "%.1f"));
    }

    private static String verdict(RaceResult r) {
        if (!r.agrees()) {
            return "WRONG";
        }
        if (Double.isNaN(r.ratio())) {
            return "";
        }
        return r.ratio() >= r.model().target() ? "ok" : "slow";
    }

    private static String note(RaceResult r) {
        String lme4 = r.lme4().has("error")
                ? " lme4: " + r.lme4().text("error")
                : r.lme4().text("messages").isEmpty()
                        ? ""
                        : " lme4 warns: " + r.lme4().text("messages");
        return (r.echelon().has("error")
                        ? r.echelon().text("error")
                        : r.echelon().text("kernels"))
                + (r.model().work().residual() && r.lme4().has("median_ms") ? " lme4 ms are of nlme's gls" : "")
                + lme4;
    }

    private static String number(double value, String format) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
