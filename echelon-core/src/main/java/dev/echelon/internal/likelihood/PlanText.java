package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A layout in words, with the predicted work of one evaluation. */
public final class PlanText {

    private PlanText() {}

    /** One line per step. */
    public static List<String> lines(CrossProducts data, Layout layout, List<String> groups) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(layout, groups));
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
                amount(n * n * n / 3, "flop"),
                amount(3 * 8 * n * n, "B")));
        return List.copyOf(lines);
    }

    /** The plan in a few words. */
    public static String summary(Layout layout, List<String> groups) {
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
        return "crossed: " + String.join(" in ", chain) + " eliminated by blocks, dense tail of "
                + String.join(", ", tail);
    }

    /** Three digits with a prefix: {@code 499 Mflop}. */
    private static String amount(double value, String unit) {
        String[] prefixes = {"", "k", "M", "G", "T"};
        int k = 0;
        double scaled = value;
        while (scaled >= 1000 && k + 1 < prefixes.length) {
            scaled /= 1000;
            k++;
        }
        String digits = String.format(Locale.ROOT, scaled >= 100 ? "%.0f" : scaled >= 10 ? "%.1f" : "%.2f", scaled);
        return digits + " " + prefixes[k] + unit;
    }
}
