package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.levels.Lanes;
import dev.echelon.internal.levels.LevelSweep;
import dev.echelon.internal.levels.SweepSums;
import dev.echelon.internal.linalg.DenseKernels;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@link Elimination} of a model with one grouping factor of few effects: its levels do not meet, so that value,
 * derivatives and modes are one sweep over them each, shared among threads, and nothing is kept of a level in between.
 *
 * <p><b>Source</b> docs/math/likelihood.md#one-factor
 */
final class OneFactorElimination implements Elimination {
    /** Beyond this many numbers per level average information is cheaper than the exact Hessian. */
    private static final int LARGEST = 4096;

    private final CrossProducts data;
    private final Supplier<Elimination> general;
    private final DenseKernels kernels;
    private final boolean reml;
    private final int q;
    private final int p;
    private final LevelSweep like;
    private final SweepSums levels;
    private final double[] factor; // L of [X y]'V⁻¹[X y]
    private final double[] beta;
    private final OneFactorSums sums;
    private final double[] forms; // Σ gg'
    private double logDeterminant;
    private double[] modes = new double[0];
    private double[] variances = new double[0];

    /**
     * The elimination.
     *
     * @param general makes the one that also has the covariance of all effects
     */
    OneFactorElimination(
            CrossProducts data, DenseKernels kernels, int threads, boolean reml, Supplier<Elimination> general) {
        CrossProducts.Block block = data.block(0);
        this.data = data;
        this.general = general;
        this.kernels = kernels;
        this.reml = reml;
        this.q = block.effects();
        this.p = data.fixedColumns();
        this.like = new LevelSweep(block, p + 1);
        this.levels = new SweepSums(block, p + 1, threads);
        this.factor = new double[(p + 1) * (p + 1)];
        this.beta = new double[p];
        this.sums = new OneFactorSums(q, p, reml);
        this.forms = new double[q * q];
    }

    /** Whether a model has one factor, and few enough effects. */
    static boolean applies(CrossProducts data) {
        if (data.factors() != 1) {
            return false;
        }
        long q = data.block(0).effects();
        long p = data.fixedColumns();
        return q * q * (p * p + q * q) <= LARGEST;
    }

    @Override
    public boolean factor(double[][] lambda) {
        int r = p + 1;
        double[] taken = levels.sum(lambda[0], 1 + r * (r + 1) / 2, () -> OneFactorElimination::readValue);
        logDeterminant = taken[0];
        for (int k = 0; k < r; k++) {
            for (int i = k; i < r; i++) {
                factor[k * r + i] = data.fixed()[k * r + i] - taken[1 + SweepSums.product(i, k)];
            }
        }
        return Double.isFinite(logDeterminant) && kernels.potrf(r, factor, 0, r) == 0;
    }

    /** log|M| and U'U. */
    private static void readValue(LevelSweep sweep, double[] sums) {
        int q = sweep.effects();
        double[][] u = sweep.taken();
        sums[0] += sweep.logDeterminants();
        for (int k = 0, at = 1; k < sweep.columns(); k++, at += k) {
            for (int a = 0; a < q; a++) {
                Lanes.addDots(sweep.size(), u[k * q + a], u, a, q, k + 1, sums, at);
            }
        }
    }

    @Override
    public double logDeterminant() {
        return logDeterminant;
    }

    @Override
    public double fixedFactor(int row, int column) {
        return factor[column * (p + 1) + row];
    }

    @Override
    public void solve(double[][] lambda) {
        int r = p + 1;
        for (int i = p - 1; i >= 0; i--) { // L'β = l_y
            double sum = factor[i * r + p];
            for (int k = i + 1; k < p; k++) {
                sum -= factor[i * r + k] * beta[k];
            }
            beta[i] = sum / factor[i * r + i];
        }
    }

    @Override
    public double[] fixedEffects() {
        return beta.clone();
    }

    @Override
    public double[][] scores(double[][] lambda, boolean withFixed, double sigma2) {
        double[] found = levels.sum(
                lambda[0],
                OneFactorDerivatives.size(q, p, reml),
                () -> new OneFactorDerivatives(like, factor, beta, reml));
        OneFactorDerivatives.unpack(q, p, reml, found, sigma2, sums, forms);
        return new double[][] {sums.score};
    }

    @Override
    public double[] gradientProducts(int factor) {
        return forms;
    }

    @Override
    public Optional<OneFactorSums> oneFactor() {
        return Optional.of(sums);
    }

    @Override
    public double[] variateProducts(double[][] lambda, double[][] derivatives) {
        throw new IllegalStateException("the Hessian of one factor is exact");
    }

    /** Also computes the modes. */
    @Override
    public void invert(double[][] lambda) {
        int count = data.block(0).levels();
        modes = new double[Math.multiplyExact(count, q)];
        variances = new double[Math.multiplyExact(modes.length, q)];
        levels.sum(lambda[0], 0, () -> {
            double[][] b = like.rows(q);
            double[][] v = like.symmetric();
            return (sweep, none) -> {
                sweep.modes(beta, b);
                sweep.variances(v);
                Lanes.scatter(sweep.size(), b, modes, sweep.from());
                Lanes.scatter(sweep.size(), v, variances, sweep.from());
            };
        });
    }

    @Override
    public double[] effects(int factor) {
        return modes;
    }

    @Override
    public int start(int factor) {
        return 0;
    }

    @Override
    public void conditionalVariance(int factor, int level, double[] out) {
        System.arraycopy(variances, level * q * q, out, 0, q * q);
    }

    @Override
    public JointCovariance joint(double[][] lambda) {
        Elimination whole = general.get();
        whole.factor(lambda);
        return whole.joint(lambda);
    }

    @Override
    public String kernels() {
        return kernels.name();
    }
}
