package dev.echelon.report;

import dev.echelon.LmmFit;
import dev.echelon.report.figure.Thinning;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.RankedEffect;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Small plots in characters, for a terminal. */
public final class TextPlots {
    private static final int MOST_LINES = 20;
    private static final int NAME = 14;
    private static final int NUMBER = 9;
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final String ASCII_BLOCKS = " .:-=+*#@";

    private TextPlots() {}

    /**
     * Caterpillars of all random effects, and the distribution of residuals if the fit holds rows.
     *
     * @param width characters per line
     * @param unicode whether more than ASCII can be shown
     */
    public static String of(LmmFit fit, int width, boolean unicode) {
        StringBuilder out = new StringBuilder();
        for (CovarianceEstimate estimate : fit.covarianceEstimates()) {
            out.append(caterpillars(fit.randomEffects(estimate.name()), width, unicode))
                    .append('\n');
        }
        double[] residuals = fit.sigma() > 0 ? fit.scaledResiduals() : new double[0];
        if (residuals.length > 0) {
            out.append(histogram(residuals, width, unicode));
        }
        return out.toString();
    }

    /** Modes in ascending order with 95 % intervals, a line each; at most twenty, evenly taken. */
    public static String caterpillars(RandomEffects effects, int width, boolean unicode) {
        StringBuilder out = new StringBuilder();
        for (int column = 0; column < effects.columns().size(); column++) {
            out.append(column == 0 ? "" : "\n");
            caterpillar(effects, column, width, unicode, out);
        }
        return out.toString();
    }

    private static void caterpillar(RandomEffects effects, int column, int width, boolean unicode, StringBuilder out) {
        List<RankedEffect> all = effects.caterpillar(column, 0.95, false);
        int step = (all.size() + MOST_LINES - 1) / MOST_LINES;
        double low = all.stream().mapToDouble(RankedEffect::lower).min().orElse(-1);
        double high = all.stream().mapToDouble(RankedEffect::upper).max().orElse(1);
        low = Math.min(low, 0);
        high = high > low ? Math.max(high, 0) : low + 1;
        int span = Math.max(10, width - NAME - NUMBER - 2);
        out.append(effects.name()).append(": ").append(effects.columns().get(column));
        out.append(step == 1 ? "" : " (every " + Thinning.ordinal(step) + " of " + all.size() + " levels)")
                .append('\n');
        for (int k = 0; k < all.size(); k += step) {
            RankedEffect effect = all.get(k);
            char[] line = new char[span];
            Arrays.fill(line, ' ');
            line[at(0, low, high, span)] = unicode ? '┊' : ':';
            Arrays.fill(
                    line,
                    at(effect.lower(), low, high, span),
                    at(effect.upper(), low, high, span) + 1,
                    unicode ? '─' : '-');
            line[at(effect.mode(), low, high, span)] = unicode ? '●' : 'o';
            out.append(name(effect.level())).append(' ');
            out.append(String.format(Locale.ROOT, "%" + NUMBER + ".4g ", effect.mode()));
            out.append(new String(line).stripTrailing()).append('\n');
        }
    }

    private static int at(double value, double low, double high, int span) {
        return (int) Math.round((value - low) / (high - low) * (span - 1));
    }

    private static String name(String level) {
        int length = level.codePointCount(0, level.length());
        return length > NAME
                ? level.substring(0, level.offsetByCodePoints(0, NAME - 1)) + "~"
                : level + " ".repeat(NAME - length);
    }

    /** The distribution of scaled residuals as a line of bars. */
    static String histogram(double[] scaled, int width, boolean unicode) {
        double low = Arrays.stream(scaled).min().orElse(0);
        double high = Arrays.stream(scaled).max().orElse(1);
        int bins = Math.max(10, Math.min(60, width - 20));
        int[] counts = new int[bins];
        for (double value : scaled) {
            counts[high > low ? (int) Math.min(bins - 1, (value - low) / (high - low) * bins) : 0]++;
        }
        int most = Arrays.stream(counts).max().orElse(1);
        String blocks = unicode ? BLOCKS : ASCII_BLOCKS;
        StringBuilder line = new StringBuilder();
        for (int count : counts) {
            int height = count == 0 ? 0 : 1 + (int) ((long) (blocks.length() - 2) * count / most);
            line.append(blocks.charAt(height));
        }
        return String.format(Locale.ROOT, "Scaled residuals%n%7.2f %s %.2f%n", low, line, high)
                .replace(System.lineSeparator(), "\n");
    }
}
