package dev.echelon.internal.marginal;

import dev.echelon.internal.likelihood.CovarianceObjective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The objective of a fit as a function of the working parameters: those of the R side, each in units of {@code scale}, and
 * the parameters of the random terms' structures, in which singular covariances are reached smoothly. A parameter of the
 * R side below its bound counts as at the bound, where it rests as long as the objective rises from there.
 */
final class MarginalLikelihood implements CovarianceObjective {
    private final Evaluation evaluation;
    private final List<EffectColumns> terms;
    private final Parameters parameters;
    private final double[] scale;
    private double[] last = new double[0];
    private boolean sloped;
    private Evaluation.Value value;
    private Evaluation.Slopes slopes;
    private int evaluations;

    MarginalLikelihood(Evaluation evaluation, List<EffectColumns> terms, Parameters parameters, double[] start) {
        this.evaluation = evaluation;
        this.terms = terms;
        this.parameters = parameters;
        scale = new double[parameters.size()];
        Arrays.fill(scale, 1);
        value = evaluate(start, true);
        slopes = noSlopes();
        if (Double.isFinite(value.objective())) {
            slopes = evaluation.slopes(value);
            sloped = true;
            last = start.clone();
            rescale();
        }
    }

    private Evaluation.Slopes noSlopes() {
        double[] none = new double[0];
        return new Evaluation.Slopes(none, none, none, none, new Kernel.Derivatives(0, 0));
    }

    /** In units of its scale, a parameter has as much information as the logarithm of a variance has about all rows. */
    private void rescale() {
        int k = scale.length;
        double n = evaluation.columns.rows.n;
        for (int i = 0; i < parameters.residual(); i++) {
            double information = slopes.expected()[i * k + i];
            double unit = information > 1e-8 * n ? Math.sqrt(n / information) : 1;
            scale[i] = Math.scalb(1, Math.getExponent(unit)); // a power of two, so that scaling back is exact
        }
    }

    /** The variables of given parameters. */
    double[] scaled(double[] theta) {
        double[] x = theta.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] /= scale[i];
        }
        return x;
    }

    /** The parameters of given variables, inside the bounds. */
    double[] unscaled(double[] x) {
        double[] theta = x.clone();
        for (int i = 0; i < x.length; i++) {
            theta[i] = Math.max(theta[i] * scale[i], parameters.lowerBound(i));
        }
        return theta;
    }

    @Override
    public int dimension() {
        return parameters.size();
    }

    @Override
    public double value(double[] x) {
        double[] theta = unscaled(x);
        if (!Arrays.equals(theta, last)) {
            value = evaluate(theta, true);
            last = theta;
            sloped = false;
        }
        return value.objective();
    }

    private Evaluation.Value evaluate(double[] theta, boolean derivatives) {
        evaluations++;
        double[] residual = Arrays.copyOf(theta, parameters.residual());
        List<TermState> states = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            List<TermState> state = TermState.at(terms.get(t), theta, parameters.term[t], derivatives);
            if (state.isEmpty()) {
                return new Evaluation.Value(
                        new Point(parameters, residual, states), Double.POSITIVE_INFINITY, evaluation.nothing());
            }
            states.add(state.get(0));
        }
        return evaluation.value(new Point(parameters, residual, states));
    }

    @Override
    public void derivatives(double[] gradient, double[] hessian) {
        if (!sloped) {
            slopes = evaluation.slopes(value);
            sloped = true;
        }
        int k = scale.length;
        for (int j = 0; j < k; j++) {
            gradient[j] = slopes.gradient()[j] * scale[j];
            for (int i = 0; i < k; i++) {
                hessian[j * k + i] = slopes.observed()[j * k + i] * scale[i] * scale[j];
            }
        }
        boolean[] bound = parameters.atBounds(last);
        for (int j = 0; j < k; j++) {
            if (bound[j] && slopes.gradient()[j] > 0) {
                gradient[j] = 0;
                for (int i = 0; i < k; i++) {
                    hessian[j * k + i] = i == j ? 1 : 0;
                    hessian[i * k + j] = i == j ? 1 : 0;
                }
            }
        }
    }

    /** The variables moved to the bounds beyond which they lie. */
    double[] inside(double[] x) {
        return scaled(unscaled(x));
    }

    /** Whether variables lie beyond a bound from which the objective falls inwards: there its flatness misleads. */
    boolean leavesBound(double[] x) {
        return Double.isFinite(value(x)) && !Arrays.equals(inside(x), x) && slopeAtBounds(x) < 0;
    }

    /** The least slope of the objective in a scaled parameter at its bound; NaN if none is at one. */
    double slopeAtBounds(double[] x) {
        double[] theta = unscaled(x);
        value(x);
        if (!sloped) {
            slopes = evaluation.slopes(value);
            sloped = true;
        }
        double least = Double.NaN;
        boolean[] bound = parameters.atBounds(theta);
        for (int k = 0; k < bound.length; k++) {
            if (bound[k]) {
                double slope = slopes.gradient()[k] * scale[k];
                least = Double.isNaN(least) ? slope : Math.min(least, slope);
            }
        }
        return least;
    }

    @Override
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            places.add(new Place(t, terms.get(t).width, terms.get(t).covariance, parameters.term[t]));
        }
        return places;
    }

    /** From the gradient by the elements of G. */
    @Override
    public double[] score(Place place) {
        int w = place.width();
        List<TermState> states = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            TermState state = value.point().terms().get(t);
            List<double[]> directions = t == place.index() ? elements(w) : List.of();
            states.add(new TermState(state.covariance(), state.factor(), directions, List.of()));
        }
        Parameters natural = parameters.with(Parameters.directions(states));
        Evaluation.Value at = evaluation.value(new Point(natural, value.point().residual(), states));
        double[] gradient = evaluation.slopes(at).gradient();
        double[] h = new double[w * w];
        int k = natural.term[place.index()];
        for (int j = 0; j < w; j++) {
            for (int i = j; i < w; i++, k++) {
                h[j * w + i] = i == j ? gradient[k] : gradient[k] / 2;
                h[i * w + j] = h[j * w + i];
            }
        }
        sloped = false; // the kernel now holds another point's derivatives
        last = new double[0];
        return h;
    }

    private static List<double[]> elements(int w) {
        List<double[]> out = new ArrayList<>();
        for (int j = 0; j < w; j++) {
            for (int i = j; i < w; i++) {
                double[] e = new double[w * w];
                e[j * w + i] = 1;
                e[i * w + j] = 1;
                out.add(e);
            }
        }
        return out;
    }

    /** The value at the last point with what it was computed from. */
    Evaluation.Value last() {
        return value;
    }

    int evaluations() {
        return evaluations;
    }
}
