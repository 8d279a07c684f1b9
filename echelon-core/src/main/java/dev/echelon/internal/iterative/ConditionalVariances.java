package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.Symmetric;
import java.util.Arrays;

/**
 * C̃_jj = Var(b_j | y)/σ² of every level with β known: an exact part, what the preconditioner and the elimination of the
 * chain say, and the mean over probes of what they leave, made positive semidefinite.
 *
 * <p><b>Source</b> docs/math/iterative.md#conditional-variances
 */
final class ConditionalVariances {
    private static final int W = Lanes.WIDTH;

    private final StochasticLikelihood likelihood;
    private final SchurSystem system;
    private final Split split;
    /** Per factor: the exact part, q×q per level. */
    private final double[][] exact;
    /** Per factor: mean of the rest over probes. */
    private final double[][] rest;
    /** Per factor: Σ over probes of squares of the rest's diagonal, q per level. */
    private final double[][] squares;

    private ConditionalVariances(StochasticLikelihood likelihood) {
        this.likelihood = likelihood;
        this.system = likelihood.system();
        this.split = system.gram.split;
        int factors = system.gram.data.factors();
        this.exact = new double[factors][];
        this.rest = new double[factors][];
        this.squares = new double[factors][];
    }

    /** Estimates all of them at the likelihood's last point. */
    static ConditionalVariances of(StochasticLikelihood likelihood) {
        ConditionalVariances variances = new ConditionalVariances(likelihood);
        variances.exactParts();
        for (int f = 0; f < variances.rest.length; f++) {
            variances.rest[f] = new double[variances.exact[f].length];
            CrossProducts.Block block = variances.system.gram.data.block(f);
            variances.squares[f] = new double[block.levels() * block.effects()];
        }
        for (int b = 0; b * W < likelihood.probes(); b++) {
            variances.addBlock(b);
        }
        return variances;
    }

    /** C̃_jj of factor f, q×q per level. */
    double[] blocks(int f) {
        int q = system.gram.data.block(f).effects();
        double[] blocks = exact[f].clone();
        double[] part = new double[q * q];
        for (int at = 0; at < blocks.length; at += q * q) {
            for (int s = 0; s < q * q; s++) {
                part[s] = rest[f][at + s];
            }
            addPositivePart(q, part, blocks, at);
        }
        return blocks;
    }

    /** Root mean square over levels of the Monte Carlo standard error of a variance over the variance. */
    double relativeError(int f) {
        int q = system.gram.data.block(f).effects();
        double[] blocks = blocks(f);
        double t = likelihood.probes();
        double sum = 0;
        int count = 0;
        for (int i = 0; i < squares[f].length; i++) {
            double mean = rest[f][i * q + i % q];
            double variance = blocks[i * q + i % q];
            if (variance > 0) {
                sum += Math.max(0, squares[f][i] / t - mean * mean) / (t - 1) / (variance * variance);
                count++;
            }
        }
        return count == 0 ? 0 : Math.sqrt(sum / count);
    }

    private static void addPositivePart(int q, double[] part, double[] out, int at) {
        if (q == 1) {
            out[at] += Math.max(0, part[0]);
            return;
        }
        double[] values = new double[q];
        double[] vectors = new double[q * q];
        Symmetric.eigen(q, part, values, vectors);
        for (int k = 0; k < q; k++) {
            for (int b = 0; values[k] > 0 && b < q; b++) {
                for (int a = 0; a < q; a++) {
                    out[at + b * q + a] += values[k] * vectors[k * q + a] * vectors[k * q + b];
                }
            }
        }
    }

    private void exactParts() {
        double[][] lambda = likelihood.lambda();
        double[] headInverse = system.preconditioner.headInverse();
        double[][] inverse = system.preconditioner.inverseBlocks(headInverse);
        for (int t = 0; t < split.tail().length; t++) {
            int f = split.tail()[t];
            exact[f] = LeafForms.sandwichAll(system.gram.data.block(f).effects(), lambda[f], inverse[t]);
        }
        double[][] chain = new double[split.chain().length][];
        system.chain.information(chain);
        for (int i = 0; i < chain.length; i++) {
            exact[split.chain()[i]] = chain[i];
        }
        if (chain.length == 1) {
            double[] forms =
                    new LeafForms(system.gram, system.preconditioner.head()).compute(lambda, inverse, headInverse);
            int f = split.chain()[0];
            int q = system.gram.data.block(f).effects();
            double[] product = new double[q * q];
            for (int at = 0; at < forms.length; at += q * q) {
                double[] w = system.chain.inverse[0];
                SmallMatrix.sandwich(q, q, q, w, at, forms, at, w, at, product);
                for (int s = 0; s < q * q; s++) {
                    exact[f][at + s] += product[s];
                }
            }
        }
    }

    private void addBlock(int b) {
        ProbeBlock.Solutions found = likelihood.solutions(b);
        double[] left = found.left().clone();
        double[] right = found.right().clone();
        double[] plain = found.plain().clone();
        double[] solved = found.solved();
        if (split.chain().length == 1) {
            Lanes.axpy(Lanes.all(-1), plain, solved, system.gram.threads);
        }
        system.timesLambda(false, left);
        system.timesLambda(false, right);
        system.timesLambda(false, plain);
        system.timesLambda(false, solved);
        for (int f : split.tail()) {
            add(f, left, right);
        }
        double[] upper = Lanes.of(split.chainRows());
        double[] lower = Lanes.of(split.chainRows());
        system.gram.chainFromTail(1, solved, upper);
        system.gram.chainFromTail(1, plain, lower);
        system.chain.solve(upper);
        system.chain.solve(lower);
        for (int f : split.chain()) {
            add(f, upper, lower);
        }
    }

    /** rest += Σ over lanes of the symmetric part of x_j y_j', over the number of probes. */
    private void add(int f, double[] x, double[] y) {
        int q = system.gram.data.block(f).effects();
        double t = likelihood.probes();
        double[] lanes = new double[W];
        for (int j = 0; j < rest[f].length / (q * q); j++) {
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    int i = (split.first()[f] + j * q + a) * W;
                    int h = (split.first()[f] + j * q + b) * W;
                    for (int k = 0; k < W; k++) {
                        lanes[k] = (x[i + k] * y[h + k] + x[h + k] * y[i + k]) / 2;
                    }
                    rest[f][(j * q + b) * q + a] += Arrays.stream(lanes).sum() / t;
                    for (int k = 0; a == b && k < W; k++) {
                        squares[f][j * q + a] += lanes[k] * lanes[k];
                    }
                }
            }
        }
    }
}
