package dev.echelon.report.figure;

import dev.echelon.result.StructureComparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** Structures of the residuals by their number of parameters and their criterion, each tied to the one it is tested against. */
public final class LikelihoodLadder {
    private static final double LEVEL = 0.05;

    private LikelihoodLadder() {}

    /**
     * The picture; structures without a fit are left out.
     *
     * @throws dev.echelon.error.EchelonException if no structure has a fit
     */
    public static Figure of(StructureComparison comparison) {
        List<StructureComparison.Row> rows = comparison.rows().stream()
                .filter(row -> Double.isFinite(row.objective()))
                .toList();
        if (rows.isEmpty()) {
            throw new dev.echelon.error.EchelonException(
                    "no structure could be fitted, so there is nothing to draw; the table says why");
        }
        String criterion = comparison.criterion().equals("REML") ? "REML criterion" : "−2 log-likelihood";
        Data data = data(rows);
        Plot plot = Plot.of(data, "covariance parameters", criterion)
                .scale("x", "breaks", breaks(rows))
                .scale("x", "format", "d")
                .scale("x", "expand", Plot.list(0.12, 0.3))
                .scale("y", "expand", Plot.list(0.12, 0.0));
        steps(rows, true, plot);
        steps(rows, false, plot);
        plot.layer(Layer.points("parameters", "objective", Palette.BLUE).set("size", 4.0))
                .layer(Layer.of("text")
                        .map("x", "parameters")
                        .map("y", "objective")
                        .map("label", "structure")
                        .colour(Palette.INK)
                        // Steps come from above on the left and leave below on the right.
                        .set("hjust", 0.0)
                        .set("nudge_x", 0.015 * breadth(rows))
                        .set("nudge_y", 0.035 * range(rows)));
        return Pictures.figure(
                "likelihood-ladder",
                "Structures of the residuals",
                description(rows, criterion),
                "Lines join a structure to the one it is tested against: full where the likelihood ratio test rejects the"
                        + " simpler one at 5 %, dashed where it does not.",
                Hover.circles(
                        plot.svg(560, 380),
                        rows.stream()
                                .map(row -> String.format(
                                        Locale.ROOT,
                                        "%s: %.2f with %d parameters, AIC %.2f, BIC %.2f",
                                        row.structure(),
                                        row.objective(),
                                        row.parameters(),
                                        row.aic(),
                                        row.bic()))
                                .toList()),
                data);
    }

    private static Data data(List<StructureComparison.Row> rows) {
        return Data.of()
                .texts(
                        "structure",
                        rows.stream().map(StructureComparison.Row::structure).toList())
                .numbers(
                        "parameters",
                        rows.stream()
                                .mapToDouble(StructureComparison.Row::parameters)
                                .toArray())
                .numbers(
                        "objective",
                        rows.stream()
                                .mapToDouble(StructureComparison.Row::objective)
                                .toArray())
                .numbers(
                        "AIC",
                        rows.stream().mapToDouble(StructureComparison.Row::aic).toArray())
                .numbers(
                        "BIC",
                        rows.stream().mapToDouble(StructureComparison.Row::bic).toArray());
    }

    private static void steps(List<StructureComparison.Row> rows, boolean rejected, Plot plot) {
        List<double[]> steps = new ArrayList<>();
        for (StructureComparison.Row row : rows) {
            rows.stream()
                    .filter(simpler -> simpler.structure().equals(row.against()) && row.pValue() < LEVEL == rejected)
                    .forEach(simpler -> steps.add(
                            new double[] {simpler.parameters(), simpler.objective(), row.parameters(), row.objective()
                            }));
        }
        if (steps.isEmpty()) {
            return;
        }
        Data ends = Data.of();
        String[] names = {"x", "y", "xend", "yend"};
        for (int k = 0; k < names.length; k++) {
            int end = k;
            ends = ends.numbers(
                    names[k], steps.stream().mapToDouble(step -> step[end]).toArray());
        }
        plot.layer(Layer.of("segment")
                .data(ends)
                .map("x", "x")
                .map("y", "y")
                .map("xend", "xend")
                .map("yend", "yend")
                .colour(rejected ? Palette.BLUE : Palette.QUIET)
                .set("linetype", rejected ? "solid" : "dashed"));
    }

    private static List<Object> breaks(List<StructureComparison.Row> rows) {
        return new ArrayList<>(
                rows.stream().map(row -> (double) row.parameters()).distinct().toList());
    }

    private static double breadth(List<StructureComparison.Row> rows) {
        IntSummaryStatistics of =
                rows.stream().mapToInt(StructureComparison.Row::parameters).summaryStatistics();
        return of.getMax() - of.getMin();
    }

    private static double range(List<StructureComparison.Row> rows) {
        DoubleSummaryStatistics of =
                rows.stream().mapToDouble(StructureComparison.Row::objective).summaryStatistics();
        return of.getMax() - of.getMin();
    }

    private static String description(List<StructureComparison.Row> rows, String criterion) {
        StructureComparison.Row best = rows.stream()
                .min(Comparator.comparingDouble(StructureComparison.Row::aic))
                .orElseThrow();
        StringBuilder text = new StringBuilder("The " + criterion + " by the number of covariance parameters: ");
        for (StructureComparison.Row row : rows) {
            text.append(String.format(
                    Locale.ROOT, "%s %.2f with %d, ", row.structure(), row.objective(), row.parameters()));
        }
        text.setLength(text.length() - 2);
        return text + ". AIC is smallest for " + best.structure() + ".";
    }
}
