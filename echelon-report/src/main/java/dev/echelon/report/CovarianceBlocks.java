package dev.echelon.report;

import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.result.CovarianceEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** G and R with what each number means, and G in its three forms: itself, its Cholesky factor, LDLᵀ. */
final class CovarianceBlocks {
    private static final int MOST_EXPLAINED = 4;
    private static final double Z = 1.959963984540054;

    private final LmmFit fit;

    CovarianceBlocks(LmmFit fit) {
        this.fit = fit;
    }

    /** A paragraph per term, and one on R. */
    List<Block> explanations() {
        List<Block> blocks = new ArrayList<>();
        for (CovarianceEstimate estimate : fit.covarianceEstimates()) {
            blocks.add(new Block.Prose(explanation(estimate)));
        }
        if (fit.residual().isPresent()) {
            return blocks;
        }
        double residual = fit.sigma() * fit.sigma();
        blocks.add(new Block.Prose(format(
                "R = Iσ² with σ² = %s: around the mean of its group, a response has standard deviation σ = %s, so that"
                        + " about 95 %% of them are within ±%s of it.",
                residual, fit.sigma(), Z * fit.sigma())));
        return blocks;
    }

    private String explanation(CovarianceEstimate estimate) {
        StringBuilder text = new StringBuilder();
        int q = estimate.columns().size();
        int elements = q * (q + 1) / 2;
        text.append("G of ")
                .append(estimate.name())
                .append(" is ")
                .append(q)
                .append(" × ")
                .append(q);
        text.append(
                estimate.structure().equals("us")
                        ? " with " + elements + (elements == 1 ? " free element. " : " free elements. ")
                        : " of the structure '" + estimate.structure() + "'. ");
        for (int i = 0; i < Math.min(q, MOST_EXPLAINED); i++) {
            double sd = estimate.standardDeviations().get(i);
            text.append(format(
                    "Levels of %s differ in %s with standard deviation %s: about 95 %% are within ±%s of the average. ",
                    estimate.group(), effect(estimate.columns().get(i)), sd, Z * sd));
            for (int k = 0; k < i; k++) {
                text.append(correlation(estimate, i, k));
            }
        }
        return text.toString().strip();
    }

    private static String effect(String column) {
        return column.equals("(Intercept)") ? "their intercept" : "the effect of " + column;
    }

    private static String correlation(CovarianceEstimate estimate, int i, int k) {
        double r = estimate.correlation().get(i).get(k);
        if (Double.isNaN(r)) {
            return "";
        }
        String meaning = Math.abs(r) < 0.1
                ? "the one says next to nothing about the other"
                : "levels where the one is high tend to have a " + (r > 0 ? "high" : "low") + " value of the other";
        return String.format(
                Locale.ROOT,
                "The correlation of %s and %s is %.2f: %s. ",
                effect(estimate.columns().get(k)),
                effect(estimate.columns().get(i)),
                r,
                meaning);
    }

    private static String format(String pattern, Object... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i] instanceof Double number ? String.format(Locale.ROOT, "%.4g", number) : values[i];
        }
        return String.format(Locale.ROOT, pattern, texts);
    }

    /** One table per term of at most so many effects: the lower triangle of G, of its Cholesky factor, of L and D. */
    List<Block> forms() {
        List<Block> blocks = new ArrayList<>();
        for (CovarianceEstimate estimate : fit.covarianceEstimates()) {
            if (estimate.columns().size() <= MOST_EXPLAINED) {
                blocks.add(forms(estimate));
            }
        }
        return blocks;
    }

    private Block.Table forms(CovarianceEstimate estimate) {
        int q = estimate.columns().size();
        double[][] g = new double[q][q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                double r = i == j ? 1 : estimate.correlation().get(i).get(j);
                g[i][j] = (Double.isNaN(r) ? 0 : r)
                        * estimate.standardDeviations().get(i)
                        * estimate.standardDeviations().get(j);
            }
        }
        double[][] factor = cholesky(g);
        TableBuilder table = new TableBuilder(
                        "forms-" + (fit.randomTerms().indexOf(estimate.name()) + 1),
                        "G of " + estimate.name() + " in three forms: G = CCᵀ = LDLᵀ")
                .text("row")
                .text("column")
                .number("G", "C", "C / σ = θ", "L", "D");
        for (int i = 0; i < q; i++) {
            for (int j = 0; j <= i; j++) {
                double pivot = factor[j][j];
                table.row(
                        TableBuilder.label(estimate.columns().get(i)),
                        TableBuilder.label(estimate.columns().get(j)),
                        number(g[i][j]),
                        number(factor[i][j]),
                        number(factor[i][j] / fit.sigma()),
                        number(i == j ? 1 : pivot == 0 ? 0 : factor[i][j] / pivot),
                        i == j ? number(pivot * pivot) : TableBuilder.label(""));
            }
        }
        return table.table();
    }

    private static Block.Cell number(double value) {
        return new Block.Cell(String.format(Locale.ROOT, "%.4g", value), value);
    }

    /** Of a matrix that may be singular: a pivot that is not positive gives a column of zeros. */
    private static double[][] cholesky(double[][] g) {
        int q = g.length;
        double[][] c = new double[q][q];
        for (int j = 0; j < q; j++) {
            double pivot = g[j][j];
            for (int k = 0; k < j; k++) {
                pivot -= c[j][k] * c[j][k];
            }
            if (!(pivot > 1e-14 * g[j][j])) {
                continue;
            }
            c[j][j] = Math.sqrt(pivot);
            for (int i = j + 1; i < q; i++) {
                double sum = g[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= c[i][k] * c[j][k];
                }
                c[i][j] = sum / c[j][j];
            }
        }
        return c;
    }
}
