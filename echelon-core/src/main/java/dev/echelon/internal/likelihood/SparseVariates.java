package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.sparse.SupernodalCholesky;
import dev.echelon.internal.sparse.Symbolic;
import java.util.Arrays;

/**
 * The inner products f_k'Pf_l of the working variates f_k = Zv_k by a sparse factor: with c_k = [Z X]'Zv_k from the
 * cross-products, f_k'Pf_l = v_k'Z'Zv_l − (L⁻¹Λ'c_k)'(L⁻¹Λ'c_l).
 *
 * <p><b>Cost</b> K·(4·nonzeros + 2·entries of the factor). <b>Source</b> docs/math/likelihood.md#average-information
 */
final class SparseVariates {
    private final CrossProducts data;
    private final LevelGraph graph;
    private final Symbolic symbolic;
    private final SupernodalCholesky cholesky;
    private final ThetaMap map;
    private final int count;
    /** v and c in the order of elimination, K numbers side by side. */
    private final double[] variates;

    private final double[] products;
    private final double[] forms;

    SparseVariates(CrossProducts data, LevelGraph graph, Symbolic symbolic, SupernodalCholesky cholesky, ThetaMap map) {
        this.data = data;
        this.graph = graph;
        this.symbolic = symbolic;
        this.cholesky = cholesky;
        this.map = map;
        this.count = map.dimension();
        int rows = symbolic.columns() + data.fixedColumns();
        this.variates = new double[Math.multiplyExact(rows, count)];
        this.products = new double[variates.length];
        this.forms = new double[count * count];
    }

    double[] compute(double[][] lambda, double[][] gradient, double[][] derivatives) {
        Arrays.fill(variates, 0);
        Arrays.fill(products, 0);
        Arrays.fill(forms, 0);
        for (ThetaMap.Slot slot : map.slots()) {
            fill(slot, gradient[slot.factor()], derivatives);
        }
        for (int f = 0; f < data.factors(); f++) {
            multiplyOwn(f);
            for (int g = f + 1; g < data.factors(); g++) {
                multiplyCoupling(f, g);
            }
        }
        int effects = symbolic.columns() * count;
        for (int at = 0; at < effects; at += count) {
            addForms(1, variates, products, at);
        }
        cholesky.solveForward(lambda, products, count);
        for (int at = 0; at < products.length; at += count) {
            addForms(-1, products, products, at);
        }
        for (int k = 0; k < count; k++) {
            for (int l = 0; l < k; l++) {
                forms[k * count + l] = forms[l * count + k];
            }
        }
        return forms;
    }

    private void addForms(double sign, double[] x, double[] y, int at) {
        for (int k = 0; k < count; k++) {
            double xk = sign * x[at + k];
            for (int l = k; l < count; l++) {
                forms[k * count + l] += xk * y[at + l];
            }
        }
    }

    /** v_kj = (∂Σ/∂θ_k)g_j. */
    private void fill(ThetaMap.Slot slot, double[] g, double[][] derivatives) {
        int q = map.effects(slot.factor());
        int w = slot.width();
        for (int j = 0; j < data.block(slot.factor()).levels(); j++) {
            int column = symbolic.column(graph.first()[slot.factor()] + j) + slot.offset();
            for (int p = 0; p < slot.parameters(); p++) {
                double[] d = derivatives[slot.theta() + p];
                for (int a = 0; a < w; a++) {
                    double sum = 0;
                    for (int b = 0; b < w; b++) {
                        sum += d[b * w + a] * g[j * q + slot.offset() + b];
                    }
                    variates[(column + a) * count + slot.theta() + p] = sum;
                }
            }
        }
    }

    private void multiplyOwn(int f) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        int p = data.fixedColumns();
        for (int j = 0; j < block.levels(); j++) {
            int column = symbolic.column(graph.first()[f] + j);
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    add(block.own()[(j * q + b) * q + a], column + b, column + a);
                }
                for (int k = 0; k < p; k++) {
                    add(block.withFixed()[(j * (p + 1) + k) * q + b], column + b, symbolic.columns() + k);
                }
            }
        }
    }

    private void multiplyCoupling(int f, int g) {
        CrossProducts.Coupling coupling = data.coupling(f, g);
        int q = data.block(f).effects();
        int w = data.block(g).effects();
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            int u = symbolic.column(graph.first()[f] + j);
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int v = symbolic.column(graph.first()[g] + coupling.level()[e]);
                for (int b = 0; b < w; b++) {
                    for (int a = 0; a < q; a++) {
                        double x = coupling.values()[(e * w + b) * q + a];
                        add(x, u + a, v + b);
                        add(x, v + b, u + a);
                    }
                }
            }
        }
    }

    /** products[target] += x·variates[source]. */
    private void add(double x, int source, int target) {
        int s = source * count;
        int t = target * count;
        for (int k = 0; k < count; k++) {
            products[t + k] += x * variates[s + k];
        }
    }
}
