package dev.echelon.internal.means;

import java.util.function.DoubleFunction;

/**
 * Derivatives of the columns of X with respect to a covariate, through whatever basis they are: central differences at
 * three steps, extrapolated twice. That is exact for polynomials up to degree six, between the knots of a spline too,
 * and has an error of the sixth power of the step otherwise; steps are halved until two extrapolations agree to 1e-9 or
 * rounding takes over, which makes it safe near knots and for functions that vary quickly.
 */
final class Slopes {
    /** Of the range of the covariate: small for the functions of a model, large enough for rounding to stay near 1e-12. */
    private static final double FIRST_STEP = 0x1p-9;

    private static final double AGREEMENT = 1e-9;
    private static final int MAX_HALVINGS = 12;

    private Slopes() {}

    static double[] of(DoubleFunction<double[]> row, double at, double range) {
        double step = FIRST_STEP * (range > 0 ? range : Math.max(1, Math.abs(at)));
        double[] best = difference(row, at, step);
        double least = Double.POSITIVE_INFINITY;
        double[] wide = best;
        double[] middle = difference(row, at, step / 2);
        for (int halving = 0; halving < MAX_HALVINGS && least > AGREEMENT; halving++) {
            double[] narrow = difference(row, at, step / 4);
            double[] once = extrapolate(wide, middle, 4);
            double[] again = extrapolate(middle, narrow, 4);
            double[] twice = extrapolate(once, again, 16);
            double apart = apart(again, twice);
            if (apart < least) {
                least = apart;
                best = twice;
            }
            wide = middle;
            middle = narrow;
            step /= 2;
        }
        return best;
    }

    /** Where the function does not exist on both sides the result is not a number, and smaller steps are tried. */
    private static double[] difference(DoubleFunction<double[]> row, double at, double step) {
        double[] above = row.apply(at + step);
        double[] below = row.apply(at - step);
        double[] difference = new double[above.length];
        for (int j = 0; j < difference.length; j++) {
            difference[j] = (above[j] - below[j]) / (2 * step);
        }
        return difference;
    }

    private static double[] extrapolate(double[] wide, double[] narrow, double factor) {
        double[] result = new double[wide.length];
        for (int j = 0; j < result.length; j++) {
            result[j] = narrow[j] + (narrow[j] - wide[j]) / (factor - 1);
        }
        return result;
    }

    private static double apart(double[] a, double[] b) {
        double apart = 0;
        double size = 0;
        for (int j = 0; j < a.length; j++) {
            apart = Math.max(apart, Math.abs(a[j] - b[j]));
            size = Math.max(size, Math.abs(b[j]));
            if (!Double.isFinite(b[j])) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return size > 0 ? apart / size : 0;
    }
}
