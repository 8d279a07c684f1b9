package dev.echelon.report.figure;

import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.GroupEstimates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** From what each level's own rows say to the conditional mode. */
final class Shrinkage {
    private static final int MOST_ARROWS = 80;

    private final GroupEstimates estimates;
    private final int[] usable;

    private Shrinkage(GroupEstimates estimates) {
        this.estimates = estimates;
        this.usable = IntStream.range(0, estimates.levels().size())
                .filter(estimates::estimable)
                .toArray();
    }

    /** Arrows in the plane of the first two effects, or modes against least squares if there is one effect. */
    static List<Figure> of(GroupEstimates estimates, List<CovarianceEstimate> covariance) {
        Shrinkage shrinkage = new Shrinkage(estimates);
        if (shrinkage.usable.length == 0) {
            return List.of();
        }
        List<Figure> figures = new ArrayList<>();
        boolean plane = estimates.effects().size() > 1 && covariance.size() == 1;
        figures.add(plane ? shrinkage.arrows(covariance.get(0)) : shrinkage.reliability());
        return figures;
    }

    private Figure arrows(CovarianceEstimate covariance) {
        int[] shown = every(usable, MOST_ARROWS);
        double[][] at = new double[4][shown.length];
        for (int k = 0; k < shown.length; k++) {
            for (int e = 0; e < 2; e++) {
                at[e][k] = estimates.leastSquares(shown[k], e);
                at[2 + e][k] = estimates.mode(shown[k], e);
            }
        }
        String first = estimates.effects().get(0);
        String second = estimates.effects().get(1);
        Data data = Data.of()
                .texts(
                        "level",
                        Arrays.stream(shown).mapToObj(estimates.levels()::get).toList())
                .numbers("ownX", at[0])
                .numbers("ownY", at[1])
                .numbers("modeX", at[2])
                .numbers("modeY", at[3]);
        Plot plot = Plot.of(data, first, second)
                .layer(EffectsScatter.ellipse(covariance, 0, 1, 0.5))
                .layer(EffectsScatter.ellipse(covariance, 0, 1, 0.95))
                .layer(Layer.of("segment")
                        .map("x", "ownX")
                        .map("y", "ownY")
                        .map("xend", "modeX")
                        .map("yend", "modeY")
                        .colour(Palette.QUIET)
                        .set("size", 0.5)
                        .set(
                                "arrow",
                                Plot.map(
                                        "name", "arrow", "angle", 20.0, "length", 6.0, "ends", "last", "type", "open")))
                .layer(Layer.points("ownX", "ownY", Palette.VERMILLION)
                        .set("size", 2.2)
                        .set("shape", 1))
                .layer(Layer.points("modeX", "modeY", Palette.BLUE).set("size", 2.6));
        String description = String.format(
                Locale.ROOT,
                "Arrows from the least-squares estimates of %s and %s of %d levels of %s (open circles) to their"
                        + " conditional modes (filled circles), which lie nearer to zero; the ellipses hold half and 95 %%"
                        + " of the estimated distribution. Reliability is %.2f for %s and %.2f for %s.",
                first,
                second,
                shown.length,
                estimates.group(),
                estimates.reliability(0),
                first,
                estimates.reliability(1),
                second);
        return Pictures.figure(
                "shrinkage-" + estimates.group(),
                "Shrinkage of the levels of " + estimates.group(),
                description,
                note(shown),
                Hover.circles(plot.svg(600, 480), arrowTexts(shown, at)),
                data);
    }

    /** Of the open circles, then of the filled ones. */
    private List<String> arrowTexts(int[] shown, double[][] at) {
        List<String> texts = new ArrayList<>();
        for (int end = 0; end < 4; end += 2) {
            for (int k = 0; k < shown.length; k++) {
                texts.add(estimates.levels().get(shown[k]) + (end == 0 ? ", own rows: " : ", mode: ")
                        + Hover.number(at[end][k]) + ", " + Hover.number(at[end + 1][k]));
            }
        }
        return texts;
    }

    private Figure reliability() {
        int[] shown = every(usable, ResidualPanel.MOST_POINTS);
        double[] own = Arrays.stream(shown)
                .mapToDouble(j -> estimates.leastSquares(j, 0))
                .toArray();
        double[] mode =
                Arrays.stream(shown).mapToDouble(j -> estimates.mode(j, 0)).toArray();
        String effect = estimates.effects().get(0);
        Data data = Data.of()
                .texts(
                        "level",
                        Arrays.stream(shown).mapToObj(estimates.levels()::get).toList())
                .numbers("own", own)
                .numbers("mode", mode);
        Plot plot = Plot.of(data, "least squares of the level's own rows", "conditional mode")
                .layer(Layer.of("abline")
                        .set("slope", 1.0)
                        .set("intercept", 0.0)
                        .colour(Palette.QUIET)
                        .set("linetype", "dashed"))
                .layer(Layer.horizontal(0))
                .layer(Layer.points("own", "mode", Palette.BLUE)
                        .set("size", 2.4)
                        .set("alpha", 0.7));
        double strongest = 0;
        for (int j : usable) {
            strongest = Math.max(strongest, Math.abs(estimates.leastSquares(j, 0) - estimates.mode(j, 0)));
        }
        String description = String.format(
                Locale.ROOT,
                "Conditional modes of %s for %d levels of %s against what their own rows say. On the dashed line there is"
                        + " no shrinkage; the mean reliability is %.3f and the largest move %.3g.",
                effect,
                shown.length,
                estimates.group(),
                estimates.reliability(0),
                strongest);
        return Pictures.figure(
                "shrinkage-" + estimates.group(),
                "Shrinkage of the levels of " + estimates.group(),
                description,
                note(shown),
                Hover.circles(
                        plot.svg(560, 460),
                        IntStream.range(0, shown.length)
                                .mapToObj(k -> estimates.levels().get(shown[k]) + ": own rows " + Hover.number(own[k])
                                        + ", mode " + Hover.number(mode[k]))
                                .toList()),
                data);
    }

    private String note(int[] shown) {
        int levels = estimates.levels().size();
        String left = usable.length == levels
                ? ""
                : (levels - usable.length) + " levels whose rows do not determine their effects are left out. ";
        return left
                + (shown.length == usable.length
                        ? ""
                        : "Every " + Thinning.ordinal((usable.length + shown.length - 1) / shown.length) + " of "
                                + usable.length + " levels is drawn.");
    }

    /** At most so many, evenly taken. */
    static int[] every(int[] all, int most) {
        int step = (all.length + most - 1) / most;
        return step <= 1
                ? all
                : IntStream.iterate(0, i -> i < all.length, i -> i + step)
                        .map(i -> all[i])
                        .toArray();
    }
}
