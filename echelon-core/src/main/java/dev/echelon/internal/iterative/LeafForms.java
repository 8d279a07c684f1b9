package dev.echelon.internal.iterative;

import dev.echelon.internal.linalg.Parallel;

/**
 * Q_j = R_jΛP⁻¹Λ'R_j' for every level of the leaf, where R_j = Z_j'Z_t: what the preconditioner alone says of the leaf's
 * traces. Known exactly, so that probes are left with the difference. For a chain of one factor.
 *
 * <p><b>Cost</b> one product with a vector, and k² for each level that meets k columns of the head.
 */
final class LeafForms {
    private final Gram gram;
    private final HeadProducts head;

    LeafForms(Gram gram, HeadProducts head) {
        this.gram = gram;
        this.head = head;
    }

    /**
     * Q_j, q×q per level.
     *
     * @param lambda per factor
     * @param inverseBlocks (P⁻¹)_jj per tail factor
     * @param headInverse the head's block of P⁻¹, lower triangle
     */
    double[] compute(double[][] lambda, double[][] inverseBlocks, double[] headInverse) {
        int leaf = gram.split.chain()[0];
        int q = gram.data.block(leaf).effects();
        int levels = gram.data.block(leaf).levels();
        double[] forms = new double[levels * q * q];
        double[] covariance = head.scaled(lambda, headInverse);
        int[] tail = gram.split.tail();
        double[][] scaled = new double[tail.length][];
        for (int t = 0; t < tail.length; t++) {
            scaled[t] = sandwichAll(gram.data.block(tail[t]).effects(), lambda[tail[t]], inverseBlocks[t]);
        }
        int[] bounds = gram.pair(leaf, tail[0]).ranges(gram.threads);
        Parallel.run(bounds.length - 1, p -> {
            for (int j = bounds[p]; j < bounds[p + 1]; j++) {
                for (int t = 0; t < tail.length; t++) {
                    addOthers(t, gram.pair(leaf, tail[t]), j, scaled[t], forms);
                }
                head.addForm(j, covariance, forms);
            }
        });
        return forms;
    }

    /** λCλ' of every level. */
    static double[] sandwichAll(int q, double[] lambda, double[] blocks) {
        double[] transposed = new double[q * q];
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                transposed[b * q + a] = lambda[a * q + b];
            }
        }
        double[] out = new double[blocks.length];
        double[] product = new double[q * q];
        for (int at = 0; at < blocks.length; at += q * q) {
            SmallMatrix.sandwich(q, q, q, transposed, 0, blocks, at, transposed, 0, product);
            System.arraycopy(product, 0, out, at, q * q);
        }
        return out;
    }

    /** Levels of the tail that are not in the head. */
    private void addOthers(int t, SparseRows pair, int j, double[] covariance, double[] forms) {
        int q = pair.q;
        int g = pair.g;
        boolean ones = pair.values.length == 0;
        for (int e = pair.start[j]; e < pair.start[j + 1]; e++) {
            int level = pair.level[e];
            if (head.contains(t, level)) {
                continue;
            }
            if (q == 1 && g == 1) {
                double x = ones ? 1 : pair.values[e];
                forms[j] += x * x * covariance[level];
                continue;
            }
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    double sum = 0;
                    for (int k = 0; k < g; k++) {
                        for (int i = 0; i < g; i++) {
                            sum += pair.values[(e * g + i) * q + a]
                                    * covariance[(level * g + k) * g + i]
                                    * pair.values[(e * g + k) * q + b];
                        }
                    }
                    forms[(j * q + b) * q + a] += sum;
                }
            }
        }
    }
}
