package dev.echelon.report;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.result.AnovaTable;
import dev.echelon.result.Coefficient;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.ModelShape;
import dev.echelon.result.ResidualCovariance;
import dev.echelon.result.TestResult;
import dev.echelon.result.Theta;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The tables of the report of a fit. */
final class FitTables {
    private static final int DIGITS = 4;
    private static final double MOST_UNLIKE = 1000;

    private final LmmFit fit;
    private final DfMethod df;

    FitTables(LmmFit fit, DfMethod df) {
        this.fit = fit;
        this.df = df;
    }

    Block.Table sizes() {
        TableBuilder table = new TableBuilder("sizes", "Data and groups")
                .text("group")
                .number("levels", "effects", "columns of Z", "fewest rows", "mean rows", "most rows");
        ModelShape shape = fit.shape();
        for (ModelShape.RandomTerm term : shape.random()) {
            table.row(
                    TableBuilder.label(term.name()),
                    TableBuilder.count(term.levels()),
                    TableBuilder.count(term.columns().size()),
                    TableBuilder.count((long) term.levels() * term.columns().size()),
                    TableBuilder.count(term.smallest()),
                    TableBuilder.fixed((double) shape.observations() / term.levels(), 1),
                    TableBuilder.count(term.largest()));
        }
        fit.residual()
                .filter(residual -> !residual.subject().isEmpty())
                .ifPresent(residual -> subjects(residual, table));
        return table.table();
    }

    /** The groups whose residuals covary; they have no columns of Z of their own. */
    private void subjects(ResidualCovariance residual, TableBuilder table) {
        table.row(
                TableBuilder.label(residual.subject() + " (residuals)"),
                TableBuilder.count(residual.subjects()),
                TableBuilder.label(""),
                TableBuilder.label(""),
                TableBuilder.count(residual.fewest()),
                TableBuilder.fixed((double) fit.shape().observations() / residual.subjects(), 1),
                TableBuilder.count(residual.most()));
    }

    Block.Table coefficients() {
        List<Coefficient> coefficients = fit.coefficients(df);
        boolean normal = df == DfMethod.NONE;
        TableBuilder table = new TableBuilder("coefficients", "Fixed effects (degrees of freedom: " + df.title() + ")")
                .text("")
                .number("estimate", "standard error");
        table.number(normal ? new String[] {"z"} : new String[] {"df", "t"}).number("p", "95 % lower", "95 % upper");
        double[] errors =
                coefficients.stream().mapToDouble(Coefficient::stdError).toArray();
        boolean alike = DoubleStream.of(errors).max().orElse(1)
                <= MOST_UNLIKE
                        * DoubleStream.of(errors)
                                .filter(error -> error > 0)
                                .min()
                                .orElse(1);
        for (Coefficient c : coefficients) {
            // Predictors in very different units would share the places of the smallest.
            int places = alike ? Decimals.places(DIGITS, errors) : Decimals.places(DIGITS, c.stdError());
            List<Block.Cell> row = new ArrayList<>(List.of(
                    TableBuilder.label(c.term()),
                    TableBuilder.fixed(c.estimate(), places),
                    TableBuilder.fixed(c.stdError(), places)));
            if (!normal) {
                row.add(TableBuilder.fixed(c.df(), 2));
            }
            row.add(TableBuilder.fixed(c.statistic(), 3));
            row.add(TableBuilder.probability(c.pValue()));
            row.add(TableBuilder.fixed(c.interval().lower(), places));
            row.add(TableBuilder.fixed(c.interval().upper(), places));
            table.row(row);
        }
        return table.table();
    }

    Block.Table anova() {
        AnovaTable anova = fit.anova(3, df);
        TableBuilder table = new TableBuilder(
                        "anova", "Tests of terms, type III (degrees of freedom: " + df.title() + ")")
                .text("")
                .number("numerator df", "denominator df", "F", "p");
        for (TestResult test : anova.tests()) {
            table.row(
                    TableBuilder.label(test.term()),
                    TableBuilder.count(test.numDf()),
                    TableBuilder.fixed(test.denDf(), 2),
                    TableBuilder.fixed(test.statistic(), 4),
                    TableBuilder.probability(test.pValue()));
        }
        return table.table();
    }

    Block.Table variances() {
        List<CovarianceEstimate> estimates = fit.covarianceEstimates();
        double[] sds = DoubleStream.concat(
                        estimates.stream().flatMapToDouble(estimate -> estimate.standardDeviations().stream()
                                .mapToDouble(Double::doubleValue)),
                        DoubleStream.of(fit.sigma()))
                .toArray();
        int places = Decimals.places(DIGITS, sds);
        int squared =
                Decimals.places(DIGITS, DoubleStream.of(sds).map(sd -> sd * sd).toArray());
        int correlations = estimates.stream()
                .mapToInt(estimate -> estimate.columns().size() - 1)
                .max()
                .orElse(0);
        TableBuilder table = new TableBuilder("variances", "G and R: variances of random effects and residuals")
                .text("group")
                .text("effect")
                .number("variance", "standard deviation");
        for (int k = 0; k < correlations; k++) {
            table.number("correlation with " + (k + 1));
        }
        for (CovarianceEstimate estimate : estimates) {
            for (int i = 0; i < estimate.columns().size(); i++) {
                table.row(row(estimate, i, correlations, squared, places));
            }
        }
        List<Block.Cell> residual = new ArrayList<>(List.of(
                TableBuilder.label(fit.residual().isPresent() ? "Residual (mean)" : "Residual"),
                TableBuilder.label(""),
                TableBuilder.fixed(fit.sigma() * fit.sigma(), squared),
                TableBuilder.fixed(fit.sigma(), places)));
        fill(residual, correlations);
        return table.row(residual).table();
    }

    private static List<Block.Cell> row(CovarianceEstimate estimate, int i, int correlations, int squared, int places) {
        double sd = estimate.standardDeviations().get(i);
        List<Block.Cell> cells = new ArrayList<>(List.of(
                TableBuilder.label(estimate.name()),
                TableBuilder.label((i + 1) + ". " + estimate.columns().get(i)),
                TableBuilder.fixed(sd * sd, squared),
                TableBuilder.fixed(sd, places)));
        for (int k = 0; k < i; k++) {
            cells.add(TableBuilder.fixed(estimate.correlation().get(i).get(k), 3));
        }
        fill(cells, correlations - i);
        return cells;
    }

    private static void fill(List<Block.Cell> cells, int empty) {
        for (int k = 0; k < empty; k++) {
            cells.add(TableBuilder.label(""));
        }
    }

    Block.Table theta() {
        List<Theta> theta = fit.theta();
        int places =
                Decimals.places(DIGITS, theta.stream().mapToDouble(Theta::value).toArray());
        TableBuilder table = new TableBuilder("theta", "θ: the relative covariance factor, which is what is optimised")
                .text("parameter")
                .number("estimate", "times σ");
        for (Theta each : theta) {
            table.row(
                    TableBuilder.label(each.name()),
                    TableBuilder.fixed(each.value(), places),
                    TableBuilder.fixed(each.value() * fit.sigma(), places));
        }
        return table.table();
    }
}
