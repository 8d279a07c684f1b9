package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.DenseKernels;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link BlockedCholesky} and its readers as one {@link Elimination}. */
final class BlockedElimination implements Elimination {
    private final CrossProducts data;
    private final Layout layout;
    private final BlockedCholesky cholesky;
    private final Modes modes;
    private final PosteriorCovariance posterior;
    private final ScoreMatrices score;
    private final Supplier<WorkingVariates> workspace;
    private @Nullable WorkingVariates variates;
    private final int[] chainPosition;
    private final int[] tailPosition;

    BlockedElimination(CrossProducts data, Layout layout, ThetaMap map, DenseKernels kernels, int threads) {
        this.data = data;
        this.layout = layout;
        ChainBlock[] chain = ChainBlock.chain(data, layout);
        this.cholesky = new BlockedCholesky(layout, chain, RootProducts.of(data, layout), kernels, threads);
        this.modes = new Modes(cholesky);
        this.posterior = new PosteriorCovariance(cholesky);
        this.score = new ScoreMatrices(cholesky, map.matrices());
        this.workspace = () -> new WorkingVariates(cholesky, data, map);
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
    public int start(int factor) {
        return chainPosition[factor] >= 0 ? 0 : layout.tailOffset()[tailPosition[factor]];
    }

    @Override
    public double[] gradientProducts(int factor) {
        int c = chainPosition[factor];
        int q = data.block(factor).effects();
        double[] g = c >= 0 ? modes.gradient[c] : modes.tailGradient;
        return Elimination.gradientProducts(g, start(factor), data.block(factor).levels(), q);
    }

    @Override
    public double[][] scores(double[][] lambda, boolean withFixed, double sigma2) {
        posterior.compute(lambda, withFixed);
        score.compute(lambda, modes, posterior, sigma2);
        return score.matrices;
    }

    @Override
    public double[] variateProducts(double[][] lambda, double[][] derivatives) {
        WorkingVariates known = variates;
        if (known == null) {
            known = workspace.get();
            variates = known;
        }
        return known.compute(lambda, modes, derivatives);
    }

    @Override
    public void invert(double[][] lambda) {
        // the scores have needed it
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
    public String kernels() {
        return cholesky.kernels.name();
    }
}
