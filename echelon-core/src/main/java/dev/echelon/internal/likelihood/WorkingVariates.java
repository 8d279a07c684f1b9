package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.Arrays;

/**
 * The inner products q_kl = f_k'P f_l of the working variates f_k = (∂V/∂θ_k)Py = Z_b v_k, v_k = (∂Σ_b/∂θ_k)g, from which
 * average information is made. The variates are never formed: Z'f_k comes from the cross-products, and eliminating the
 * effects and X from the augmented system leaves f'Pf.
 *
 * <p>Right-hand sides are stored with the K variates of one row next to each other.
 *
 * <p><b>Cost</b> K·(4·nonzeros + 2N²). <b>Source</b> docs/math/likelihood.md#average-information
 */
final class WorkingVariates {
    private final BlockedCholesky cholesky;
    private final CrossProducts data;
    private final ThetaMap map;
    private final int count;
    /** Per factor: v, level by level, effect by effect, K numbers each; only the factor's own parameters are not zero. */
    private final double[][] variates;

    private final double[][] chain;
    private final double[] root;
    private final double[] products;
    private final double[] row;
    /** First parameter of each factor, and the one after its last. */
    private final int[] from;

    private final int[] to;
    private final double[] denseSolved;

    WorkingVariates(BlockedCholesky cholesky, CrossProducts data, ThetaMap map) {
        this.cholesky = cholesky;
        this.data = data;
        this.map = map;
        this.count = map.dimension();
        this.variates = new double[data.factors()][];
        for (int f = 0; f < variates.length; f++) {
            variates[f] = new double
                    [Math.multiplyExact(data.block(f).levels() * data.block(f).effects(), count)];
        }
        this.chain = new double[cholesky.chain.length][];
        for (int c = 0; c < chain.length; c++) {
            chain[c] = new double[cholesky.chain[c].levels * cholesky.chain[c].q * count];
        }
        this.root = new double[(cholesky.order - 1) * count];
        this.products = new double[count * count];
        this.row = new double[count];
        this.from = new int[data.factors()];
        this.to = new int[data.factors()];
        Arrays.fill(from, count);
        for (ThetaMap.Slot slot : map.slots()) {
            from[slot.factor()] = Math.min(from[slot.factor()], slot.theta());
            to[slot.factor()] = Math.max(to[slot.factor()], slot.theta() + slot.parameters());
        }
        this.denseSolved = new double[cholesky.denseLeaf().rows() * count];
    }

    /**
     * Computes f_k'Pf_l for all pairs, K×K.
     *
     * @param derivatives ∂Σ/∂θ_k for each parameter over the effects of its term, w×w
     */
    double[] compute(double[][] lambda, Modes modes, double[][] derivatives) {
        fillVariates(modes, derivatives);
        multiplyByGram();
        Arrays.fill(products, 0);
        for (int f = 0; f < variates.length; f++) {
            addOwnProducts(f);
        }
        for (int c = 0; c < chain.length; c++) {
            eliminate(c);
        }
        eliminateRoot(lambda);
        for (int k = 0; k < count; k++) {
            for (int l = 0; l < k; l++) {
                products[k * count + l] = products[l * count + k];
            }
        }
        return products;
    }

    private void fillVariates(Modes modes, double[][] derivatives) {
        for (ThetaMap.Slot slot : map.slots()) {
            int f = slot.factor();
            int q = map.effects(f);
            int position = position(cholesky.layout.chain(), f);
            double[] g = position >= 0 ? modes.gradient[position] : modes.tailGradient;
            int first = position >= 0 ? 0 : cholesky.layout.tailOffset()[position(cholesky.layout.tail(), f)];
            int levels = data.block(f).levels();
            int w = slot.width();
            double[] v = variates[f];
            for (int p = 0; p < slot.parameters(); p++) {
                double[] d = derivatives[slot.theta() + p];
                for (int j = 0; j < levels; j++) {
                    for (int a = 0; a < w; a++) {
                        double sum = 0;
                        for (int b = 0; b < w; b++) {
                            sum += d[b * w + a] * g[first + j * q + slot.offset() + b];
                        }
                        v[(j * q + slot.offset() + a) * count + slot.theta() + p] = sum;
                    }
                }
            }
        }
    }

    private static int position(int[] factors, int f) {
        for (int i = 0; i < factors.length; i++) {
            if (factors[i] == f) {
                return i;
            }
        }
        return -1;
    }

    /** chain, root := Z'Z v, X'Z v from the cross-products as they were before elimination. */
    private void multiplyByGram() {
        Arrays.fill(root, 0);
        for (double[] c : chain) {
            Arrays.fill(c, 0);
        }
        Layout layout = cholesky.layout;
        for (int c = 0; c < chain.length; c++) {
            multiplyChain(c);
        }
        int tail = layout.tailColumns();
        if (tail == 0) {
            return;
        }
        double[] tailVariates = tailVariates();
        int order = cholesky.order;
        double[] a = cholesky.root;
        for (int k = 0; k < tail; k++) {
            int column = k * order;
            axpy(a[column + k], tailVariates, k, root, k);
            for (int i = k + 1; i < order - 1; i++) {
                double x = a[column + i];
                if (x != 0) {
                    axpy(x, tailVariates, k, root, i);
                    if (i < tail) {
                        axpy(x, tailVariates, i, root, k);
                    }
                }
            }
        }
    }

    private double[] tailVariates() {
        Layout layout = cholesky.layout;
        if (layout.tail().length == 1) {
            return variates[layout.tail()[0]];
        }
        double[] all = new double[layout.tailColumns() * count];
        for (int t = 0; t < layout.tail().length; t++) {
            double[] v = variates[layout.tail()[t]];
            System.arraycopy(v, 0, all, layout.tailOffset()[t] * count, v.length);
        }
        return all;
    }

    private void multiplyChain(int c) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        int f = block.factor;
        double[] v = variates[f];
        for (int j = 0; j < block.levels; j++) {
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    axpyOf(f, block.own[(j * q + b) * q + a], v, j * q + b, chain[c], j * q + a);
                }
            }
        }
        if (c == 0 && cholesky.denseLeaf().isActive()) {
            cholesky.denseLeaf().addProduct(count, cholesky.order - 1, 1, v, root);
            cholesky.denseLeaf().addTailProduct(count, tailVariates(), chain[0]);
            return;
        }
        double[] tail = cholesky.layout.tailColumns() == 0 ? root : tailVariates();
        for (int j = 0; j < block.levels; j++) {
            multiplyRest(c, j, tail);
        }
    }

    private void multiplyRest(int c, int j, double[] tail) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        int f = block.factor;
        double[] v = variates[f];
        int lo = from[f];
        int hi = to[f];
        int column = block.restStart[j];
        for (int d = 0; d < block.ancestors; d++) {
            ChainBlock above = cholesky.chain[c + 1 + d];
            int level = block.ancestor[d][j] * above.q;
            for (int b = 0; b < above.q; b++, column += q) {
                combine(q, 1, block.rest, column, v, j * q, chain[c + 1 + d], level + b, lo, hi);
                spread(q, block.rest, column, variates[above.factor], level + b, chain[c], j * q, above.factor);
            }
        }
        for (int e = block.indexStart[j]; e < block.indexStart[j + 1]; e++, column += q) {
            combine(q, 1, block.rest, column, v, j * q, root, block.index[e], lo, hi);
            for (int a = 0; a < q; a++) {
                axpy(block.rest[column + a], tail, block.index[e], chain[c], j * q + a);
            }
        }
        for (int k = cholesky.layout.tailColumns(); k < cholesky.order - 1; k++, column += q) {
            combine(q, 1, block.rest, column, v, j * q, root, k, lo, hi);
        }
    }

    /** out[target] += sign·Σ_a x[at + a]·in[source + a] for parameters lo to hi. */
    private void combine(
            int q, double sign, double[] x, int at, double[] in, int source, double[] out, int target, int lo, int hi) {
        int t = target * count;
        int s = source * count;
        if (q == 2) {
            double x0 = sign * x[at];
            double x1 = sign * x[at + 1];
            for (int k = lo; k < hi; k++) {
                out[t + k] += x0 * in[s + k] + x1 * in[s + count + k];
            }
            return;
        }
        for (int a = 0; a < q; a++, s += count) {
            double xa = sign * x[at + a];
            for (int k = lo; k < hi; k++) {
                out[t + k] += xa * in[s + k];
            }
        }
    }

    /** out[target + a] += x[at + a]·in[source] for the parameters of a factor. */
    private void spread(int q, double[] x, int at, double[] in, int source, double[] out, int target, int factor) {
        for (int a = 0; a < q; a++) {
            axpyOf(factor, x[at + a], in, source, out, target + a);
        }
    }

    /** out[target] += x·in[source], K numbers each. */
    private void axpy(double x, double[] in, int source, double[] out, int target) {
        int s = source * count;
        int t = target * count;
        for (int k = 0; k < count; k++) {
            out[t + k] += x * in[s + k];
        }
    }

    /** The same for variates of one factor: only its own parameters are not zero. */
    private void axpyOf(int factor, double x, double[] in, int source, double[] out, int target) {
        int s = source * count;
        int t = target * count;
        int end = to[factor];
        for (int k = from[factor]; k < end; k++) {
            out[t + k] += x * in[s + k];
        }
    }

    /** products += v'(Z'Z v) over the levels of factor f: its share of f_k'f_l. */
    private void addOwnProducts(int f) {
        int position = position(cholesky.layout.chain(), f);
        double[] v = variates[f];
        double[] gram = position >= 0 ? chain[position] : root;
        int first = position >= 0 ? 0 : cholesky.layout.tailOffset()[position(cholesky.layout.tail(), f)] * count;
        for (int at = 0; at < v.length; at += count) {
            for (int k = from[f]; k < to[f]; k++) {
                double x = v[at + k];
                if (x != 0) {
                    for (int l = 0; l < count; l++) {
                        products[k * count + l] += x * gram[first + at + l];
                    }
                }
            }
        }
    }

    /** Eliminates chain factor c from the right-hand sides and takes its part from the products. */
    private void eliminate(int c) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        double[] b = cholesky.half[c];
        double[] rhs = chain[c];
        boolean dense = c == 0 && cholesky.denseLeaf().isActive();
        double[] halved = new double[q * count];
        double[] solved = new double[q * count];
        for (int j = 0; j < block.levels; j++) {
            int at = j * q * q;
            Arrays.fill(halved, 0);
            Arrays.fill(solved, 0);
            for (int h = 0; h < q; h++) {
                for (int a = 0; a < q; a++) {
                    axpy(b[at + a * q + h], rhs, j * q + a, halved, h);
                }
            }
            for (int h = 0; h < q; h++) {
                for (int a = 0; a < q; a++) {
                    axpy(b[at + a * q + h], halved, h, solved, a);
                }
            }
            subtractProducts(halved, q);
            if (dense) {
                System.arraycopy(solved, 0, denseSolved, j * q * count, q * count);
            } else {
                passOn(c, j, solved);
            }
        }
        if (dense) {
            cholesky.denseLeaf().addProduct(count, cholesky.order - 1, -1, denseSolved, root);
        }
    }

    private void subtractProducts(double[] halved, int rows) {
        for (int h = 0; h < rows; h++) {
            for (int k = 0; k < count; k++) {
                double x = halved[h * count + k];
                for (int l = k; l < count; l++) {
                    products[k * count + l] -= x * halved[h * count + l];
                }
            }
        }
    }

    /** rest −= R'·W·rhs. */
    private void passOn(int c, int j, double[] solved) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        double[] r = cholesky.rest[c];
        int column = block.restStart[j];
        for (int d = 0; d < block.ancestors; d++) {
            int above = cholesky.chain[c + 1 + d].q;
            for (int k = 0; k < above; k++, column += q) {
                combine(q, -1, r, column, solved, 0, chain[c + 1 + d], block.ancestor[d][j] * above + k, 0, count);
            }
        }
        for (int e = block.indexStart[j]; e < block.indexStart[j + 1]; e++, column += q) {
            combine(q, -1, r, column, solved, 0, root, block.index[e], 0, count);
        }
        for (int k = cholesky.layout.tailColumns(); k < cholesky.order - 1; k++, column += q) {
            combine(q, -1, r, column, solved, 0, root, k, 0, count);
        }
    }

    /** Solves with the root's factor and takes its part from the products. */
    private void eliminateRoot(double[][] lambda) {
        Layout layout = cholesky.layout;
        for (int t = 0; t < layout.tail().length; t++) {
            scaleByTransposed(t, lambda[layout.tail()[t]]);
        }
        int order = cholesky.order;
        double[] l = cholesky.factor;
        for (int k = 0; k < order - 1; k++) {
            double inverse = 1 / l[k * order + k];
            for (int i = 0; i < count; i++) {
                row[i] = root[k * count + i] *= inverse;
            }
            for (int i = k + 1; i < order - 1; i++) {
                double x = l[k * order + i];
                int at = i * count;
                for (int h = 0; h < count; h++) {
                    root[at + h] -= x * row[h];
                }
            }
        }
        subtractProducts(root, order - 1);
    }

    /** Rows of a tail factor: c := λ'c. */
    private void scaleByTransposed(int t, double[] l) {
        Layout layout = cholesky.layout;
        int q = layout.tailEffects()[t];
        int end = layout.tailEnd(t);
        for (int first = layout.tailOffset()[t]; first < end; first += q) {
            for (int k = 0; k < q; k++) {
                for (int i = 0; i < count; i++) {
                    double sum = 0;
                    for (int h = k; h < q; h++) {
                        sum += l[k * q + h] * root[(first + h) * count + i];
                    }
                    root[(first + k) * count + i] = sum;
                }
            }
        }
    }
}
