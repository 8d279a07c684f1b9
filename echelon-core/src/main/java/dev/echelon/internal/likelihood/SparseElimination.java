package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.sparse.SelectedInverse;
import dev.echelon.internal.sparse.SupernodalCholesky;
import dev.echelon.internal.sparse.Symbolic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The equations eliminated level by level in an order of all levels, stored as a supernodal factor: where the dense root
 * of {@link BlockedElimination} would be mostly zero, or too large.
 *
 * <p><b>Source</b> docs/math/sparse.md
 */
final class SparseElimination implements Elimination {
    private final CrossProducts data;
    private final LevelGraph graph;
    private final Symbolic symbolic;
    private final DenseKernels kernels;
    private final SparseAssembly assembly;
    private final SupernodalCholesky cholesky;
    private final SparseVariates variates;
    private final double[][] scores;
    private final double[][] effects;
    private final double[][] gradient;
    private final double[] solution;
    private final double[] beta;
    private final int[] effectsPerLevel;
    private final boolean[] singular;
    private @Nullable SelectedInverse inverse;
    private boolean withFixed;

    SparseElimination(
            CrossProducts data, LevelGraph graph, Symbolic symbolic, ThetaMap map, DenseKernels kernels, int threads) {
        this.data = data;
        this.graph = graph;
        this.symbolic = symbolic;
        this.kernels = kernels;
        this.assembly = new SparseAssembly(data, graph, symbolic);
        this.cholesky = new SupernodalCholesky(symbolic, graph.pattern(), graph.family(), kernels, threads);
        this.variates = new SparseVariates(data, graph, symbolic, cholesky, map);
        this.scores = map.matrices();
        this.effects = new double[data.factors()][];
        this.gradient = new double[data.factors()][];
        this.effectsPerLevel = new int[data.factors()];
        for (int f = 0; f < effects.length; f++) {
            effectsPerLevel[f] = data.block(f).effects();
            effects[f] = new double[data.block(f).levels() * effectsPerLevel[f]];
            gradient[f] = new double[effects[f].length];
        }
        this.solution = new double[symbolic.columns()];
        this.beta = new double[data.fixedColumns()];
        this.singular = new boolean[data.factors()];
    }

    @Override
    public boolean factor(double[][] lambda) {
        for (int f = 0; f < singular.length; f++) {
            singular[f] = !ScoreMatrices.isRegular(effectsPerLevel[f], lambda[f]);
        }
        assembly.fill(cholesky);
        return cholesky.factor(lambda, singular);
    }

    @Override
    public double logDeterminant() {
        return cholesky.logDeterminant();
    }

    @Override
    public double fixedFactor(int row, int column) {
        return cholesky.border()[column * (data.fixedColumns() + 1) + row];
    }

    @Override
    public void solve(double[][] lambda) {
        cholesky.solveBack(lambda, solution, beta);
        for (int f = 0; f < effects.length; f++) {
            int q = effectsPerLevel[f];
            for (int j = 0; j < data.block(f).levels(); j++) {
                System.arraycopy(solution, symbolic.column(graph.first()[f] + j), effects[f], j * q, q);
            }
        }
        for (int f = 0; f < effects.length; f++) {
            startGradient(f);
        }
        for (int f = 0; f < effects.length; f++) {
            for (int g = f + 1; g < effects.length; g++) {
                subtractCoupling(f, g);
            }
        }
    }

    /** g := Z_f'y − Z_f'Xβ̂ − Z_f'Z_f b̂ of the level itself. */
    private void startGradient(int f) {
        CrossProducts.Block block = data.block(f);
        int q = effectsPerLevel[f];
        int r = data.fixedColumns() + 1;
        for (int j = 0; j < block.levels(); j++) {
            for (int a = 0; a < q; a++) {
                double sum = block.withFixed()[(j * r + r - 1) * q + a];
                for (int k = 0; k < r - 1; k++) {
                    sum -= block.withFixed()[(j * r + k) * q + a] * beta[k];
                }
                for (int b = 0; b < q; b++) {
                    sum -= block.own()[(j * q + b) * q + a] * effects[f][j * q + b];
                }
                gradient[f][j * q + a] = sum;
            }
        }
    }

    private void subtractCoupling(int f, int g) {
        CrossProducts.Coupling coupling = data.coupling(f, g);
        int q = effectsPerLevel[f];
        int w = effectsPerLevel[g];
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int t = coupling.level()[e] * w;
                for (int b = 0; b < w; b++) {
                    for (int a = 0; a < q; a++) {
                        double x = coupling.values()[(e * w + b) * q + a];
                        gradient[f][j * q + a] -= x * effects[g][t + b];
                        gradient[g][t + b] -= x * effects[f][j * q + a];
                    }
                }
            }
        }
    }

    @Override
    public double[] fixedEffects() {
        return beta.clone();
    }

    @Override
    public double[] effects(int factor) {
        return effects[factor];
    }

    @Override
    public double[] gradientProducts(int factor) {
        int q = effectsPerLevel[factor];
        return Elimination.gradientProducts(gradient[factor], 0, gradient[factor].length / q, q);
    }

    @Override
    public int start(int factor) {
        return 0;
    }

    /** Allocated when derivatives are first asked for: a value alone needs half the memory. */
    private SelectedInverse inverse() {
        SelectedInverse known = inverse;
        if (known == null) {
            known = new SelectedInverse(cholesky, effectsPerLevel);
            inverse = known;
        }
        return known;
    }

    @Override
    public double[][] scores(double[][] lambda, boolean includeFixed, double sigma2) {
        withFixed = includeFixed;
        SelectedInverse inverse = inverse();
        inverse.compute(lambda, includeFixed);
        for (int f = 0; f < scores.length; f++) {
            int q = effectsPerLevel[f];
            double[] h = scores[f];
            if (singular[f]) {
                System.arraycopy(inverse.direct(f), 0, h, 0, h.length);
                for (int at = 0; at < gradient[f].length; at += q) {
                    for (int b = 0; b < q; b++) {
                        for (int a = 0; a < q; a++) {
                            h[b * q + a] -= gradient[f][at + a] * gradient[f][at + b] / sigma2;
                        }
                    }
                }
            } else {
                Arrays.fill(h, 0);
                ScoreMatrices.byInverse(q, lambda[f], inverse.trace(f), gradient[f], 0, gradient[f].length, sigma2, h);
            }
        }
        return scores;
    }

    @Override
    public double[] variateProducts(double[][] lambda, double[][] derivatives) {
        return variates.compute(lambda, gradient, derivatives);
    }

    @Override
    public void invert(double[][] lambda) {
        // scores() has left the inverse
    }

    /** C̃_jj, less ‖C_jβL_XX‖² if β was counted as estimated. */
    @Override
    public void conditionalVariance(int factor, int level, double[] out) {
        int q = effectsPerLevel[factor];
        int first = symbolic.column(graph.first()[factor] + level);
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                out[b * q + a] = inverse().get(first + Math.min(a, b), first + Math.max(a, b));
            }
        }
        int p = withFixed ? beta.length : 0;
        double[] half = new double[q];
        for (int k = 0; k < p; k++) {
            Arrays.fill(half, 0);
            for (int h = k; h < p; h++) {
                for (int a = 0; a < q; a++) {
                    half[a] += inverse().getFixed(first + a, h) * fixedFactor(h, k);
                }
            }
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    out[b * q + a] -= half[a] * half[b];
                }
            }
        }
    }

    @Override
    public JointCovariance joint(double[][] lambda) {
        withFixed = true;
        return new SparseJointCovariance(graph, symbolic, cholesky, inverse, lambda);
    }

    @Override
    public String kernels() {
        return kernels.name();
    }
}
