package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.likelihood.ThetaMap;
import java.util.ArrayList;
import java.util.List;

/**
 * (f_k'Pf_l − a_ka_l/r²)/σ̂² for the working variates f_k = Zv_k, v_k = (∂Σ/∂θ_k)g, by one solve for each parameter.
 *
 * <p><b>Source</b> docs/math/likelihood.md#average-information
 */
final class AverageInformation {
    private static final int W = Lanes.WIDTH;

    private AverageInformation() {}

    static double[] of(ThetaMap map, SchurSystem system, StochasticPoint point, double tolerance) {
        Gram gram = system.gram;
        FixedSolution fixed = point.fixed;
        int n = map.dimension();
        List<double[]> chain = blocks(n, gram.split.chainRows());
        List<double[]> tail = blocks(n, gram.split.tailRows());
        fillAll(map, gram, point, chain, tail);
        Columns variates = Columns.ofEffects(gram, n, chain, tail);
        double[] products = variates.timesEffects(chain, tail, n); // v'Z'Zv
        double[] forms = formsOf(chain, tail, n, fixed);
        variates.solve(system, tolerance);
        double[] taken = variates.timesSolved(variates);
        // X'V⁻¹f = (Z'V⁻¹X)'v, since fixed.columns() hold Z'V⁻¹[X y]
        int r = gram.data.fixedColumns() + 1;
        double[] crossed = fixed.columns().timesEffects(chain, tail, n);
        double[] withX = new double[(r - 1) * n];
        for (int l = 0; l < n; l++) {
            System.arraycopy(crossed, l * r, withX, l * (r - 1), r - 1);
        }
        double[] solved = fixed.solveFixed(withX, n);
        double[] information = new double[n * n];
        for (int l = 0; l < n; l++) {
            for (int k = 0; k < n; k++) {
                double q = (products[l * n + k] + products[k * n + l] - taken[l * n + k] - taken[k * n + l]) / 2;
                for (int h = 0; h < r - 1; h++) {
                    q -= withX[k * (r - 1) + h] * solved[l * (r - 1) + h];
                }
                information[l * n + k] = (q - forms[k] * forms[l] / fixed.penalisedResidual()) / fixed.variance();
            }
        }
        return information;
    }

    /** a_k = y'PV_kPy. */
    static double[] forms(ThetaMap map, SchurSystem system, StochasticPoint point) {
        Gram gram = system.gram;
        int n = map.dimension();
        List<double[]> chain = blocks(n, gram.split.chainRows());
        List<double[]> tail = blocks(n, gram.split.tailRows());
        fillAll(map, gram, point, chain, tail);
        return formsOf(chain, tail, n, point.fixed);
    }

    private static List<double[]> blocks(int columns, int rows) {
        List<double[]> blocks = new ArrayList<>();
        for (int block = 0; block * W < columns; block++) {
            blocks.add(Lanes.of(rows));
        }
        return blocks;
    }

    private static void fillAll(
            ThetaMap map, Gram gram, StochasticPoint point, List<double[]> chain, List<double[]> tail) {
        for (ThetaMap.Slot slot : map.slots()) {
            boolean inChain = point.fixed.isInChain(slot.factor());
            fill(map, gram, slot, point.fixed.scores()[inChain ? 0 : 1], point.theta, inChain ? chain : tail);
        }
    }

    private static void fill(
            ThetaMap map, Gram gram, ThetaMap.Slot slot, double[] g, double[] theta, List<double[]> variates) {
        int f = slot.factor();
        int q = map.effects(f);
        int w = slot.width();
        CrossProducts.Block block = gram.data.block(f);
        double[] d = new double[w * w];
        for (int p = 0; p < slot.parameters(); p++) {
            slot.covariance().derivative(w, theta, slot.theta(), p, d);
            int lane = (slot.theta() + p) % W;
            double[] v = variates.get((slot.theta() + p) / W);
            for (int j = 0; j < block.levels(); j++) {
                int at = gram.split.first()[f] + j * q + slot.offset();
                for (int a = 0; a < w; a++) {
                    double sum = 0;
                    for (int b = 0; b < w; b++) {
                        sum += d[b * w + a] * g[at + b];
                    }
                    v[(at + a) * W + lane] = sum;
                }
            }
        }
    }

    /** a_k = g'v_k. */
    private static double[] formsOf(List<double[]> chain, List<double[]> tail, int n, FixedSolution fixed) {
        double[] forms = new double[n];
        for (int k = 0; k < n; k++) {
            forms[k] = dot(fixed.scores()[0], chain.get(k / W), k % W) + dot(fixed.scores()[1], tail.get(k / W), k % W);
        }
        return forms;
    }

    private static double dot(double[] x, double[] lanes, int lane) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * lanes[i * W + lane];
        }
        return sum;
    }
}
