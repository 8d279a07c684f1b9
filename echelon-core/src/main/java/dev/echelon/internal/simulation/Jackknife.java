package dev.echelon.internal.simulation;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Aliasing;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.predict.FittedModel;
import java.util.stream.IntStream;

/**
 * The acceleration of BCa intervals: with ψ_(j) the estimate without group j of the outermost factor and d_j its
 * difference from their mean, a = −Σd_j³ / (6(Σd_j²)^{3/2}).
 *
 * <p><b>Source</b> Efron, Journal of the American Statistical Association 82 (1987) 171–185.
 */
public final class Jackknife {
    private Jackknife() {}

    /**
     * One acceleration for each parameter; groups without which the model cannot be fitted are left out of the sums.
     *
     * @throws EchelonException if the factors are not nested
     */
    public static double[] accelerations(FittedModel model, boolean reml, Design rows) {
        GroupSampler groups = new GroupSampler(model, rows, false);
        double[] start = Refit.start(model);
        double[][] values = IntStream.range(0, groups.groups())
                .parallel()
                .mapToObj(j -> without(model, groups.without(j), reml, start))
                .filter(of -> of.length > 0)
                .toArray(double[][]::new);
        double[] accelerations = new double[Parameters.of(model).length];
        for (int k = 0; k < accelerations.length; k++) {
            accelerations[k] = acceleration(values, k);
        }
        return accelerations;
    }

    private static double[] without(FittedModel model, CrossProducts data, boolean reml, double[] start) {
        if (Aliasing.of(data).dropped().length > 0) {
            return new double[0];
        }
        Refit refit = Refit.of(data, Sampler.factors(data, model.factors()), reml, start);
        return refit.fitted() ? Parameters.of(model, refit.estimates(model)) : new double[0];
    }

    private static double acceleration(double[][] values, int k) {
        double mean = 0;
        int count = 0;
        for (double[] of : values) {
            if (!Double.isNaN(of[k])) {
                mean += of[k];
                count++;
            }
        }
        mean /= count;
        double squares = 0;
        double cubes = 0;
        for (double[] of : values) {
            double d = Double.isNaN(of[k]) ? 0 : mean - of[k];
            squares += d * d;
            cubes += d * d * d;
        }
        return squares > 0 ? cubes / (6 * Math.pow(squares, 1.5)) : 0;
    }
}
