package dev.echelon.internal.marginal;

import dev.echelon.covariance.Positions;
import dev.echelon.covariance.ResidualStructure;
import dev.echelon.internal.linalg.DenseKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Structures of many parameters on a grid that all subjects share, without random terms: derivatives by the elements of Σ,
 * summed over the patterns of missing slots, then the chain rule. The work per parameter does not depend on the rows.
 */
final class GridKernel implements Kernel {
    private final ResidualStructure structure;
    private final int m;
    private final Positions grid;
    private final GridGroup[] groups;
    private final DenseKernels dense;

    GridKernel(ResidualStructure structure, int m, int groupCount, List<BlockWork> work, DenseKernels dense) {
        this.structure = structure;
        this.m = m;
        this.dense = dense;
        grid = Positions.grid(m);
        groups = new GridGroup[groupCount];
        for (int g = 0; g < groupCount; g++) {
            List<BlockWork> own = new ArrayList<>();
            for (BlockWork each : work) {
                if (each.blocks().segments()[0].group() == g) {
                    own.add(each);
                }
            }
            groups[g] = new GridGroup(m, own, dense);
        }
    }

    @Override
    public String name() {
        return "grid";
    }

    @Override
    public boolean value(Point point, Sums sums) {
        double[] sigma = new double[m * m];
        for (int g = 0; g < groups.length; g++) {
            if (!structure.covariance(grid, point.residual(), g * point.parameters().each, sigma)
                    || !groups[g].factor(sigma)) {
                return false;
            }
        }
        for (GridGroup group : groups) {
            group.addValue(sums);
        }
        return true;
    }

    @Override
    public void derivatives(Point point, Multipliers by, Derivatives out) {
        int each = point.parameters().each;
        for (int g = 0; g < groups.length; g++) {
            groups[g].prepare(by);
            double[] jacobian = jacobian(point, g * each);
            GridGroup group = groups[g];
            int offset = g * each;
            double[] gradient = SmallMatrices.multiplyTransposed(each, group.elements, 1, jacobian, group.gradient);
            for (int k = 0; k < each; k++) {
                out.gradient[offset + k] += gradient[k];
                group.addSlope(jacobian, k, by.c(), out.m[offset + k]);
            }
            place(group.t, jacobian, offset, out.t, out.k);
            place(group.kq, jacobian, offset, out.kq, out.k);
            place(group.vq, jacobian, offset, out.vq, out.k);
            addBends(point, group, offset, out);
        }
    }

    /** ∂σ_ab/∂θ_k, elements of the lower triangle by columns × parameters. */
    private double[] jacobian(Point point, int offset) {
        int each = point.parameters().each;
        int s = groups[0].elements;
        double[] out = new double[s * each];
        double[] d = new double[m * m];
        for (int k = 0; k < each; k++) {
            Arrays.fill(d, 0);
            structure.derivative(grid, point.residual(), offset, k, d);
            System.arraycopy(lower(d), 0, out, k * s, s);
        }
        return out;
    }

    private double[] lower(double[] d) {
        double[] out = new double[groups[0].elements];
        int e = 0;
        for (int b = 0; b < m; b++) {
            for (int a = b; a < m; a++) {
                out[e++] = d[b * m + a];
            }
        }
        return out;
    }

    /** J'XJ, X with both triangles. */
    private void place(double[] x, double[] jacobian, int offset, double[] into, int ld) {
        int s = groups[0].elements;
        int each = jacobian.length / s;
        double[] right = new double[s * each];
        dense.gemm(s, each, s, 1, x, 0, s, jacobian, 0, s, right, 0, s);
        double[] form = new double[each * each];
        dense.gemm(each, each, s, 1, SmallMatrices.transpose(s, each, jacobian), 0, each, right, 0, s, form, 0, each);
        for (int l = 0; l < each; l++) {
            System.arraycopy(form, l * each, into, (offset + l) * ld + offset, each);
        }
    }

    private void addBends(Point point, GridGroup group, int offset, Derivatives out) {
        if (structure.linear()) {
            return;
        }
        double[] d = new double[m * m];
        int each = point.parameters().each;
        for (int k = 0; k < each; k++) {
            for (int l = 0; l <= k; l++) {
                if (structure.secondDerivative(grid, point.residual(), offset, k, l, d)) {
                    double bend = SmallMatrices.dot(group.elements, lower(d), group.gradient);
                    out.bend[(offset + l) * out.k + offset + k] += bend;
                    out.bend[(offset + k) * out.k + offset + l] += k == l ? 0 : bend;
                }
            }
        }
    }

    @Override
    public Contracted contract(Point point, Multipliers by, double[] project, double[] w) {
        int q = by.c() - 1;
        int p = project.length / q;
        int all = (int) Math.round(Math.sqrt(w.length));
        int each = point.parameters().each;
        Contracted sum = new Contracted(new double[p * p], new double[q * q], new double[all]);
        for (int g = 0; g < groups.length; g++) {
            int offset = g * each;
            double[] own = SmallMatrices.part(all, w, offset, each, offset, each);
            double[] jacobian = jacobian(point, offset);
            double[] y = second(point, offset, own, each);
            int s = groups[g].elements;
            double[] half = SmallMatrices.multiply(s, each, each, jacobian, own);
            double[] elements = SmallMatrices.multiply(s, each, s, half, SmallMatrices.transpose(s, each, jacobian));
            groups[g].addContraction(elements, y, by, project, sum);
            if (y.length > 0) {
                double[] t = SmallMatrices.multiply(s, s, 1, groups[g].t, lower(y));
                double[] kq = SmallMatrices.multiply(s, s, 1, groups[g].kq, lower(y));
                for (int k = 0; k < each; k++) {
                    for (int e = 0; e < s; e++) {
                        sum.traces()[offset + k] += (t[e] - 2 * kq[e]) * jacobian[k * s + e];
                    }
                }
            }
        }
        return sum;
    }

    /** Y = Σ w_kl ∂²Σ/∂θ_k∂θ_l, m×m; empty if the structure is linear. */
    private double[] second(Point point, int offset, double[] w, int each) {
        if (structure.linear()) {
            return new double[0];
        }
        double[] y = new double[m * m];
        double[] d = new double[m * m];
        for (int k = 0; k < each; k++) {
            for (int l = 0; l <= k; l++) {
                if (structure.secondDerivative(grid, point.residual(), offset, k, l, d)) {
                    double x = w[l * each + k] * (l == k ? 1 : 2);
                    for (int i = 0; i < y.length; i++) {
                        y[i] += x * d[i];
                    }
                }
            }
        }
        return y;
    }
}
