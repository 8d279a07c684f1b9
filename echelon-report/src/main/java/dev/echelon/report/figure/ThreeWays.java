package dev.echelon.report.figure;

import dev.echelon.result.Exploration;
import dev.echelon.result.GroupLines;
import dev.echelon.result.ModelRows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** One predictor three ways: the regression of group means, a regression per group, the mixed model. */
final class ThreeWays {
    private static final int MOST_LINES = 40;

    private final Exploration exploration;
    private final ModelRows rows;
    private final ModelRows.Grouping grouping;
    private final String name;
    private final int column;
    private final int inX;
    private final double[][] means;
    private final double[] response;
    private final double[][] range;

    private ThreeWays(Exploration exploration, ModelRows rows, String name, int column) {
        this.name = name;
        this.exploration = exploration;
        this.rows = rows;
        this.grouping = rows.grouping(exploration.group());
        this.column = column;
        GroupLines lines = exploration.lines();
        this.inX = rows.columns().indexOf(lines.columns().get(column));
        int[] counts = grouping.counts();
        int m = counts.length;
        means = new double[lines.columns().size()][m];
        response = new double[m];
        range = new double[2][m];
        Arrays.fill(range[0], Double.POSITIVE_INFINITY);
        Arrays.fill(range[1], Double.NEGATIVE_INFINITY);
        for (int i = 0; i < rows.size(); i++) {
            int j = grouping.code(i);
            response[j] += rows.response(i) / counts[j];
            for (int k = 0; k < means.length; k++) {
                int at = rows.columns().indexOf(lines.columns().get(k));
                means[k][j] += (at < 0 ? 0 : rows.fixed(i, at)) / counts[j];
            }
            double x = rows.fixed(i, inX);
            range[0][j] = Math.min(range[0][j], x);
            range[1][j] = Math.max(range[1][j], x);
        }
        int constant = lines.columns().indexOf("(Intercept)");
        if (constant >= 0) {
            Arrays.fill(means[constant], 1);
        }
    }

    /** The picture of the first predictor that varies within groups and is a column of X, a numeric one if any; empty if there is none. */
    static Optional<Figure> of(Exploration exploration, ModelRows rows, String response) {
        List<String> columns = exploration.lines().columns();
        int chosen = -1;
        for (int k = columns.size() - 1; k >= 0; k--) {
            int inX = rows.columns().indexOf(columns.get(k));
            boolean candidate = !columns.get(k).equals("(Intercept)") && inX >= 0;
            if (candidate && (chosen < 0 || varies(rows, inX))) {
                chosen = k;
            }
        }
        return chosen < 0 ? Optional.empty() : Optional.of(new ThreeWays(exploration, rows, response, chosen).figure());
    }

    /** Whether a column has more than two values, as one of a factor has not. */
    static boolean varies(ModelRows rows, int column) {
        double first = rows.fixed(0, column);
        double second = Double.NaN;
        for (int i = 1; i < rows.size(); i++) {
            double x = rows.fixed(i, column);
            if (x != first && Double.isNaN(second)) {
                second = x;
            } else if (x != first && x != second) {
                return true;
            }
        }
        return false;
    }

    private Figure figure() {
        String predictor = exploration.lines().columns().get(column);
        int[] shown = Shrinkage.every(
                IntStream.range(0, response.length)
                        .filter(j -> !Double.isNaN(exploration.lines().leastSquares(j, column)))
                        .toArray(),
                MOST_LINES);
        Data drawn = lines(shown);
        List<Plot> panels = List.of(
                aggregate(predictor),
                panel(drawn, predictor, "ownFrom", "ownTo", Palette.VERMILLION, "One regression each"),
                panel(drawn, predictor, "mixedFrom", "mixedTo", Palette.BLUE, "Mixed model"));
        String description = String.format(
                Locale.ROOT,
                "%s against %s three ways: a regression of the %d means of %s (slope %s); a regression for each"
                        + " level that has one (slopes with mean %.3g and standard deviation %.3g); the lines of the mixed"
                        + " model (slopes with standard deviation %.3g).",
                name,
                predictor,
                response.length,
                exploration.group(),
                slope(predictor),
                mean(),
                exploration.lines().spread(column, false),
                spread());
        String note = shown.length < response.length
                ? "Lines of " + shown.length + " of " + response.length + " levels are drawn."
                : "";
        return Pictures.figure(
                "three-ways",
                "Three ways to see " + predictor,
                description,
                note,
                marked(Plot.grid(panels, 3, 900, 360), shown),
                drawn);
    }

    /** The dots of the first panel are levels; those of the others are rows, which the lines of levels explain. */
    private String marked(String svg, int[] shown) {
        List<String> dots = new java.util.ArrayList<>();
        for (int j : ResidualPanel.sample(response.length)) {
            dots.add(grouping.levels().get(j) + ": means " + Hover.number(means[column][j]) + ", "
                    + Hover.number(response[j]));
        }
        dots.addAll(Hover.none(2 * points().rows()));
        String own = Hover.lines(Hover.circles(svg, dots), Palette.VERMILLION, slopes(shown, false));
        return Hover.lines(own, Palette.BLUE, slopes(shown, true));
    }

    private List<String> slopes(int[] shown, boolean mixed) {
        GroupLines lines = exploration.lines();
        return Arrays.stream(shown)
                .mapToObj(j -> grouping.levels().get(j) + ": slope "
                        + Hover.number(mixed ? lines.mixed(j, column) : lines.leastSquares(j, column)))
                .toList();
    }

    private double mean() {
        return exploration
                .separate()
                .means()
                .get(exploration
                        .separate()
                        .columns()
                        .indexOf(exploration.lines().columns().get(column)));
    }

    /** Slopes that are the same for all levels differ by rounding only. */
    private double spread() {
        double spread = exploration.lines().spread(column, true);
        return spread < 1e-9 * Math.abs(exploration.lines().mixed(0, column)) ? 0 : spread;
    }

    private String slope(String predictor) {
        return exploration.aggregate().coefficients().stream()
                .filter(c -> c.term().equals(predictor))
                .filter(c -> !Double.isNaN(c.estimate()))
                .findFirst()
                .map(c -> String.format(Locale.ROOT, "%.3g", c.estimate()))
                .orElse("not estimable");
    }

    private Data lines(int[] shown) {
        double[][] at = new double[6][shown.length];
        for (int s = 0; s < shown.length; s++) {
            int j = shown[s];
            for (int end = 0; end < 2; end++) {
                at[end][s] = range[end][j];
                at[2 + end][s] = line(j, range[end][j], false);
                at[4 + end][s] = line(j, range[end][j], true);
            }
        }
        return Data.of()
                .texts(
                        "level",
                        Arrays.stream(shown).mapToObj(grouping.levels()::get).toList())
                .numbers("from", at[0])
                .numbers("to", at[1])
                .numbers("ownFrom", at[2])
                .numbers("ownTo", at[3])
                .numbers("mixedFrom", at[4])
                .numbers("mixedTo", at[5]);
    }

    /** The line of a level at x, with its other predictors at their means in the level. */
    private double line(int level, double x, boolean mixed) {
        GroupLines lines = exploration.lines();
        double y = 0;
        for (int k = 0; k < means.length; k++) {
            double coefficient = mixed ? lines.mixed(level, k) : lines.leastSquares(level, k);
            y += coefficient * (k == column ? x : means[k][level]);
        }
        return y;
    }

    private Plot aggregate(String predictor) {
        int[] shown = ResidualPanel.sample(response.length);
        double[] x = Arrays.stream(shown).mapToDouble(j -> means[column][j]).toArray();
        double[] y = Arrays.stream(shown).mapToDouble(j -> response[j]).toArray();
        Plot plot = Plot.of(Data.of().numbers("x", x).numbers("y", y), "mean of " + predictor, "mean of " + name)
                .layer(Layer.points("x", "y", Palette.GREEN).set("size", 2.2).set("alpha", 0.7))
                .title("Group means");
        for (Exploration.AggregateCoefficient c : exploration.aggregate().coefficients()) {
            if (c.term().equals(predictor) && !Double.isNaN(c.estimate())) {
                double middleX = Arrays.stream(means[column]).average().orElse(0);
                double middleY = Arrays.stream(response).average().orElse(0);
                plot.layer(Layer.of("abline")
                        .set("slope", c.estimate())
                        .set("intercept", middleY - c.estimate() * middleX)
                        .colour(Palette.GREEN)
                        .set("size", 1.2));
            }
        }
        return plot;
    }

    private Plot panel(Data data, String predictor, String from, String to, Palette colour, String title) {
        return Plot.of(data, predictor, name)
                .layer(Layer.points("x", "y", Palette.QUIET)
                        .data(points())
                        .set("size", 1.8)
                        .set("alpha", 0.5))
                .layer(Layer.of("segment")
                        .map("x", "from")
                        .map("xend", "to")
                        .map("y", from)
                        .map("yend", to)
                        .colour(colour)
                        .set("size", 0.8)
                        .set("alpha", 0.85))
                .title(title);
    }

    private Data points() {
        int[] shown = Shrinkage.every(ResidualPanel.sample(rows.size()), 500);
        return Data.of()
                .numbers(
                        "x",
                        Arrays.stream(shown)
                                .mapToDouble(i -> rows.fixed(i, inX))
                                .toArray())
                .numbers("y", Arrays.stream(shown).mapToDouble(rows::response).toArray());
    }
}
