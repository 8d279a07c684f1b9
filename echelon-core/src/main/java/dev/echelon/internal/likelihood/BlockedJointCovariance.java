package dev.echelon.internal.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link JointCovariance} by way of {@link BlockedCholesky}: a form eliminates the levels it touches and ends in the dense
 * inverse of the root. Where levels of the chain are connected with levels of a tail, their blocks of C are kept.
 *
 * <p><b>Cost</b> N³ once for a root of order N; a form costs the square of the number of root columns it touches, or, of
 * levels that occur together in the data, of its own effects: see {@link ChainCovariance}. One instance per thread.
 */
final class BlockedJointCovariance implements JointCovariance {
    private final BlockedCholesky cholesky;
    private final double[] inverse;
    private final int order;
    private final double[] root;
    private final int[] touched;
    private final boolean[] isTouched;
    private final Optional<ChainCovariance> selected;
    private int count;

    BlockedJointCovariance(BlockedCholesky cholesky, PosteriorCovariance posterior) {
        this.cholesky = cholesky;
        this.inverse = posterior.root;
        this.order = cholesky.order;
        this.root = new double[order];
        this.touched = new int[order];
        this.isTouched = new boolean[order];
        this.selected = ChainCovariance.applies(cholesky)
                ? Optional.of(new ChainCovariance(cholesky, posterior))
                : Optional.empty();
    }

    @Override
    public double form(int[] levels, double[][] effects, double[] fixed, double[] product) {
        int tail = cholesky.layout.tailColumns();
        for (int k = 0; k < fixed.length; k++) {
            add(tail + k, fixed[k]);
        }
        loadTail(levels, effects);
        double sum;
        if (selected.isPresent() && isConnected(selected.get(), levels)) {
            sum = rootForm();
            rootProducts(tail, product);
            sum += chainForm(selected.get(), levels, effects, product);
        } else {
            sum = eliminateChain(levels, effects) + rootForm();
            rootProducts(tail, product);
        }
        for (int e = 0; e < count; e++) {
            root[touched[e]] = 0;
            isTouched[touched[e]] = false;
        }
        count = 0;
        return sum;
    }

    private void rootProducts(int tail, double[] product) {
        for (int k = 0; k < product.length; k++) {
            product[k] = rootProduct(tail + k);
        }
    }

    /** Whether the levels of the chain have blocks of C with each other, and with all columns of the root that were loaded. */
    private boolean isConnected(ChainCovariance blocks, int[] levels) {
        for (int c = 0; c < cholesky.chain.length; c++) {
            ChainBlock block = cholesky.chain[c];
            int j = levels[block.factor];
            for (int e = 0; e < count && j >= 0; e++) {
                if (blocks.place(c, j, touched[e]) < 0) {
                    return false;
                }
            }
            for (int d = 0; d < block.ancestors && j >= 0; d++) {
                int above = levels[cholesky.chain[c + 1 + d].factor];
                if (above >= 0 && above != block.ancestor[d][j]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Σ z'C_jj z + 2z'C_j,rest r over the chain, for what is loaded; adds Σ z'C_jβ to {@code product}. */
    private double chainForm(ChainCovariance blocks, int[] levels, double[][] effects, double[] product) {
        double sum = 0;
        for (int c = 0; c < cholesky.chain.length; c++) {
            ChainBlock block = cholesky.chain[c];
            int q = block.q;
            int j = levels[block.factor];
            if (j >= 0) {
                double[] z = effects[block.factor];
                double[] known = blocks.of(c, j);
                sum += form(q, known, 0, z, z);
                for (int d = 0; d < block.ancestors; d++) {
                    int above = cholesky.chain[c + 1 + d].factor;
                    sum += levels[above] < 0 ? 0 : 2 * form(q, known, blocks.ancestorPlace(c, d), z, effects[above]);
                }
                for (int e = 0; e < count; e++) {
                    sum += 2 * root[touched[e]] * dot(q, known, blocks.place(c, j, touched[e]), z);
                }
                int fixed = known.length - cholesky.layout.fixedColumns() * q;
                for (int k = 0; k < product.length; k++) {
                    product[k] += dot(q, known, fixed + k * q, z);
                }
            }
        }
        return sum;
    }

    /** x'By for a block with q rows that starts at {@code at}. */
    private static double form(int q, double[] block, int at, double[] x, double[] y) {
        double sum = 0;
        for (int b = 0; b < y.length; b++) {
            sum += y[b] * dot(q, block, at + b * q, x);
        }
        return sum;
    }

    private void add(int column, double value) {
        if (!isTouched[column]) {
            isTouched[column] = true;
            touched[count++] = column;
        }
        root[column] += value;
    }

    private void loadTail(int[] levels, double[][] effects) {
        Layout layout = cholesky.layout;
        for (int t = 0; t < layout.tail().length; t++) {
            int factor = layout.tail()[t];
            double[] z = effects[factor];
            for (int a = 0; a < z.length && levels[factor] >= 0; a++) {
                add(layout.tailOffset()[t] + levels[factor] * z.length + a, z[a]);
            }
        }
    }

    /** Σ e'We over the touched levels of the chain, from the leaf upwards; what remains is added to the rest. */
    private double eliminateChain(int[] levels, double[][] effects) {
        int chains = cholesky.chain.length;
        List<Map<Integer, double[]>> pending = new ArrayList<>();
        for (int c = 0; c < chains; c++) {
            Map<Integer, double[]> own = new LinkedHashMap<>();
            int factor = cholesky.chain[c].factor;
            if (levels[factor] >= 0) {
                own.put(levels[factor], effects[factor].clone());
            }
            pending.add(own);
        }
        double sum = 0;
        for (int c = 0; c < chains; c++) {
            for (Map.Entry<Integer, double[]> entry : pending.get(c).entrySet()) {
                sum += eliminate(c, entry.getKey(), entry.getValue(), pending);
            }
        }
        return sum;
    }

    /** e'We of a level, and rest −= R'We. */
    private double eliminate(int c, int j, double[] e, List<Map<Integer, double[]>> pending) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        double[] x = conditionalMean(c, j, e);
        double sum = 0;
        for (int a = 0; a < q; a++) {
            sum += e[a] * x[a];
        }
        int column = block.restStart[j];
        for (int d = 0; d < block.ancestors; d++) {
            int above = cholesky.chain[c + 1 + d].q;
            double[] target = pending.get(c + 1 + d).computeIfAbsent(block.ancestor[d][j], level -> new double[above]);
            for (int b = 0; b < above; b++, column += q) {
                target[b] -= dot(q, cholesky.rest[c], column, x);
            }
        }
        for (int k = block.indexStart[j]; k < block.indexStart[j + 1]; k++, column += q) {
            add(block.index[k], -dot(q, cholesky.rest[c], column, x));
        }
        int tail = cholesky.layout.tailColumns();
        for (int k = tail; k < order - 1; k++, column += q) {
            add(k, -dot(q, cholesky.rest[c], column, x));
        }
        return sum;
    }

    /** We = B'Be. */
    private double[] conditionalMean(int c, int j, double[] e) {
        int q = e.length;
        double[] b = cholesky.half[c];
        int at = j * q * q;
        double[] x = new double[q];
        for (int h = 0; h < q; h++) {
            double sum = 0;
            for (int k = 0; k < q; k++) {
                sum += b[at + k * q + h] * e[k];
            }
            for (int k = 0; k < q; k++) {
                x[k] += b[at + k * q + h] * sum;
            }
        }
        return x;
    }

    private static double dot(int q, double[] r, int column, double[] x) {
        double sum = 0;
        for (int a = 0; a < q; a++) {
            sum += r[column + a] * x[a];
        }
        return sum;
    }

    private double rootForm() {
        Arrays.sort(touched, 0, count);
        double sum = 0;
        for (int b = 0; b < count; b++) {
            int column = touched[b] * order;
            double below = 0;
            for (int a = b + 1; a < count; a++) {
                below += inverse[column + touched[a]] * root[touched[a]];
            }
            sum += root[touched[b]] * (2 * below + inverse[column + touched[b]] * root[touched[b]]);
        }
        return sum;
    }

    /** One element of the inverse of the root times what has reached the root. */
    private double rootProduct(int row) {
        double sum = 0;
        for (int e = 0; e < count; e++) {
            int column = touched[e];
            sum += inverse[Math.min(row, column) * order + Math.max(row, column)] * root[column];
        }
        return sum;
    }
}
