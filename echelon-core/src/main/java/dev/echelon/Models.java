package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.result.ModelComparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Several fits of the same data. */
public final class Models {
    /** Sums of squares of the same response that differ by more than this part of them are not the same. */
    private static final double SAME = 1e-9;

    private Models() {}

    /**
     * Information criteria and likelihood-ratio tests of each model against the next smaller one; that they are nested is
     * up to the caller. Likelihoods of REML are compared if all models have the same fixed effects; otherwise fits by
     * REML are fitted again by maximum likelihood, from their cross-products, and the result says so. A test of a random
     * effect that is null at the boundary is conservative; where two models differ by one random effect, the mixture of
     * Stram and Lee (1994) is given as well.
     *
     * @throws EchelonException if there are fewer than two models, or they are not of the same rows and response
     */
    public static ModelComparison compare(List<LmmFit> fits) {
        if (fits.size() < 2) {
            throw new EchelonException("a comparison needs at least two fits");
        }
        for (LmmFit fit : fits) {
            requireSameData(fits.get(0), fit);
        }
        boolean sameFixed =
                fits.stream().allMatch(fit -> haveSameColumns(fits.get(0).state(), fit.state()));
        boolean allReml = fits.stream().allMatch(fit -> fit.criterion() == Criterion.REML);
        boolean anyReml = fits.stream().anyMatch(fit -> fit.criterion() == Criterion.REML);
        boolean refit = anyReml && !(allReml && sameFixed);
        List<Entry> entries = new ArrayList<>();
        for (LmmFit fit : fits) {
            boolean again = refit && fit.criterion() == Criterion.REML;
            entries.add(new Entry(fit, again ? Refit.maximumLikelihood(fit.state()) : fit.objective()));
        }
        entries.sort(Comparator.comparingInt(entry -> entry.fit.parameters()));
        return new ModelComparison(allReml && sameFixed ? "REML" : "ML", refit, rows(entries));
    }

    private record Entry(LmmFit fit, double objective) {
        double aic() {
            return objective + 2.0 * fit.parameters();
        }

        int randomColumns() {
            return fit.state().terms().stream()
                    .mapToInt(term -> term.columns().size())
                    .sum();
        }
    }

    private static List<ModelComparison.Row> rows(List<Entry> entries) {
        double best = entries.stream().mapToDouble(Entry::aic).min().orElse(0);
        double sum = entries.stream()
                .mapToDouble(entry -> Math.exp((best - entry.aic()) / 2))
                .sum();
        List<ModelComparison.Row> rows = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            int k = entry.fit.parameters();
            double n = entry.fit.observations();
            Test test = i == 0 ? new Test(Double.NaN, 0, Double.NaN, Double.NaN) : test(entries.get(i - 1), entry);
            rows.add(new ModelComparison.Row(
                    entry.fit.formula(),
                    k,
                    -entry.objective / 2,
                    entry.aic(),
                    n > k + 1 ? entry.aic() + 2.0 * k * (k + 1) / (n - k - 1) : Double.NaN,
                    entry.objective + Math.log(n) * k,
                    Math.exp((best - entry.aic()) / 2) / sum,
                    test.chiSquare,
                    test.df,
                    test.p,
                    test.mixture));
        }
        return rows;
    }

    private record Test(double chiSquare, int df, double p, double mixture) {}

    private static Test test(Entry smaller, Entry larger) {
        double chiSquare = Math.max(0, smaller.objective - larger.objective);
        int df = larger.fit.parameters() - smaller.fit.parameters();
        boolean oneEffect = larger.randomColumns() == smaller.randomColumns() + 1
                && haveSameColumns(larger.fit.state(), smaller.fit.state());
        double p = df == 0 ? Double.NaN : tail(df, chiSquare);
        double mixture = oneEffect && df > 0 ? (tail(df - 1, chiSquare) + p) / 2 : Double.NaN;
        return new Test(chiSquare, df, p, mixture);
    }

    private static double tail(int df, double chiSquare) {
        if (chiSquare == 0) {
            return 1;
        }
        return df == 0 ? 0 : ChiSquaredDistribution.of(df).survivalProbability(chiSquare);
    }

    /** Whether X is the same: names alone do not tell, because sum and Helmert contrasts share theirs. */
    private static boolean haveSameColumns(FitState a, FitState b) {
        if (!a.columns().equals(b.columns())) {
            return false;
        }
        int p = a.kept().length;
        double[] x = gram(a);
        double[] y = gram(b);
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                double size = Math.sqrt(x[k * p + k] * x[i * p + i]);
                if (Math.abs(x[k * p + i] - y[k * p + i]) > SAME * size) {
                    return false;
                }
            }
        }
        return true;
    }

    /** X'WX on the scale of the data, p×p, lower triangle. */
    private static double[] gram(FitState state) {
        Conditioning conditioning = state.conditioning();
        double[] own = state.data().fixed();
        int p = state.kept().length;
        int constant = 0;
        double[] shift = new double[p];
        double[] scale = new double[p];
        for (int k = 0; k < p; k++) {
            boolean isConstant = state.kept()[k] == conditioning.intercept();
            constant = isConstant ? k : constant;
            shift[k] = isConstant ? 0 : conditioning.fixedShift(state.kept()[k]);
            scale[k] = conditioning.fixedScale(state.kept()[k]);
        }
        double[] gram = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                double crossed = shift[k] * scale[i] * element(own, p, constant, i)
                        + shift[i] * scale[k] * element(own, p, constant, k)
                        + shift[i] * shift[k] * element(own, p, constant, constant);
                gram[k * p + i] = scale[i] * scale[k] * element(own, p, i, k) + crossed;
            }
        }
        return gram;
    }

    private static double element(double[] fixed, int p, int i, int k) {
        return fixed[Math.min(i, k) * (p + 1) + Math.max(i, k)];
    }

    private static void requireSameData(LmmFit first, LmmFit other) {
        CrossProducts a = first.state().data();
        CrossProducts b = other.state().data();
        String models = "'" + first.formula() + "' and '" + other.formula() + "'";
        if (a.rows() != b.rows()) {
            throw new EchelonException("the fits " + models + " are not of the same rows: " + a.rows() + " and "
                    + b.rows() + "; drop the rows with missing values first, then fit both");
        }
        double x = squares(first.state());
        double y = squares(other.state());
        boolean sameWeights =
                Math.abs(a.sumLogWeights() - b.sumLogWeights()) <= SAME * (1 + Math.abs(a.sumLogWeights()));
        if (!sameWeights || Math.abs(x - y) > SAME * Math.max(x, y)) {
            throw new EchelonException("the fits " + models
                    + " are not of the same response and weights, so that their likelihoods cannot be compared");
        }
    }

    /** Σ w y² on the scale of the data. */
    private static double squares(FitState state) {
        CrossProducts data = state.data();
        Conditioning conditioning = state.conditioning();
        int r = data.fixedColumns() + 1;
        double shift = conditioning.responseShift();
        double scale = conditioning.responseScale();
        double sum = scale * scale * data.fixed()[r * r - 1];
        for (int k = 0; shift != 0 && k < state.kept().length; k++) {
            if (state.kept()[k] == conditioning.intercept()) {
                sum += 2 * shift * scale * data.fixed()[k * r + r - 1] + shift * shift * data.fixed()[k * r + k];
            }
        }
        return sum;
    }
}
