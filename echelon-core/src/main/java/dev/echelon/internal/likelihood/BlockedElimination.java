package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.DenseKernels;
import java.util.Optional;

/** {@link BlockedCholesky} and its readers as one {@link Elimination}. */
final class BlockedElimination implements Elimination {
    private final Layout layout;
    private final BlockedCholesky cholesky;
    private final Modes modes;
    private final PosteriorCovariance posterior;
    private final ScoreMatrices score;
    private final Optional<WorkingVariates> variates;
    private final Optional<OneFactorDerivatives> oneFactor;
    private final int[] chainPosition;
    private final int[] tailPosition;

    BlockedElimination(
            CrossProducts data, Layout layout, ThetaMap map, DenseKernels kernels, int threads, boolean reml) {
        this.layout = layout;
        ChainBlock[] chain = ChainBlock.chain(data, layout);
        this.cholesky = new BlockedCholesky(layout, chain, RootProducts.of(data, layout), kernels, threads);
        this.modes = new Modes(cholesky);
        this.posterior = new PosteriorCovariance(cholesky);
        this.score = new ScoreMatrices(cholesky, map.matrices());
        this.oneFactor = OneFactorDerivatives.of(cholesky, reml);
        this.variates =
                oneFactor.isPresent() ? Optional.empty() : Optional.of(new WorkingVariates(cholesky, data, map));
        this.chainPosition = positions(data.factors(), layout.chain());
        this.tailPosition = positions(data.factors(), layout.tail());
    }

    private static int[] positions(int factors, int[] members) {
        int[] position = new int[factors];
        java.util.Arrays.fill(position, -1);
        for (int i = 0; i < members.length; i++) {
            position[members[i]] = i;
        }
        return position;
    }

    @Override
    public boolean factor(double[][] lambda) {
        return cholesky.factor(lambda);
    }

    @Override
    public double logDeterminant() {
        return cholesky.logDeterminant();
    }

    @Override
    public double fixedFactor(int row, int column) {
        int tail = layout.tailColumns();
        return cholesky.factor[(tail + column) * cholesky.order + tail + row];
    }

    @Override
    public void solve(double[][] lambda) {
        modes.solve(lambda);
    }

    @Override
    public double[] fixedEffects() {
        double[] beta = new double[layout.fixedColumns()];
        System.arraycopy(modes.root, layout.tailColumns(), beta, 0, beta.length);
        return beta;
    }

    @Override
    public double[] effects(int factor) {
        int c = chainPosition[factor];
        return c >= 0 ? modes.effects[c] : modes.root;
    }

    @Override
    public double[] gradient(int factor) {
        int c = chainPosition[factor];
        return c >= 0 ? modes.gradient[c] : modes.tailGradient;
    }

    @Override
    public int start(int factor) {
        return chainPosition[factor] >= 0 ? 0 : layout.tailOffset()[tailPosition[factor]];
    }

    @Override
    public double[][] scores(double[][] lambda, boolean withFixed, double sigma2) {
        if (oneFactor.isPresent()) {
            oneFactor.get().accumulate(modes, sigma2);
            System.arraycopy(oneFactor.get().score(), 0, score.matrices[0], 0, score.matrices[0].length);
        } else {
            posterior.compute(lambda, withFixed);
            score.compute(lambda, modes, posterior, sigma2);
        }
        return score.matrices;
    }

    @Override
    public double[] variateProducts(double[][] lambda, double[][] derivatives) {
        return variates.orElseThrow().compute(lambda, modes, derivatives);
    }

    @Override
    public void invert(double[][] lambda) {
        if (oneFactor.isPresent()) {
            posterior.compute(lambda, false); // not needed for derivatives, and nearly free
        }
    }

    @Override
    public void conditionalVariance(int factor, int level, double[] out) {
        int c = chainPosition[factor];
        if (c >= 0) {
            posterior.conditionalVariance(c, level, out);
            return;
        }
        int t = tailPosition[factor];
        int q = layout.tailEffects()[t];
        posterior.conditionalTailVariance(layout.tailOffset()[t] + level * q, q, out);
    }

    @Override
    public JointCovariance joint(double[][] lambda) {
        posterior.computeRoot(lambda);
        return new BlockedJointCovariance(cholesky, posterior);
    }

    @Override
    public Optional<OneFactorDerivatives> oneFactor() {
        return oneFactor;
    }

    @Override
    public String kernels() {
        return cholesky.kernels.name();
    }
}
