package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A layout in words, with the predicted work of one evaluation. */
public final class PlanText {

    private PlanText() {}

    /** One line per step. */
    public static List<String> lines(CrossProducts data, EliminationPlan plan, List<String> groups) {
        Layout layout = plan.layout();
        List<String> lines = new ArrayList<>();
        lines.add(summary(plan, groups));
        if (plan.isSparse()) {
            addSparse(plan, lines);
            addForecast(plan, lines);
            return List.copyOf(lines);
        }
        for (int c = 0; c < layout.chain().length; c++) {
            int f = layout.chain()[c];
            CrossProducts.Block block = data.block(f);
            lines.add(String.format(
                    Locale.ROOT,
                    "eliminate '%s': %d levels of %d effect%s, one %dx%d Cholesky each",
                    groups.get(f),
                    block.levels(),
                    block.effects(),
                    block.effects() == 1 ? "" : "s",
                    block.effects(),
                    block.effects()));
        }
        double n = layout.rootSize();
        lines.add(String.format(
                Locale.ROOT,
                "dense root of order %d (%d random effects, %d columns of X, y): %s, %s",
                layout.rootSize(),
                layout.tailColumns(),
                layout.fixedColumns(),
                Amount.of(n * n * n / 3, "flop"),
                Amount.of(3 * 8 * n * n, "B")));
        addOrders(plan, lines);
        addForecast(plan, lines);
        return List.copyOf(lines);
    }

    private static void addSparse(EliminationPlan plan, List<String> lines) {
        OrderSearch search = plan.search().orElseThrow();
        lines.add(String.format(
                Locale.ROOT,
                "sparse factor of %d random effects in %d panels: %s, %s",
                search.symbolic().columns(),
                search.symbolic().panels(),
                Amount.of(plan.forecast().flops(), "flop"),
                Amount.of(plan.forecast().bytes(), "B")));
        addOrders(plan, lines);
    }

    /** The orders that were compared, and how much each saves against one dense root. */
    private static void addOrders(EliminationPlan plan, List<String> lines) {
        if (plan.search().isEmpty()) {
            return;
        }
        OrderSearch search = plan.search().get();
        lines.add("with one dense root: " + Amount.of(search.full(), "flop"));
        for (int i = 0; i < search.candidates().size(); i++) {
            OrderSearch.Candidate candidate = search.candidates().get(i);
            lines.add(String.format(
                    Locale.ROOT,
                    "order '%s': %s, %.1f times fewer%s",
                    candidate.name(),
                    Amount.of(candidate.cost().flops(), "flop"),
                    search.full() / candidate.cost().flops(),
                    search.taken() && i == search.best() ? " (taken)" : ""));
        }
    }

    private static void addForecast(EliminationPlan plan, List<String> lines) {
        Forecast forecast = plan.forecast();
        if (!forecast.fits()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "does not fit: %s needed, %s left of %s",
                    Amount.of(forecast.bytes(), "B"),
                    Amount.of(Forecast.available(), "B"),
                    Amount.of(Runtime.getRuntime().maxMemory(), "B")));
        }
    }

    /**
     * What a way of computing will take.
     *
     * @param cpuSeconds processor time of a value, of an evaluation with derivatives, and of the fit
     */
    public static String forecast(
            String way, double[] cpuSeconds, int evaluations, int threads, double seconds, double bytes) {
        return String.format(
                Locale.ROOT,
                "forecast, %s: %s of processor time per value, %s with derivatives, %d evaluations expected, %s in all;"
                        + " %s on %d thread%s; %s",
                way,
                Amount.ofSeconds(cpuSeconds[0]),
                Amount.ofSeconds(cpuSeconds[1]),
                evaluations,
                Amount.ofSeconds(cpuSeconds[2]),
                Amount.ofSeconds(seconds),
                threads,
                threads == 1 ? "" : "s",
                Amount.of(bytes, "B"));
    }

    /** The plan in a few words. */
    public static String summary(EliminationPlan plan, List<String> groups) {
        Layout layout = plan.layout();
        if (layout.chain().length == 0) {
            return "least squares";
        }
        List<String> chain = new ArrayList<>();
        for (int f : layout.chain()) {
            chain.add(groups.get(f));
        }
        List<String> tail = new ArrayList<>();
        for (int f : layout.tail()) {
            tail.add(groups.get(f));
        }
        if (tail.isEmpty()) {
            return chain.size() == 1
                    ? "one factor: closed form per level, exact Hessian"
                    : "nested: tree elimination " + String.join(" in ", chain);
        }
        if (plan.isSparse()) {
            List<String> all = new ArrayList<>(chain);
            all.addAll(tail);
            OrderSearch search = plan.search().orElseThrow();
            return "crossed: sparse factor of " + String.join(", ", all) + ", order '"
                    + search.candidates().get(search.best()).name() + "'";
        }
        return "crossed: " + String.join(" in ", chain) + " eliminated by blocks, dense tail of "
                + String.join(", ", tail);
    }
}
