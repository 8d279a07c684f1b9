package dev.echelon.report.figure;

import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.RandomEffects;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Conditional modes of two effects against each other, with ellipses of the estimated distribution. */
final class EffectsScatter {
    private static final int VERTICES = 72;

    private EffectsScatter() {}

    static Figure of(RandomEffects effects, CovarianceEstimate estimate, int i, int j) {
        int levels = effects.levels().size();
        int[] shown = ResidualPanel.sample(levels);
        double[] x =
                IntStream.of(shown).mapToDouble(level -> effects.mode(level, i)).toArray();
        double[] y =
                IntStream.of(shown).mapToDouble(level -> effects.mode(level, j)).toArray();
        List<String> names = IntStream.of(shown).mapToObj(effects.levels()::get).toList();
        Data data = Data.of().texts("level", names).numbers("x", x).numbers("y", y);
        String first = effects.columns().get(i);
        String second = effects.columns().get(j);
        String title = effects.name() + ": " + second + " against " + first;
        double correlation = estimate.correlation().get(i).get(j);
        Plot plot = Plot.of(data, first, second)
                .layer(Layer.vertical(0))
                .layer(Layer.horizontal(0))
                .layer(ellipse(estimate, i, j, 0.5))
                .layer(ellipse(estimate, i, j, 0.95))
                .layer(Layer.points("x", "y", Palette.BLUE).set("size", 2.5).set("alpha", 0.7));
        String description = String.format(
                Locale.ROOT,
                "Conditional modes of %s and %s for %d levels of %s, with the ellipses that hold half and 95 %% of the"
                        + " estimated distribution; its correlation is %.2f.",
                first,
                second,
                levels,
                effects.name(),
                correlation);
        String note = shown.length == levels ? "" : "A random sample of " + shown.length + " of " + levels + " levels.";
        return Pictures.figure(
                "effects-" + effects.name() + "-" + first + "-" + second,
                title,
                description,
                note,
                Hover.circles(
                        plot.svg(560, 460),
                        IntStream.range(0, x.length)
                                .mapToObj(k -> names.get(k) + ": " + Hover.number(x[k]) + ", " + Hover.number(y[k]))
                                .toList()),
                data);
    }

    /** The contour of the bivariate normal distribution that holds so much of it. */
    static Layer ellipse(CovarianceEstimate estimate, int i, int j, double content) {
        double radius = Math.sqrt(ChiSquaredDistribution.of(2).inverseCumulativeProbability(content));
        double si = estimate.standardDeviations().get(i);
        double sj = estimate.standardDeviations().get(j);
        double r = estimate.correlation().get(i).get(j);
        double across = Math.sqrt(Math.max(0, 1 - r * r));
        double[] ex = new double[VERTICES + 1];
        double[] ey = new double[VERTICES + 1];
        for (int k = 0; k <= VERTICES; k++) {
            double angle = 2 * Math.PI * k / VERTICES;
            ex[k] = radius * si * Math.cos(angle);
            ey[k] = radius * sj * (r * Math.cos(angle) + across * Math.sin(angle));
        }
        return Layer.of("path")
                .data(Data.of().numbers("x", ex).numbers("y", ey))
                .map("x", "x")
                .map("y", "y")
                .colour(Palette.QUIET)
                .set("linetype", "dashed");
    }
}
