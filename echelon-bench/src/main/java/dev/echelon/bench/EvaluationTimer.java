package dev.echelon.bench;

import dev.echelon.Criterion;
import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Times single evaluations of the objective inside the engine, at its start point: their cost does not depend on θ. A
 * value alone is the blocked Cholesky factorisation.
 */
final class EvaluationTimer {
    private static final int LEAST = 5;
    private static final int MOST = 20_000;

    private final ProfiledLikelihood likelihood;
    private final double seconds;

    private EvaluationTimer(ProfiledLikelihood likelihood, double seconds) {
        this.likelihood = likelihood;
        this.seconds = seconds;
    }

    /** A timer with the workspace of this model; each measurement takes twice the given time, half of it to warm up. */
    static EvaluationTimer of(RaceModel model, Table table, double seconds) {
        return new EvaluationTimer(likelihood(model, table), seconds);
    }

    static ProfiledLikelihood likelihood(RaceModel model, Table table) {
        Encoding encoding = Encoding.learn(Formula.parse(model.formula()), table, EncodingOptions.DEFAULTS);
        Design design = encoding.encode(table).design();
        List<GroupingFactor> factors = GroupingFactor.of(design);
        CrossProducts products = CrossProducts.of(design, factors, Conditioning.learn(design, factors));
        return new ProfiledLikelihood(products, factors, model.criterion() == Criterion.REML);
    }

    /** Median milliseconds of the value alone. */
    double valueMillis() {
        return medianMillis(likelihood::value);
    }

    /** Median milliseconds of value, gradient and Hessian model. */
    double derivativesMillis() {
        int n = likelihood.dimension();
        double[] gradient = new double[n];
        double[] hessian = new double[n * n];
        return medianMillis(x -> {
            likelihood.value(x);
            likelihood.derivatives(gradient, hessian);
        });
    }

    private double medianMillis(Consumer<double[]> evaluation) {
        double[] x = likelihood.start();
        times(evaluation, x);
        double[] times = times(evaluation, x);
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private double[] times(Consumer<double[]> evaluation, double[] x) {
        double[] times = new double[MOST];
        double[] other = x.clone(); // the likelihood remembers its last point, so two take turns
        if (other.length > 0) {
            other[0] += 1e-9;
        }
        int count = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (count < LEAST || (count < MOST && System.nanoTime() < end)) {
            long start = System.nanoTime();
            evaluation.accept(count % 2 == 0 ? x : other);
            times[count++] = (System.nanoTime() - start) / 1e6;
        }
        return Arrays.copyOf(times, count);
    }
}
