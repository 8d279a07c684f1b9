package dev.echelon.internal.likelihood;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.linalg.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@link ProfiledLikelihood} of a model with one grouping factor whose blocks are not in this memory: each evaluation asks
 * for the {@link GroupMoments} of all levels once, and has value, gradient and exact Hessian.
 *
 * <p><b>Source</b> docs/math/likelihood.md#one-factor
 */
public final class PartitionedLikelihood implements CovarianceObjective {

    /** Those who hold the blocks. */
    public interface Levels {
        /** The moments of all levels at λ, q×q lower triangular. */
        GroupMoments moments(double[] lambda);

        /** {@link #startSums} of all levels, added. */
        double[] start(double[] beta);
    }

    private final CrossProducts data;
    private final boolean reml;
    private final ProfiledObjective profiled;
    private final Levels levels;
    private final ThetaMap map;
    private final int q;
    private final int p;
    private final double[][] lambda;
    private final double[] theta;
    private final double[] factor; // L of [X y]'V⁻¹[X y], r×r
    private GroupMoments moments;
    private final OneFactorSums sums;
    private final double[] forms; // Σ g g', q×q
    private double objective = Double.POSITIVE_INFINITY;
    private boolean evaluated;
    private boolean solved;

    /**
     * A likelihood.
     *
     * @param data the cross-products of X and y; blocks of factors are not read
     * @param factor the only one; its codes and its number of levels are not read
     */
    public PartitionedLikelihood(CrossProducts data, GroupingFactor factor, boolean reml, Levels levels) {
        this.data = data;
        this.reml = reml;
        this.profiled = new ProfiledObjective(data, reml);
        this.levels = levels;
        this.map = new ThetaMap(List.of(factor));
        this.q = factor.effects();
        this.p = data.fixedColumns();
        this.lambda = map.matrices();
        this.theta = new double[map.dimension()];
        this.factor = new double[(p + 1) * (p + 1)];
        this.moments = GroupMoments.zero(q, p + 1);
        this.sums = new OneFactorSums(q, p, reml);
        this.forms = new double[q * q];
    }

    @Override
    public int dimension() {
        return map.dimension();
    }

    /** Where to start, as {@link ProfiledLikelihood#start}. */
    public double[] start() {
        return StartingValues.of(data, map, (f, beta) -> rows(levels.start(beta)), Kernels.java());
    }

    private double[][] rows(double[] sums) {
        double[][] rows = new double[q][];
        Arrays.setAll(rows, k -> Arrays.copyOfRange(sums, 3 * k, 3 * k + 3));
        return rows;
    }

    /** What {@link #start} needs of the levels of a block, three numbers for each effect. */
    public static double[] startSums(CrossProducts.Block block, double[] beta) {
        return Arrays.stream(StartingValues.sums(block, beta))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    @Override
    public double value(double[] x) {
        if (evaluated && Arrays.equals(x, theta)) {
            return objective;
        }
        System.arraycopy(x, 0, theta, 0, theta.length);
        evaluated = true;
        solved = false;
        objective = Double.POSITIVE_INFINITY;
        if (!map.factors(theta, lambda)) {
            return objective;
        }
        moments = levels.moments(lambda[0]);
        int r = p + 1;
        for (int k = 0; k < r; k++) {
            for (int i = k; i < r; i++) {
                factor[k * r + i] = data.fixed()[k * r + i] - moments.taken(i, k);
            }
        }
        boolean definite =
                Double.isFinite(moments.logDeterminant()) && Kernels.java().potrf(r, factor, 0, r) == 0;
        if (definite) {
            objective = profiled.value(moments.logDeterminant(), k -> factor[k * r + k]);
        }
        return objective;
    }

    /** σ̂² at the last point. */
    private double variance() {
        return profiled.variance(factor[factor.length - 1]);
    }

    private void solve() {
        if (!solved) {
            new MomentContraction(moments, factor, q, p).write(sums, forms, variance(), reml);
            solved = true;
        }
    }

    @Override
    public void derivatives(double[] gradient, double[] hessian) {
        solve();
        int n = dimension();
        double[][] derivatives = new double[n][q * q];
        double[] a = new double[n];
        for (ThetaMap.Slot slot : map.slots()) {
            double[] own = new double[slot.width() * slot.width()];
            for (int k = slot.theta(); k < slot.theta() + slot.parameters(); k++) {
                slot.covariance().derivative(slot.width(), theta, slot.theta(), k - slot.theta(), own);
                widen(slot, own, derivatives[k]);
                gradient[k] = dot(derivatives[k], sums.score);
                a[k] = dot(derivatives[k], forms);
            }
        }
        double last = factor[factor.length - 1];
        sums.hessian(derivatives, a, variance(), last * last, hessian);
        addSecondDerivatives(hessian);
    }

    private void addSecondDerivatives(double[] hessian) {
        int n = dimension();
        for (ThetaMap.Slot slot : map.slots()) {
            Covariance covariance = slot.covariance();
            double[] own = new double[slot.width() * slot.width()];
            for (int k = 0; k < slot.parameters(); k++) {
                for (int l = 0; l <= k; l++) {
                    covariance.secondDerivative(slot.width(), theta, slot.theta(), k, l, own);
                    double[] wide = new double[q * q];
                    widen(slot, own, wide);
                    double c = dot(wide, sums.score);
                    hessian[(slot.theta() + k) * n + slot.theta() + l] += c;
                    if (k != l) {
                        hessian[(slot.theta() + l) * n + slot.theta() + k] += c;
                    }
                }
            }
        }
    }

    /** A term's matrix in its place among all effects. */
    private void widen(ThetaMap.Slot slot, double[] own, double[] wide) {
        int w = slot.width();
        for (int b = 0; b < w; b++) {
            System.arraycopy(own, b * w, wide, (slot.offset() + b) * q + slot.offset(), w);
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
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
        solve();
        ThetaMap.Slot slot = map.slots().get(place.index());
        int w = slot.width();
        double[] h = new double[w * w];
        for (int b = 0; b < w; b++) {
            System.arraycopy(sums.score, (slot.offset() + b) * q + slot.offset(), h, b * w, w);
        }
        return h;
    }

    /** λ at the last point, q×q. */
    public double[] lambda() {
        return lambda[0].clone();
    }

    /** β̂ at the last point, in the conditioned scale. */
    public double[] conditionedFixedEffects() {
        return new MomentContraction(moments, factor, q, p).fixedEffects();
    }

    /**
     * The estimates at {@code x} on the scale of the data, without the modes, which stay with the levels.
     *
     * @param kept columns of the full X that the cross-products have
     */
    public Estimates estimates(double[] x, Conditioning conditioning, GroupingFactor of, int[] kept) {
        double d = value(x);
        MomentContraction contraction = new MomentContraction(moments, factor, q, p);
        List<Estimates.TermEstimates> terms = new ArrayList<>();
        double[] original = new double[theta.length];
        for (ThetaMap.Slot slot : map.slots()) {
            double[] sigma = new double[slot.width() * slot.width()];
            slot.covariance().covariance(slot.width(), theta, slot.theta(), sigma);
            double[] relative = dev.echelon.internal.crossproducts.Congruence.apply(
                    slot.width(), conditioning.effectsMap(0, of.terms().get(terms.size())), sigma);
            slot.covariance().parameters(slot.width(), relative, original, slot.theta());
            terms.add(new Estimates.TermEstimates(relative, new double[0], new double[0]));
        }
        return new Estimates(
                d + conditioning.objectiveShift(profiled.degrees(), kept, reml),
                conditioning.responseScale() * Math.sqrt(variance()),
                conditioning.fixedEffects(contraction.fixedEffects(), kept),
                conditioning.fixedCovariance(contraction.fixedCovariance(variance()), kept),
                original,
                terms);
    }
}
