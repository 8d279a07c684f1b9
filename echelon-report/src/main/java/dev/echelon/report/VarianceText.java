package dev.echelon.report;

import dev.echelon.result.CovarianceEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The table of variances, standard deviations and correlations of the random effects. */
final class VarianceText {
    private static final int DIGITS = 4;

    private final List<CovarianceEstimate> terms;
    private final double sigma;
    private final boolean residual;
    private final int variancePlaces;
    private final int sdPlaces;

    /** @param residual whether the residual has a row of its own */
    VarianceText(List<CovarianceEstimate> terms, double sigma, boolean residual) {
        this.residual = residual;
        this.terms = terms;
        this.sigma = sigma;
        double[] sds = DoubleStream.concat(
                        terms.stream()
                                .flatMap(term -> term.standardDeviations().stream())
                                .mapToDouble(Double::doubleValue),
                        DoubleStream.of(sigma))
                .toArray();
        this.sdPlaces = Decimals.places(DIGITS, sds);
        this.variancePlaces =
                Decimals.places(DIGITS, DoubleStream.of(sds).map(sd -> sd * sd).toArray());
    }

    String render() {
        int columns = terms.stream().mapToInt(VarianceText::correlations).max().orElse(0);
        TextTable table = new TextTable("llrr" + "r".repeat(columns));
        table.row(
                columns > 0
                        ? List.of("Groups", "Name", "Variance", "Std.Dev.", "Corr")
                        : List.of("Groups", "Name", "Variance", "Std.Dev."));
        for (CovarianceEstimate term : terms) {
            for (int i = 0; i < term.columns().size(); i++) {
                table.row(row(term, i));
            }
        }
        if (residual) {
            table.row("Residual", "", variance(sigma), sd(sigma));
        }
        return table.render(" ");
    }

    private List<String> row(CovarianceEstimate term, int i) {
        double deviation = term.standardDeviations().get(i);
        List<String> cells = new ArrayList<>();
        cells.add(i == 0 ? term.name() : "");
        cells.add(term.columns().get(i));
        cells.add(variance(deviation));
        cells.add(sd(deviation));
        for (int j = 0; j < Math.min(i, correlations(term)); j++) {
            cells.add(Decimals.fixed(term.correlation().get(i).get(j), 2));
        }
        return cells;
    }

    /** Columns of correlations that a term needs; a term without covariances has none to show. */
    private static int correlations(CovarianceEstimate term) {
        boolean independent =
                term.structure().equals("diag") || term.structure().equals("id");
        return independent ? 0 : term.columns().size() - 1;
    }

    private String variance(double deviation) {
        return Decimals.fixed(deviation * deviation, variancePlaces);
    }

    private String sd(double deviation) {
        return Decimals.fixed(deviation, sdPlaces);
    }
}
