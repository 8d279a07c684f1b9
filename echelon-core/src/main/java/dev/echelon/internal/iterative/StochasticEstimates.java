package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.ThetaMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the estimates out of an iterative likelihood at its last point and back to the scale of the data, with their Monte
 * Carlo errors.
 *
 * @param estimates all numbers of the fit
 * @param thetaErrors Monte Carlo standard errors of θ on the scale of the data
 * @param thetaStandardErrors statistical standard errors of θ on the scale of the data
 * @param sigmaError Monte Carlo standard error of σ̂
 * @param varianceError root mean square of the relative Monte Carlo errors of the conditional variances, of the term where
 *     it is largest
 */
public record StochasticEstimates(
        Estimates estimates,
        double[] thetaErrors,
        double[] thetaStandardErrors,
        double sigmaError,
        double varianceError) {
    private static final double STEP = 1e-5;

    /** The estimates at θ. */
    public static StochasticEstimates of(
            StochasticLikelihood likelihood,
            MonteCarloErrors errors,
            double[] theta,
            Conditioning conditioning,
            List<GroupingFactor> factors,
            int[] kept) {
        StochasticPoint point = likelihood.at(theta);
        Scale scale = new Scale(likelihood.map(), conditioning, factors);
        ConditionalVariances variances = ConditionalVariances.of(likelihood);
        List<Estimates.TermEstimates> terms = new ArrayList<>();
        double varianceError = 0;
        for (ThetaMap.Slot slot : likelihood.map().slots()) {
            terms.add(term(likelihood, scale, variances, terms.size(), theta));
            varianceError = Math.max(varianceError, variances.relativeError(slot.factor()));
        }
        Estimates estimates = new Estimates(
                point.objective() + conditioning.objectiveShift(point.fixed.degrees(), kept, likelihood.reml()),
                conditioning.responseScale() * Math.sqrt(point.fixed.variance()),
                conditioning.fixedEffects(point.fixed.beta(), kept),
                conditioning.fixedCovariance(fixedCovariance(point, kept.length), kept),
                scale.theta(theta),
                terms);
        double[] jacobian = scale.jacobian(theta);
        return new StochasticEstimates(
                estimates,
                roots(jacobian, errors.monteCarlo()),
                roots(jacobian, errors.statistical()),
                sigmaError(likelihood, point, errors) * estimates.sigma(),
                varianceError);
    }

    /** σ̂²(X'V⁻¹X)⁻¹. */
    private static double[] fixedCovariance(StochasticPoint point, int p) {
        double[] scaled = new double[p * p];
        for (int k = 0; k < p; k++) {
            scaled[k * p + k] = point.fixed.variance();
        }
        return point.fixed.solveFixed(scaled, p);
    }

    private static Estimates.TermEstimates term(
            StochasticLikelihood likelihood, Scale scale, ConditionalVariances variances, int index, double[] theta) {
        ThetaMap.Slot slot = likelihood.map().slots().get(index);
        StochasticPoint point = likelihood.current();
        int f = slot.factor();
        int w = slot.width();
        int q = likelihood.map().effects(f);
        int levels = likelihood.data().block(f).levels();
        int first = likelihood.system().gram.split.first()[f];
        double[] source = point.fixed.modes()[point.fixed.isInChain(f) ? 0 : 1];
        double[] map = scale.effectsMap(index);
        double[] blocks = variances.blocks(f);
        double[] modes = new double[levels * w];
        double[] v = new double[levels * w * w];
        double[] own = new double[w * w];
        for (int j = 0; j < levels; j++) {
            for (int k = 0; k < w; k++) {
                double x = source[first + j * q + slot.offset() + k];
                for (int i = 0; i < w; i++) {
                    modes[j * w + i] += map[k * w + i] * x;
                    own[k * w + i] =
                            point.fixed.variance() * blocks[(j * q + slot.offset() + k) * q + slot.offset() + i];
                }
            }
            System.arraycopy(Congruence.apply(w, map, own), 0, v, j * w * w, w * w);
        }
        return new Estimates.TermEstimates(scale.relative(index, theta), modes, v);
    }

    /** Square roots of the diagonal of JCJ'. */
    private static double[] roots(double[] jacobian, double[] covariance) {
        int n = (int) Math.round(Math.sqrt(covariance.length));
        double[] product = Congruence.apply(n, jacobian, covariance);
        double[] roots = new double[n];
        for (int k = 0; k < n; k++) {
            roots[k] = Math.sqrt(Math.max(0, product[k * n + k]));
        }
        return roots;
    }

    /** Relative error of σ̂: ∂log σ̂²/∂θ_k = −a_k/r² with a_k = y'PV_kPy = Σ_j g_j'(∂Σ/∂θ_k)g_j. */
    private static double sigmaError(StochasticLikelihood likelihood, StochasticPoint point, MonteCarloErrors errors) {
        double[] a = AverageInformation.forms(likelihood.map(), likelihood.system(), point);
        int n = a.length;
        double sum = 0;
        for (int k = 0; k < n; k++) {
            for (int l = 0; l < n; l++) {
                sum += a[k] * a[l] * errors.monteCarlo()[l * n + k];
            }
        }
        return Math.sqrt(Math.max(0, sum)) / 2 / point.fixed.penalisedResidual();
    }

    /** The way of θ to the scale of the data. */
    private record Scale(ThetaMap map, Conditioning conditioning, List<GroupingFactor> factors) {

        /** Σ of a term relative to σ², on the scale of the data. */
        double[] relative(int index, double[] theta) {
            ThetaMap.Slot slot = map.slots().get(index);
            double[] sigma = new double[slot.width() * slot.width()];
            slot.covariance().covariance(slot.width(), theta, slot.theta(), sigma);
            return Congruence.apply(slot.width(), conditioning.effectsMap(slot.factor(), term(index)), sigma);
        }

        /** The map of a term's effects with the scale of the response. */
        double[] effectsMap(int index) {
            double[] m = conditioning.effectsMap(map.slots().get(index).factor(), term(index));
            for (int i = 0; i < m.length; i++) {
                m[i] *= conditioning.responseScale();
            }
            return m;
        }

        private GroupingFactor.Term term(int index) {
            return factors.get(map.slots().get(index).factor()).terms().stream()
                    .filter(candidate -> candidate.index() == index)
                    .findFirst()
                    .orElseThrow();
        }

        double[] theta(double[] x) {
            double[] original = new double[x.length];
            for (int index = 0; index < map.slots().size(); index++) {
                ThetaMap.Slot slot = map.slots().get(index);
                slot.covariance().parameters(slot.width(), relative(index, x), original, slot.theta());
            }
            return original;
        }

        /** By central differences, which are exact enough for standard errors. */
        double[] jacobian(double[] x) {
            int n = x.length;
            double[] jacobian = new double[n * n];
            for (int k = 0; k < n; k++) {
                double[] up = x.clone();
                double[] down = x.clone();
                up[k] += STEP;
                down[k] -= STEP;
                double[] right = theta(up);
                double[] left = theta(down);
                for (int i = 0; i < n; i++) {
                    double slope = (right[i] - left[i]) / (2 * STEP);
                    jacobian[k * n + i] = Double.isFinite(slope) ? slope : 0;
                }
            }
            return jacobian;
        }
    }
}
