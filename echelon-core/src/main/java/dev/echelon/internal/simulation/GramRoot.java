package dev.echelon.internal.simulation;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;

/**
 * A with AA' = [Z X]'W[Z X], positive semidefinite: the levels of the largest factor are eliminated one by one, what
 * remains is dense. Columns of zero pivots are left out; their number is the loss of rank.
 */
final class GramRoot {
    /** Largest dense remainder: 128 MB. */
    private static final int LARGEST = 4000;
    /** A pivot below this share of its diagonal is rounding. */
    private static final double ZERO = 1e-10;

    private final CrossProducts data;
    private final int leaf;
    private final int[] offset;
    private final int rest;
    private final int q;
    /** Per leaf level: lower q×q factor, then its inverse times the coupled columns of the rest. */
    private final double[] own;

    private final int[][] columns;
    private final double[][] below;
    private final double[] dense;
    private final Map<Integer, CrossProducts.Coupling> couplings = new HashMap<>();
    private int rank;

    /**
     * A draw of Ag.
     *
     * @param effects its part for each factor
     * @param fixed for X
     * @param square g'g
     */
    record Draw(double[][] effects, double[] fixed, double square) {}

    GramRoot(CrossProducts data) {
        this.data = data;
        int largest = -1;
        for (int f = 0; f < data.factors(); f++) {
            largest = largest < 0 || size(f) > size(largest) ? f : largest;
        }
        this.leaf = largest;
        this.offset = new int[data.factors() + 1];
        long total = 0;
        for (int f = 0; f < data.factors(); f++) {
            offset[f] = (int) total;
            total += f == leaf ? 0 : size(f);
            if (f != leaf) {
                couplings.put(f, data.coupling(leaf, f));
            }
            requireSize(total);
        }
        offset[data.factors()] = (int) total;
        this.rest = (int) total + data.fixedColumns();
        requireSize(rest);
        this.q = leaf < 0 ? 0 : data.block(leaf).effects();
        int levels = leaf < 0 ? 0 : data.block(leaf).levels();
        this.own = new double[levels * q * q];
        this.columns = new int[levels][];
        this.below = new double[levels][];
        this.dense = remainder();
        double[] before = dense.clone();
        for (int j = 0; j < levels; j++) {
            eliminate(j);
        }
        rank += factor(rest, dense, before);
    }

    private long size(int f) {
        return (long) data.block(f).levels() * data.block(f).effects();
    }

    private static void requireSize(long size) {
        if (size > LARGEST) {
            throw new EchelonException("the bootstrap needs a dense matrix of " + size
                    + " crossed random effects, more than the " + LARGEST
                    + " it can hold; use profile intervals for this fit");
        }
    }

    /** Rank of [Z X]. */
    int rank() {
        return rank;
    }

    /** [Z_rest X]'W[Z_rest X], lower triangle. */
    private double[] remainder() {
        double[] s = new double[rest * rest];
        int p = data.fixedColumns();
        int x = rest - p;
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                s[(x + k) * rest + x + i] = data.fixed()[k * (p + 1) + i];
            }
        }
        for (int f = 0; f < data.factors(); f++) {
            if (f == leaf) {
                continue;
            }
            addBlock(f, x, s);
            for (int g = f + 1; g < data.factors(); g++) {
                if (g != leaf) {
                    addCoupling(f, g, s);
                }
            }
        }
        return s;
    }

    private void addBlock(int f, int x, double[] s) {
        CrossProducts.Block block = data.block(f);
        int w = block.effects();
        int p = data.fixedColumns();
        for (int j = 0; j < block.levels(); j++) {
            int at = offset[f] + j * w;
            for (int b = 0; b < w; b++) {
                for (int a = b; a < w; a++) {
                    s[(at + b) * rest + at + a] = block.own()[(j * w + b) * w + a];
                }
                for (int k = 0; k < p; k++) {
                    s[(at + b) * rest + x + k] = block.withFixed()[(j * (p + 1) + k) * w + b];
                }
            }
        }
    }

    private void addCoupling(int f, int g, double[] s) {
        CrossProducts.Coupling coupling = data.coupling(f, g);
        int wf = data.block(f).effects();
        int wg = data.block(g).effects();
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int row = offset[g] + coupling.level()[e] * wg;
                int column = offset[f] + j * wf;
                for (int b = 0; b < wg; b++) {
                    for (int a = 0; a < wf; a++) {
                        s[(column + a) * rest + row + b] = coupling.values()[(e * wg + b) * wf + a];
                    }
                }
            }
        }
    }

    /** Factors one level of the leaf and subtracts it from the remainder. */
    private void eliminate(int j) {
        double[] block = Arrays.copyOfRange(data.block(leaf).own(), j * q * q, (j + 1) * q * q);
        double[] diagonal = block.clone();
        rank += factor(q, block, diagonal);
        System.arraycopy(block, 0, own, j * q * q, q * q);
        gather(j);
        double[] r = below[j];
        for (int k = 0; k < columns[j].length; k++) { // L⁻¹, with zero rows for zero pivots
            for (int a = 0; a < q; a++) {
                double sum = r[k * q + a];
                for (int h = 0; h < a; h++) {
                    sum -= block[h * q + a] * r[k * q + h];
                }
                r[k * q + a] = block[a * q + a] == 0 ? 0 : sum / block[a * q + a];
            }
        }
        for (int k = 0; k < columns[j].length; k++) {
            for (int i = k; i < columns[j].length; i++) {
                double sum = 0;
                for (int a = 0; a < q; a++) {
                    sum += r[k * q + a] * r[i * q + a];
                }
                dense[columns[j][k] * rest + columns[j][i]] -= sum;
            }
        }
    }

    /** The columns of the rest that occur with a level of the leaf, ascending, and their cross-products. */
    private void gather(int j) {
        int count = data.fixedColumns();
        for (int f = 0; f < data.factors(); f++) {
            if (f != leaf) {
                int[] start = coupling(f).start();
                count += (start[j + 1] - start[j]) * data.block(f).effects();
            }
        }
        columns[j] = new int[count];
        below[j] = new double[count * q];
        int next = 0;
        for (int f = 0; f < data.factors(); f++) {
            if (f == leaf) {
                continue;
            }
            CrossProducts.Coupling coupling = coupling(f);
            int w = data.block(f).effects();
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                for (int b = 0; b < w; b++, next++) {
                    columns[j][next] = offset[f] + coupling.level()[e] * w + b;
                    System.arraycopy(coupling.values(), (e * w + b) * q, below[j], next * q, q);
                }
            }
        }
        int p = data.fixedColumns();
        for (int k = 0; k < p; k++, next++) {
            columns[j][next] = rest - p + k;
            System.arraycopy(data.block(leaf).withFixed(), (j * (p + 1) + k) * q, below[j], next * q, q);
        }
    }

    private CrossProducts.Coupling coupling(int f) {
        return Objects.requireNonNull(couplings.get(f));
    }

    /** Lower factor of a semidefinite matrix in place, zero columns for zero pivots; returns the rank. */
    private static int factor(int n, double[] a, double[] original) {
        int rank = 0;
        for (int k = 0; k < n; k++) {
            double pivot = a[k * n + k];
            if (!(pivot > ZERO * original[k * n + k])) {
                Arrays.fill(a, k * n + k, k * n + n, 0);
                continue;
            }
            rank++;
            double root = Math.sqrt(pivot);
            for (int i = k; i < n; i++) {
                a[k * n + i] /= root;
            }
            for (int l = k + 1; l < n; l++) {
                double x = a[k * n + l];
                for (int i = l; x != 0 && i < n; i++) {
                    a[l * n + i] -= x * a[k * n + i];
                }
            }
        }
        return rank;
    }

    /** Ag for a new g. */
    Draw sample(SharedStateContinuousSampler normal) {
        double[] remainder = new double[rest];
        double square = 0;
        double[] leafPart = new double[own.length == 0 ? 0 : own.length / q];
        double[] g = new double[Math.max(q, 1)];
        for (int j = 0; j < columns.length; j++) {
            for (int a = 0; a < q; a++) {
                g[a] = own[(j * q + a) * q + a] == 0 ? 0 : normal.sample();
                square += g[a] * g[a];
                for (int i = a; i < q; i++) {
                    leafPart[j * q + i] += own[(j * q + a) * q + i] * g[a];
                }
            }
            for (int k = 0; k < columns[j].length; k++) {
                for (int a = 0; a < q; a++) {
                    remainder[columns[j][k]] += below[j][k * q + a] * g[a];
                }
            }
        }
        for (int k = 0; k < rest; k++) {
            if (dense[k * rest + k] == 0) {
                continue;
            }
            double z = normal.sample();
            square += z * z;
            for (int i = k; i < rest; i++) {
                remainder[i] += dense[k * rest + i] * z;
            }
        }
        double[][] effects = new double[data.factors()][];
        for (int f = 0; f < effects.length; f++) {
            effects[f] = f == leaf ? leafPart : Arrays.copyOfRange(remainder, offset[f], offset[f] + (int) size(f));
        }
        return new Draw(effects, Arrays.copyOfRange(remainder, rest - data.fixedColumns(), rest), square);
    }
}
