package dev.echelon.internal.marginal;

import dev.echelon.covariance.Markov;
import dev.echelon.internal.design.ResidualRows;
import java.util.Arrays;
import java.util.List;

/**
 * φ_i and v_i of a subject's rows with their derivatives, variance functions included: a row scaled by g has φ_ig_i/g_(i−1)
 * and v_ig_i².
 */
final class Transitions {
    private static final int MOST_DEPENDENCIES = 4;

    private final Markov structure;
    private final List<ResidualRows.Variance> variances;
    private final BlockClass blocks;
    /** The parameters on which the row depends, as in {@link Parameters}. */
    final int[][] parameters;
    /** φ, ∂φ, ∂²φ of each row. */
    final double[][] phi;
    /** v, ∂v, ∂²v of each row. */
    final double[][] v;

    Transitions(Markov structure, List<ResidualRows.Variance> variances, BlockClass blocks) {
        this.structure = structure;
        this.variances = variances;
        this.blocks = blocks;
        parameters = new int[blocks.size()][];
        phi = new double[blocks.size()][];
        v = new double[blocks.size()][];
    }

    /** At a point; false outside the domain. */
    boolean at(Point point) {
        double[] previous = new double[0];
        for (BlockClass.Segment segment : blocks.segments()) {
            for (int i = 0; i < segment.size(); i++) {
                double[] log = logs(point.parameters(), point.residual(), segment.from() + i);
                if (log.length > 0 && Double.isNaN(log[0]) || !row(point, segment, i, log, previous)) {
                    return false;
                }
                previous = log;
            }
        }
        return true;
    }

    private boolean row(Point point, BlockClass.Segment segment, int i, double[] log, double[] previous) {
        int[] own = new int[MOST_DEPENDENCIES];
        int s = structure.dependencies(segment.at(), i, own);
        double[] f = new double[1 + s + s * s];
        double[] u = new double[1 + s + s * s];
        int offset = segment.group() * point.parameters().each;
        if (!structure.transition(segment.at(), i, point.residual(), offset, f, u) || !(u[0] > 0)) {
            return false;
        }
        int row = segment.from() + i;
        int deltas = point.parameters().residual() - point.parameters().delta[0];
        int[] all = new int[s + deltas];
        for (int k = 0; k < s; k++) {
            all[k] = offset + own[k];
        }
        for (int k = 0; k < deltas; k++) {
            all[s + k] = point.parameters().delta[0] + k;
        }
        parameters[row] = all;
        double[] difference = log.clone();
        double[] twice = log.clone();
        for (int e = 0; e < log.length; e++) {
            difference[e] -= i > 0 ? previous[e] : 0;
            twice[e] *= 2;
        }
        phi[row] = deltas == 0 && log.length == 0 ? f : scaled(f, s, difference, deltas);
        v[row] = deltas == 0 && log.length == 0 ? u : scaled(u, s, twice, deltas);
        return Double.isFinite(v[row][0]) && v[row][0] > 0;
    }

    /** f·e^L with first and second derivatives by the s parameters of f and the d of L. */
    private static double[] scaled(double[] f, int s, double[] log, int d) {
        int n = s + d;
        double e = Math.exp(log[0]);
        double[] out = new double[1 + n + n * n];
        out[0] = f[0] * e;
        for (int a = 0; a < n; a++) {
            double fa = a < s ? f[1 + a] : 0;
            double la = a < s ? 0 : log[1 + a - s];
            out[1 + a] = e * (fa + f[0] * la);
            for (int b = 0; b < n; b++) {
                double fb = b < s ? f[1 + b] : 0;
                double lb = b < s ? 0 : log[1 + b - s];
                double fab = a < s && b < s ? f[1 + s + a * s + b] : 0;
                double lab = a >= s && b >= s ? log[1 + d + (a - s) * d + b - s] : 0;
                out[1 + n + a * n + b] = e * (fab + fa * lb + fb * la + f[0] * (la * lb + lab));
            }
        }
        return out;
    }

    /** log g, ∂, ∂² by all parameters of variance functions; empty without any; NaN outside the domain. */
    private double[] logs(Parameters parameters, double[] residual, int row) {
        if (variances.isEmpty()) {
            return new double[0];
        }
        int d = parameters.residual() - parameters.delta[0];
        double[] out = new double[1 + d + d * d];
        for (int f = 0; f < variances.size(); f++) {
            int s = Parameters.count(variances.get(f));
            double[] log = new double[1 + s + s * s];
            int strata = Parameters.strata(variances.get(f));
            if (!variances
                    .get(f)
                    .function()
                    .log(strata, blocks.arguments()[f][row], residual, parameters.delta[f], log)) {
                Arrays.fill(out, Double.NaN);
                return out;
            }
            int from = parameters.delta[f] - parameters.delta[0];
            out[0] += log[0];
            for (int a = 0; a < s; a++) {
                out[1 + from + a] = log[1 + a];
                System.arraycopy(log, 1 + s + a * s, out, 1 + d + (from + a) * d + from, s);
            }
        }
        return out;
    }
}
