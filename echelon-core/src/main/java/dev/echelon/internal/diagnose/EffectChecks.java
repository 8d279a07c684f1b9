package dev.echelon.internal.diagnose;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.linalg.Symmetric;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.NormalityTest;
import dev.echelon.result.PrincipalComponents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What can be checked without rows: random effects, their dimension, and the condition of X. */
public final class EffectChecks {
    private EffectChecks() {}

    /**
     * Tests of normality of conditional modes, each over its standard deviation √(σ²Σ_kk − var(b_k | y)).
     *
     * @param variances conditional variances of the term, w×w per level
     */
    public static List<NormalityTest> normality(FittedModel.FittedTerm term, double sigma, double[] variances) {
        int w = term.width();
        int m = term.levels().size();
        List<NormalityTest> tests = new ArrayList<>();
        for (int k = 0; k < w; k++) {
            double prior = sigma * sigma * term.relative()[k * w + k];
            double[] values = new double[m];
            for (int j = 0; j < m; j++) {
                double variance = prior - variances[(j * w + k) * w + k];
                values[j] = variance > 1e-8 * prior ? term.modes()[j * w + k] / Math.sqrt(variance) : Double.NaN;
            }
            tests.add(Normality.of(term.columns().get(k) + "|" + term.name(), values));
        }
        return tests;
    }

    /** Principal components of the effects of each grouping factor, most levels first. */
    public static List<PrincipalComponents> components(FittedModel model) {
        List<PrincipalComponents> all = new ArrayList<>();
        for (GroupingFactor factor : model.factors()) {
            int q = factor.effects();
            double[] sigma = new double[q * q];
            List<String> names = new ArrayList<>();
            for (GroupingFactor.Term place : factor.terms()) {
                FittedModel.FittedTerm term = model.terms().get(place.index());
                names.addAll(term.columns());
                int w = term.width();
                for (int b = 0; b < w; b++) {
                    System.arraycopy(term.relative(), b * w, sigma, (place.offset() + b) * q + place.offset(), w);
                }
            }
            double[] values = new double[q];
            Symmetric.eigen(q, sigma, values, new double[q * q]);
            double[] descending = Arrays.stream(values)
                    .map(value -> -Math.max(0, value))
                    .sorted()
                    .map(value -> -value)
                    .toArray();
            double total = Arrays.stream(descending).sum();
            all.add(new PrincipalComponents(
                    factor.group(),
                    List.copyOf(names),
                    Arrays.stream(descending).map(Math::sqrt).boxed().toList(),
                    Arrays.stream(descending)
                            .map(value -> total > 0 ? value / total : 0)
                            .boxed()
                            .toList()));
        }
        return all;
    }

    /**
     * Condition number of X with columns of length one: as they are, or with numbers centred where there is an intercept.
     * Source: Belsley, Kuh and Welsch (1980), Regression Diagnostics, chapter 3.
     */
    public static double condition(FittedModel model, boolean centred) {
        CrossProducts data = model.data();
        int p = data.fixedColumns();
        double[] gram = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                gram[k * p + i] = data.fixed()[Math.min(i, k) * (p + 1) + Math.max(i, k)];
            }
        }
        if (!centred) {
            gram = uncentred(model, gram);
        }
        double[] scaled = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                scaled[k * p + i] = i == k ? 1 : gram[k * p + i] / Math.sqrt(gram[i * p + i] * gram[k * p + k]);
            }
        }
        double[] values = new double[p];
        Symmetric.eigen(p, scaled, values, new double[p * p]);
        double largest = Arrays.stream(values).max().orElse(1);
        double smallest = Arrays.stream(values).min().orElse(1);
        return smallest > 0 ? Math.sqrt(largest / smallest) : Double.POSITIVE_INFINITY;
    }

    /** X'WX of the columns as they are, from x = scale·x* + shift·1. */
    private static double[] uncentred(FittedModel model, double[] gram) {
        Conditioning conditioning = model.conditioning();
        int[] kept = model.kept();
        int p = kept.length;
        int constant = -1;
        for (int k = 0; k < p; k++) {
            constant = kept[k] == conditioning.intercept() ? k : constant;
        }
        double[] out = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                double si = conditioning.fixedScale(kept[i]);
                double sk = conditioning.fixedScale(kept[k]);
                double sum = si * sk * gram[k * p + i];
                if (constant >= 0) {
                    double ci = i == constant ? 0 : conditioning.fixedShift(kept[i]);
                    double ck = k == constant ? 0 : conditioning.fixedShift(kept[k]);
                    sum += si * ck * gram[constant * p + i] + sk * ci * gram[constant * p + k];
                    sum += ci * ck * gram[constant * p + constant];
                }
                out[k * p + i] = sum;
            }
        }
        return out;
    }
}
