package dev.echelon.internal.iterative;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.likelihood.CovarianceObjective;
import dev.echelon.internal.likelihood.StartingValues;
import dev.echelon.internal.likelihood.ThetaMap;
import dev.echelon.internal.linalg.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The likelihood of ProfiledLikelihood for crossed factors too large to factor. β̂, r², the modes and the average
 * information come from conjugate gradients and are exact to their tolerance; log|V| and the traces of the score are
 * means over random probes. Probes are the same at every θ, so that all of it is a smooth function of θ, whose minimum
 * differs from that of the likelihood by a Monte Carlo error that {@link #scores} gives the means to estimate.
 *
 * <p>The estimated score is not the derivative of the estimated objective. {@link #value} therefore follows
 * the score where steps are small, so that a minimiser ends where the estimated score vanishes; the estimate of the
 * objective is {@link #objective}.
 *
 * <p><b>Source</b> docs/math/iterative.md
 */
public final class StochasticLikelihood implements CovarianceObjective {
    /** A difference of this many standard errors is no noise. */
    private static final double CLEAR = 10;
    /** Differences of the objective below this are left to the score. */
    private static final double NEGLIGIBLE = 1e-5;

    private final CrossProducts data;
    private final boolean reml;
    private final ThetaMap map;
    private final Gram gram;
    private final double[][] lambda;
    private final SchurSystem system;
    private final IterativeOptions options;
    private int blocks;
    private StochasticPoint current = StochasticPoint.NONE;
    private StochasticPoint anchor = StochasticPoint.NONE;
    private int evaluations;
    private int iterations;

    /** Lays out the sparse products; {@code threads} do not change the result. */
    public StochasticLikelihood(
            CrossProducts data, List<GroupingFactor> factors, boolean reml, IterativeOptions options, int threads) {
        this.data = data;
        this.reml = reml;
        this.options = options;
        this.map = new ThetaMap(factors);
        this.gram = new Gram(data, Split.of(data), threads);
        this.lambda = map.matrices();
        this.system = new SchurSystem(gram, options, lambda);
        this.blocks = options.blocks();
    }

    @Override
    public int dimension() {
        return map.dimension();
    }

    /** Where to start: moment estimates of the variances. */
    public double[] start() {
        return StartingValues.of(data, map, Kernels.java());
    }

    /** Probes per evaluation. */
    public int probes() {
        return blocks * Lanes.WIDTH;
    }

    /** Uses at least this many probes from now on; those already in use are among them. */
    public void probes(int count) {
        blocks = (count + Lanes.WIDTH - 1) / Lanes.WIDTH;
        current = StochasticPoint.NONE;
        anchor = StochasticPoint.NONE;
    }

    /** Evaluations so far. */
    public int evaluations() {
        return evaluations;
    }

    /** Most iterations of conjugate gradients for one right-hand side. */
    public int iterations() {
        return iterations;
    }

    /** Entries of pairs of levels that one product reads. */
    public long entries() {
        return gram.entries();
    }

    /** Whether there are factors that cannot be eliminated level by level. */
    public static boolean applies(CrossProducts data) {
        return data.factors() > 1 && Split.of(data).tail().length > 0;
    }

    /** How it is computed, in a few words. */
    public String plan(List<String> groups) {
        return "crossed: " + names(gram.split.chain(), groups, " in ") + " eliminated by blocks, "
                + names(gram.split.tail(), groups, ", ") + " by conjugate gradients with " + probes() + " probes";
    }

    private static String names(int[] factors, List<String> groups, String separator) {
        return Arrays.stream(factors).mapToObj(groups::get).collect(Collectors.joining(separator));
    }

    /** Name of the dense kernels of the preconditioner. */
    public String kernels() {
        return system.preconditioner.kernels();
    }

    /** Number of random effects that conjugate gradients solve for. */
    public int tailEffects() {
        return gram.split.tailRows();
    }

    /** Number of them in the dense head of the preconditioner. */
    public int headEffects() {
        return system.preconditioner.head().columns();
    }

    /**
     * How the objective changes from the last point of {@link #derivatives}: by the difference of its estimates, if that is
     * many times its Monte Carlo error, else by the integral of the score, by the trapezoidal rule. The latter is exact to
     * third order in the step, so that near the optimum it agrees with the score as well as any minimiser can ask.
     */
    @Override
    public double value(double[] x) {
        StochasticPoint point = at(x);
        if (!point.finite()) {
            return Double.POSITIVE_INFINITY;
        }
        point.integral = anchor.finite() ? anchor.integral + change(point) : point.objective();
        return point.integral;
    }

    private double change(StochasticPoint point) {
        double difference = point.objective() - anchor.objective();
        double[] each = new double[probes()];
        Arrays.setAll(each, i -> point.logDeterminants[i] - anchor.logDeterminants[i]);
        if (Math.abs(difference) > CLEAR * MonteCarloErrors.standardError(each) + NEGLIGIBLE) {
            return difference;
        }
        double sum = 0;
        for (int k = 0; k < point.theta.length; k++) {
            sum += (point.theta[k] - anchor.theta[k]) * (point.gradient[k] + anchor.gradient[k]) / 2;
        }
        return sum;
    }

    @Override
    public void derivatives(double[] gradient, double[] hessian) {
        System.arraycopy(current.gradient, 0, gradient, 0, gradient.length);
        System.arraycopy(hessian(), 0, hessian, 0, hessian.length);
        anchor = current;
    }

    /** The estimate of the objective at the last point. */
    public double objective() {
        return current.objective();
    }

    /** Per probe: its estimate of the objective at the last point. */
    public double[] objectives() {
        double[] each = new double[probes()];
        Arrays.setAll(each, i -> current.exactPart + current.logDeterminants[i]);
        return each;
    }

    /** Per probe: its estimate of the score at the last point. */
    public double[][] scores() {
        return current.scores;
    }

    /** The point at θ, evaluated. */
    StochasticPoint at(double[] x) {
        if (current.isAt(x)) {
            return current;
        }
        evaluations++;
        current = StochasticPoint.NONE;
        if (!map.factors(x, lambda) || !system.factor()) {
            return current;
        }
        FixedSolution fixed = FixedSolution.of(system, reml, options.tolerance());
        iterations = Math.max(iterations, fixed.columns().iterations());
        if (!fixed.finite()) {
            return current;
        }
        StochasticPoint point = new StochasticPoint(x.clone(), fixed, probes());
        point.exactPart = fixed.degrees() * (1 + Math.log(2 * Math.PI * fixed.variance()))
                + (reml ? fixed.logDeterminant() : 0)
                + system.chain.logDeterminant()
                - data.sumLogWeights();
        runProbes(point);
        differentiate(point);
        current = point;
        return point;
    }

    private void runProbes(StochasticPoint point) {
        ProbeBlock.Known known = ProbeBlock.Known.of(system, lambda);
        for (int b = 0; b < blocks; b++) {
            ProbeBlock run = ProbeBlock.run(system, known, options.seed(), b, options.tolerance());
            iterations = Math.max(iterations, run.iterations);
            for (int k = 0; k < Lanes.WIDTH; k++) {
                int probe = b * Lanes.WIDTH + k;
                point.logDeterminants[probe] = run.logDeterminants[k];
                for (int f = 0; f < data.factors(); f++) {
                    point.information[probe][f] = run.information[f][k];
                }
            }
        }
    }

    /** H_f of every probe and of their mean, and the gradients tr(H ∂Σ). */
    private void differentiate(StochasticPoint point) {
        point.score = map.matrices();
        for (int f = 0; f < data.factors(); f++) {
            double[] fixedPart = point.fixed.scorePart(f);
            for (int probe = 0; probe < probes(); probe++) {
                double[] h = point.information[probe][f];
                for (int s = 0; s < h.length; s++) {
                    h[s] += fixedPart[s];
                    point.score[f][s] += h[s] / probes();
                }
            }
        }
        point.gradient = gradient(point.theta, point.score);
        for (int probe = 0; probe < probes(); probe++) {
            point.scores[probe] = gradient(point.theta, point.information[probe]);
        }
    }

    private double[] gradient(double[] theta, double[][] matrices) {
        double[] gradient = new double[dimension()];
        for (ThetaMap.Slot slot : map.slots()) {
            double[] derivative = new double[slot.width() * slot.width()];
            for (int k = 0; k < slot.parameters(); k++) {
                slot.covariance().derivative(slot.width(), theta, slot.theta(), k, derivative);
                gradient[slot.theta() + k] = contract(slot, matrices[slot.factor()], derivative);
            }
        }
        return gradient;
    }

    private double contract(ThetaMap.Slot slot, double[] matrix, double[] derivative) {
        int q = map.effects(slot.factor());
        int w = slot.width();
        double sum = 0;
        for (int b = 0; b < w; b++) {
            for (int a = 0; a < w; a++) {
                sum += matrix[(slot.offset() + b) * q + slot.offset() + a] * derivative[b * w + a];
            }
        }
        return sum;
    }

    /** Average information and the second derivatives of Σ at the last point, K×K. */
    double[] hessian() {
        double[] hessian = AverageInformation.of(map, system, current, options.tolerance());
        int n = dimension();
        for (ThetaMap.Slot slot : map.slots()) {
            Covariance covariance = slot.covariance();
            double[] second = new double[slot.width() * slot.width()];
            for (int k = 0; k < slot.parameters(); k++) {
                for (int l = 0; l < slot.parameters(); l++) {
                    covariance.secondDerivative(slot.width(), current.theta, slot.theta(), k, l, second);
                    hessian[(slot.theta() + k) * n + slot.theta() + l] +=
                            contract(slot, current.score[slot.factor()], second);
                }
            }
        }
        return hessian;
    }

    @Override
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (ThetaMap.Slot slot : map.slots()) {
            places.add(new Place(places.size(), slot.width(), slot.covariance(), slot.theta()));
        }
        return places;
    }

    @Override
    public double[] score(Place place) {
        ThetaMap.Slot slot = map.slots().get(place.index());
        int q = map.effects(slot.factor());
        int w = slot.width();
        double[] h = new double[w * w];
        for (int b = 0; b < w; b++) {
            System.arraycopy(current.score[slot.factor()], (slot.offset() + b) * q + slot.offset(), h, b * w, w);
        }
        return h;
    }

    ThetaMap map() {
        return map;
    }

    SchurSystem system() {
        return system;
    }

    /** λ of every factor at the last point. */
    double[][] lambda() {
        return lambda;
    }

    /** A block of probes, solved once more. */
    ProbeBlock.Solutions solutions(int block) {
        return ProbeBlock.Solutions.of(system, options.seed(), block, options.tolerance());
    }

    /** The last point. */
    StochasticPoint current() {
        return current;
    }

    /** Whether the criterion is REML. */
    boolean reml() {
        return reml;
    }

    CrossProducts data() {
        return data;
    }
}
