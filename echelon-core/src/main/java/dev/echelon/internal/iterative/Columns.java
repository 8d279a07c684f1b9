package dev.echelon.internal.iterative;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns m of length n that are known by Z'm only, and what V⁻¹ makes of them: b = Λ(Λ'Z'ZΛ + I)⁻¹Λ'Z'm, by which
 * m'V⁻¹k = m'k − (Z'm)'b(k) and Z'V⁻¹m = Z'm − Z'Zb(m). Blocks of eight.
 */
final class Columns {
    private static final int W = Lanes.WIDTH;

    private final Gram gram;
    private final int count;
    /** Z'm: the chain's part, the tail's part. */
    private final List<double[]> chainProducts = new ArrayList<>();

    private final List<double[]> tailProducts = new ArrayList<>();
    private final List<double[]> chainEffects = new ArrayList<>();
    private final List<double[]> tailEffects = new ArrayList<>();
    private int iterations;

    Columns(Gram gram, int count) {
        this.gram = gram;
        this.count = count;
        for (int block = 0; block * W < count; block++) {
            chainProducts.add(Lanes.of(gram.split.chainRows()));
            tailProducts.add(Lanes.of(gram.split.tailRows()));
        }
    }

    /** The columns of [X y]. */
    static Columns ofFixed(Gram gram) {
        int r = gram.data.fixedColumns() + 1;
        Columns columns = new Columns(gram, r);
        for (int c = 0; c < r; c++) {
            for (int f : gram.split.chain()) {
                gram.column(f, c, columns.chainProducts.get(c / W), c % W);
            }
            for (int f : gram.split.tail()) {
                gram.column(f, c, columns.tailProducts.get(c / W), c % W);
            }
        }
        return columns;
    }

    /** The columns Zv of effects v, block by block; v'Z'Zv is returned, count×count. */
    static Columns ofEffects(Gram gram, int count, List<double[]> chain, List<double[]> tail) {
        Columns columns = new Columns(gram, count);
        for (int block = 0; block < chain.size(); block++) {
            gram.chainFromChain(1, chain.get(block), columns.chainProducts.get(block));
            gram.chainFromTail(1, tail.get(block), columns.chainProducts.get(block));
            gram.tailFromChain(1, chain.get(block), columns.tailProducts.get(block));
            gram.tailFromTail(1, tail.get(block), columns.tailProducts.get(block));
        }
        return columns;
    }

    /** Solves for b of all columns. */
    void solve(SchurSystem system, double tolerance) {
        chainEffects.clear();
        tailEffects.clear();
        for (int block = 0; block * W < count; block++) {
            double[] chain = chainProducts.get(block).clone();
            double[] tail = tailProducts.get(block).clone();
            iterations =
                    Math.max(iterations, system.solve(chain, tail, tolerance).iterations());
            chainEffects.add(chain);
            tailEffects.add(tail);
        }
    }

    int iterations() {
        return iterations;
    }

    int count() {
        return count;
    }

    /** (Z'm)'x of these columns with the effects x of others, rows are these. */
    double[] timesEffects(List<double[]> chain, List<double[]> tail, int others) {
        double[] out = new double[count * others];
        for (int block = 0; block < chainProducts.size(); block++) {
            for (int other = 0; other < chain.size(); other++) {
                double[] c = Lanes.products(chainProducts.get(block), chain.get(other));
                double[] t = Lanes.products(tailProducts.get(block), tail.get(other));
                for (int l = other * W; l < Math.min(others, (other + 1) * W); l++) {
                    for (int k = block * W; k < Math.min(count, (block + 1) * W); k++) {
                        int i = (l % W) * W + k % W;
                        out[l * count + k] = c[i] + t[i];
                    }
                }
            }
        }
        return out;
    }

    /** (Z'm)'b(k) of these columns with those of others, which are solved. */
    double[] timesSolved(Columns others) {
        return timesEffects(others.chainEffects, others.tailEffects, others.count);
    }

    /** Z'V⁻¹m in place of Z'm, which is no longer known then. */
    void project() {
        for (int block = 0; block * W < count; block++) {
            double[] chain = chainProducts.get(block);
            double[] tail = tailProducts.get(block);
            gram.chainFromChain(-1, chainEffects.get(block), chain);
            gram.chainFromTail(-1, tailEffects.get(block), chain);
            gram.tailFromChain(-1, chainEffects.get(block), tail);
            gram.tailFromTail(-1, tailEffects.get(block), tail);
        }
    }

    /** The combination of b with these weights: the chain's part, the tail's part. */
    double[][] combineEffects(double[] weights) {
        return new double[][] {
            combine(weights, chainEffects, gram.split.chainRows()), combine(weights, tailEffects, gram.split.tailRows())
        };
    }

    /** The combination of Z'm, or Z'V⁻¹m, with these weights. */
    double[][] combineProducts(double[] weights) {
        return new double[][] {
            combine(weights, chainProducts, gram.split.chainRows()),
            combine(weights, tailProducts, gram.split.tailRows())
        };
    }

    private double[] combine(double[] weights, List<double[]> blocks, int rows) {
        double[] out = new double[rows];
        for (int c = 0; c < count; c++) {
            double[] block = blocks.get(c / W);
            double factor = weights[c];
            for (int i = 0; factor != 0 && i < rows; i++) {
                out[i] += factor * block[i * W + c % W];
            }
        }
        return out;
    }
}
