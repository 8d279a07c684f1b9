package dev.echelon.internal.likelihood;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.linalg.Symmetric;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;

/**
 * Finishes an optimum at the boundary of the parameter space. There some Σ_b is singular; the gradient in θ vanishes in
 * its null directions for every model, so stationarity proves nothing. What decides is H_b = ∂d/∂Σ_b: the point is a
 * minimum over all positive semidefinite Σ_b only if v'H_bv ≥ 0 for every v with Σ_bv = 0 (Karush–Kuhn–Tucker).
 *
 * <p>Nearly null directions are first set exactly to zero where that does not raise the objective; directions with v'Hv
 * &lt; 0 are opened again and the search continues.
 *
 * <p><b>Source</b> docs/math/likelihood.md#boundary
 */
public final class Boundary {
    /** Directions whose relative standard deviation is below this are tried at zero. */
    private static final double NEARLY_ZERO = 1e-3;
    /** Setting a direction to zero may cost this much of the objective: the rounding of its evaluation. */
    private static final double SLACK = 1e-9;
    /** v'Hv above minus this is taken as zero: H is in units of −2 log-likelihood per squared relative sd. */
    private static final double KKT_TOLERANCE = 1e-5;

    /** An eigenvalue that is zero but for rounding. */
    private static final double ROUNDED_ZERO = 1e-28;

    private static final int RESTARTS = 8;

    private final CovarianceObjective likelihood;
    private Optimum optimum;
    private boolean singular;
    private double kkt = Double.NaN;
    private int evaluations;
    private int iterations;

    private Boundary(CovarianceObjective likelihood, Optimum optimum) {
        this.likelihood = likelihood;
        this.optimum = optimum;
        this.evaluations = optimum.evaluations();
        this.iterations = optimum.iterations();
    }

    /** Only checks, so that an optimum found by other means stays as it is. */
    public static Boundary check(CovarianceObjective likelihood, Optimum optimum) {
        Boundary boundary = new Boundary(likelihood, optimum);
        if (optimum.status() != Optimum.Status.START_INFEASIBLE) {
            boundary.findOpening();
        }
        return boundary;
    }

    /** Snaps, checks and if need be restarts. */
    public static Boundary finish(CovarianceObjective likelihood, Optimum optimum) {
        Boundary boundary = new Boundary(likelihood, optimum);
        if (optimum.status() == Optimum.Status.START_INFEASIBLE) {
            return boundary;
        }
        for (int restart = 0; restart < RESTARTS; restart++) {
            boundary.snap();
            if (!boundary.reopen()) {
                break;
            }
        }
        return boundary;
    }

    /** The finished optimum. */
    public Optimum optimum() {
        return optimum;
    }

    /** Whether some Σ is singular. */
    public boolean singular() {
        return singular;
    }

    /** Smallest v'Hv over null directions, NaN if there is none. */
    public double kkt() {
        return kkt;
    }

    /** Whether the KKT conditions hold. */
    public boolean certified() {
        return !(kkt < -KKT_TOLERANCE);
    }

    /** Evaluations in all. */
    public int evaluations() {
        return evaluations;
    }

    /** Accepted steps in all. */
    public int iterations() {
        return iterations;
    }

    private void snap() {
        double[] best = optimum.point();
        double value = optimum.value();
        boolean moved = false;
        for (CovarianceObjective.Place slot : likelihood.places()) {
            double[] candidate = withoutSmallDirections(slot, best);
            if (candidate.length > 0) {
                double trial = likelihood.value(candidate);
                evaluations++;
                if (trial <= value + SLACK) {
                    best = candidate;
                    value = Math.min(value, trial);
                    moved = true;
                }
            }
        }
        if (moved) {
            continueFrom(best);
        }
    }

    private void continueFrom(double[] point) {
        optimum = TrustRegion.minimise(likelihood, point, Options.DEFAULTS.withInitialRadius(0.1));
        evaluations += optimum.evaluations() - 1;
        iterations += optimum.iterations();
    }

    /** θ with the nearly null directions of one term's Σ set to zero; empty if there are none or all are exact. */
    private static double[] withoutSmallDirections(CovarianceObjective.Place slot, double[] theta) {
        int w = slot.width();
        double[] sigma = new double[w * w];
        slot.covariance().covariance(w, theta, slot.theta(), sigma);
        double[] values = new double[w];
        double[] vectors = new double[w * w];
        Symmetric.eigen(w, sigma.clone(), values, vectors);
        boolean small = false;
        double[] reduced = new double[w * w];
        for (int k = 0; k < w; k++) {
            if (values[k] < NEARLY_ZERO * NEARLY_ZERO) {
                small |= values[k] > (w == 1 ? 0 : ROUNDED_ZERO);
                continue;
            }
            for (int b = 0; b < w; b++) {
                for (int a = 0; a < w; a++) {
                    reduced[b * w + a] += values[k] * vectors[k * w + a] * vectors[k * w + b];
                }
            }
        }
        if (!small) {
            return new double[0];
        }
        double[] candidate = theta.clone();
        slot.covariance().parameters(w, reduced, candidate, slot.theta());
        return candidate;
    }

    /** Checks the null directions and returns θ with the worst one opened; empty if Σ is regular everywhere. */
    private double[] findOpening() {
        kkt = Double.NaN;
        singular = false;
        double[] theta = optimum.point();
        double[] opened = new double[0];
        double worst = Double.POSITIVE_INFINITY;
        likelihood.value(theta);
        for (CovarianceObjective.Place slot : likelihood.places()) {
            int w = slot.width();
            double[] sigma = new double[w * w];
            slot.covariance().covariance(w, theta, slot.theta(), sigma);
            double[] values = new double[w];
            double[] vectors = new double[w * w];
            Symmetric.eigen(w, sigma.clone(), values, vectors);
            double[] direction = slot.covariance().invariance() == Covariance.Invariance.LINEAR
                    ? worstNullDirection(w, values, vectors, likelihood.score(slot))
                    : worstNullEffect(w, sigma, likelihood.score(slot));
            if (direction.length == 0) {
                continue;
            }
            singular = true;
            double curvature = direction[w];
            if (curvature < worst) {
                worst = curvature;
                opened = open(slot, theta, sigma, direction);
            }
        }
        if (singular) {
            kkt = worst;
        }
        return opened;
    }

    /** Opens the worst null direction if the objective falls along it. Returns whether the search went on. */
    private boolean reopen() {
        double[] opened = findOpening();
        if (!singular || kkt >= -KKT_TOLERANCE) {
            return false;
        }
        double before = optimum.value();
        Optimum kept = optimum;
        continueFrom(opened);
        evaluations++;
        if (optimum.value() >= before) {
            optimum = kept;
            return false;
        }
        return true;
    }

    private static double[] open(CovarianceObjective.Place slot, double[] theta, double[] sigma, double[] direction) {
        int w = slot.width();
        double[] larger = sigma.clone();
        for (int b = 0; b < w; b++) {
            for (int a = 0; a < w; a++) {
                larger[b * w + a] += 1e-2 * direction[a] * direction[b];
            }
        }
        double[] candidate = theta.clone();
        slot.covariance().parameters(w, larger, candidate, slot.theta());
        return candidate;
    }

    /**
     * For a family that is not closed under rotations only its own effects can be opened: the unit vector of the effect
     * with zero variance and the smallest H_kk, followed by that value; empty if all variances are positive.
     */
    private static double[] worstNullEffect(int w, double[] sigma, double[] h) {
        double[] direction = new double[0];
        for (int k = 0; k < w; k++) {
            double curvature = h[k * w + k];
            if (sigma[k * w + k] < 1e-14 && (direction.length == 0 || curvature < direction[w])) {
                direction = new double[w + 1];
                direction[k] = 1;
                direction[w] = curvature;
            }
        }
        return direction;
    }

    /** The unit null vector v of Σ with the smallest v'Hv, followed by that value; empty if Σ is regular. */
    private static double[] worstNullDirection(int w, double[] values, double[] vectors, double[] h) {
        int nulls = 0;
        for (double value : values) {
            nulls += value < 1e-14 ? 1 : 0;
        }
        if (nulls == 0) {
            return new double[0];
        }
        double[] basis = new double[w * nulls];
        int column = 0;
        for (int k = 0; k < w; k++) {
            if (values[k] < 1e-14) {
                System.arraycopy(vectors, k * w, basis, column++ * w, w);
            }
        }
        double[] projected = new double[nulls * nulls];
        for (int b = 0; b < nulls; b++) {
            for (int a = 0; a < nulls; a++) {
                for (int i = 0; i < w; i++) {
                    for (int k = 0; k < w; k++) {
                        projected[b * nulls + a] += basis[a * w + i] * h[k * w + i] * basis[b * w + k];
                    }
                }
            }
        }
        double[] curvatures = new double[nulls];
        double[] combinations = new double[nulls * nulls];
        Symmetric.eigen(nulls, projected, curvatures, combinations);
        int least = 0;
        for (int k = 1; k < nulls; k++) {
            least = curvatures[k] < curvatures[least] ? k : least;
        }
        double[] direction = new double[w + 1];
        for (int a = 0; a < nulls; a++) {
            for (int i = 0; i < w; i++) {
                direction[i] += basis[a * w + i] * combinations[least * nulls + a];
            }
        }
        direction[w] = curvatures[least];
        return direction;
    }
}
