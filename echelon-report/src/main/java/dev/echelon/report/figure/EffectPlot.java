package dev.echelon.report.figure;

import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.result.ModelRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The population mean along one predictor with its confidence band, others at their means, and partial residuals. */
final class EffectPlot {
    private static final double Z = 1.959963984540054;
    private static final int CURVE = 40;
    private static final int MOST_PLOTS = 6;
    private static final int MOST_POINTS = 600;

    private final ModelRows rows;
    private final double[][] covariance;
    private final double[] beta;
    private final double[] means;
    private final double[] residuals;

    private final String response;

    private EffectPlot(LmmFit fit, ModelRows rows) {
        this.response = fit.shape().response();
        this.rows = rows;
        this.covariance = fit.vcov();
        this.beta =
                fit.coefficients().stream().mapToDouble(Coefficient::estimate).toArray();
        this.residuals = fit.residuals();
        this.means = new double[beta.length];
        for (int k = 0; k < means.length; k++) {
            for (int i = 0; i < rows.size(); i++) {
                means[k] += rows.fixed(i, k) / rows.size();
            }
        }
    }

    /** For the first predictors that are columns of X by themselves: no products, no bases, no factors. */
    static List<Figure> of(LmmFit fit, ModelRows rows) {
        EffectPlot plots = new EffectPlot(fit, rows);
        List<Figure> figures = new ArrayList<>();
        List<String> columns = rows.columns();
        for (int k = 0; k < columns.size() && figures.size() < MOST_PLOTS; k++) {
            String name = columns.get(k);
            boolean alone = !name.contains("(")
                    && columns.stream()
                            .noneMatch(other -> List.of(other.split(":")).contains(name) && other.contains(":"));
            if (alone && !name.contains(":") && ThreeWays.varies(rows, k)) {
                figures.add(plots.figure(k));
            }
        }
        return figures;
    }

    private Figure figure(int column) {
        double low = IntStream.range(0, rows.size())
                .mapToDouble(i -> rows.fixed(i, column))
                .min()
                .orElse(0);
        double high = IntStream.range(0, rows.size())
                .mapToDouble(i -> rows.fixed(i, column))
                .max()
                .orElse(1);
        double[][] at = new double[4][CURVE];
        for (int c = 0; c < CURVE; c++) {
            double[] x = means.clone();
            x[column] = low + c * (high - low) / (CURVE - 1);
            double half = Z * Math.sqrt(Math.max(0, quadratic(x)));
            at[0][c] = x[column];
            at[1][c] = dot(x);
            at[2][c] = at[1][c] - half;
            at[3][c] = at[1][c] + half;
        }
        String name = rows.columns().get(column);
        Data data = Data.of()
                .numbers("x", at[0])
                .numbers("mean", at[1])
                .numbers("lower", at[2])
                .numbers("upper", at[3]);
        int[] shown = Shrinkage.every(ResidualPanel.sample(rows.size()), MOST_POINTS);
        Data partial = partial(shown, column);
        Plot plot = Plot.of(data, name, response)
                .scale("y", "limits", Plot.list(extreme(partial, at, -1), extreme(partial, at, 1)))
                .layer(Layer.points("x", "y", Palette.QUIET)
                        .data(partial)
                        .set("size", 1.8)
                        .set("alpha", 0.5))
                .layer(Layer.of("ribbon")
                        .map("x", "x")
                        .map("ymin", "lower")
                        .map("ymax", "upper")
                        .fill(Palette.SKY)
                        .set("alpha", 0.4)
                        .set("size", 0.0))
                .layer(Layer.line("x", "mean", Palette.BLUE));
        String description = String.format(
                Locale.ROOT,
                "The population mean along %s with a 95 %% confidence band, the other columns of X at their means: from"
                        + " %.4g at %.4g to %.4g at %.4g. Dots are partial residuals.",
                name,
                at[1][0],
                low,
                at[1][CURVE - 1],
                high);
        String note = shown.length == rows.size()
                ? ""
                : "Partial residuals of " + shown.length + " of " + rows.size() + " rows are drawn.";
        List<String> dots = Arrays.stream(shown)
                .mapToObj(i -> "row " + (i + 1) + ": " + Hover.number(rows.fixed(i, column)) + ", residual "
                        + Hover.number(residuals[i]))
                .toList();
        String svg = Hover.circles(plot.svg(560, 360), dots);
        return Pictures.figure("effect-of-" + name, "Effect of " + name, description, note, svg, data);
    }

    /** The smallest or largest of the band and the dots, with a little room. */
    private static double extreme(Data partial, double[][] at, int sign) {
        double[] all = java.util.stream.DoubleStream.concat(
                        java.util.stream.DoubleStream.concat(Arrays.stream(at[2]), Arrays.stream(at[3])),
                        java.util.Objects.requireNonNull(partial.columns().get("y")).stream()
                                .mapToDouble(value -> (Double) value))
                .sorted()
                .toArray();
        double room = 0.03 * (all[all.length - 1] - all[0]);
        return sign < 0 ? all[0] - room : all[all.length - 1] + room;
    }

    /** The line at each row's x plus the row's residual. */
    private Data partial(int[] shown, int column) {
        double level = dot(means);
        double[] x =
                Arrays.stream(shown).mapToDouble(i -> rows.fixed(i, column)).toArray();
        double[] y = Arrays.stream(shown)
                .mapToDouble(i -> level + beta[column] * (rows.fixed(i, column) - means[column]) + residuals[i])
                .toArray();
        return Data.of().numbers("x", x).numbers("y", y);
    }

    private double dot(double[] x) {
        return IntStream.range(0, x.length).mapToDouble(k -> x[k] * beta[k]).sum();
    }

    private double quadratic(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                sum += x[i] * covariance[i][j] * x[j];
            }
        }
        return sum;
    }
}
