package dev.echelon.internal.marginal;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.internal.design.ResidualRows;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ṽ of a block, n×n with both triangles, and its derivatives by the parameters of the R side and of inner terms. */
final class BlockCovariance {
    private final ResidualStructure structure;
    private final List<ResidualRows.Variance> variances;
    private final BlockClass blocks;
    private final int n;
    private int[] active = new int[0];
    private @Nullable Parameters known;
    private double[] logs = new double[0]; // of each row: log g, ∂ and ∂² of every variance function
    private int[] logStart = new int[0];
    private double[] scale = new double[0]; // g of each row

    BlockCovariance(ResidualStructure structure, List<ResidualRows.Variance> variances, BlockClass blocks) {
        this.structure = structure;
        this.variances = variances;
        this.blocks = blocks;
        n = blocks.size();
    }

    private int[] activeParameters(Parameters parameters) {
        boolean[] is = new boolean[parameters.size()];
        for (BlockClass.Segment segment : blocks.segments()) {
            int from = segment.group() * parameters.each;
            Arrays.fill(is, from, from + parameters.each, true);
        }
        Arrays.fill(is, parameters.delta[0], parameters.residual(), true);
        for (BlockClass.Inner inner : blocks.inner()) {
            Arrays.fill(is, parameters.term[inner.term()], parameters.term[inner.term() + 1], true);
        }
        int[] out = new int[is.length];
        int count = 0;
        for (int k = 0; k < is.length; k++) {
            if (is[k]) {
                out[count++] = k;
            }
        }
        return Arrays.copyOf(out, count);
    }

    /** The parameters on which Ṽ depends, ascending; of the point of the last {@link #write}. */
    int[] active() {
        return active;
    }

    /** Writes Ṽ; false outside the domain. */
    boolean write(Point point, double[] v) {
        if (known != point.parameters()) {
            active = activeParameters(point.parameters());
            known = point.parameters();
        }
        if (!scales(point)) {
            return false;
        }
        Arrays.fill(v, 0, n * n, 0);
        for (BlockClass.Segment segment : blocks.segments()) {
            double[] s = new double[segment.size() * segment.size()];
            int offset = segment.group() * point.parameters().each;
            if (!structure.covariance(segment.at(), point.residual(), offset, s)) {
                return false;
            }
            place(segment, s, v);
        }
        for (BlockClass.Inner inner : blocks.inner()) {
            addInner(inner, point.terms().get(inner.term()).covariance(), v);
        }
        return true;
    }

    /** Writes ∂Ṽ/∂φ_k at the point of the last {@link #write}. */
    void derivative(Point point, int k, double[] d) {
        Arrays.fill(d, 0, n * n, 0);
        Parameters parameters = point.parameters();
        if (k < parameters.delta[0]) {
            structured(point, k, d);
        } else if (k < parameters.residual()) {
            residual(point, d);
            double[] slope = slopes(parameters, k);
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    d[j * n + i] *= slope[i] + slope[j];
                }
            }
        } else {
            for (BlockClass.Inner inner : blocks.inner()) {
                int i = k - parameters.term[inner.term()];
                TermState state = point.terms().get(inner.term());
                if (i >= 0 && i < state.first().size()) {
                    addInner(inner, state.first().get(i), d);
                }
            }
        }
    }

    /** Writes ∂²Ṽ/∂φ_k∂φ_l, k ≤ l; false if it is zero. */
    boolean second(Point point, int k, int l, double[] d) {
        Parameters parameters = point.parameters();
        if (l >= parameters.residual()) {
            return k >= parameters.residual() && innerSecond(point, k, l, d);
        }
        if (l < parameters.delta[0]) {
            return structuredSecond(point, k, l, d);
        }
        Arrays.fill(d, 0, n * n, 0);
        double[] right = slopes(parameters, l);
        if (k < parameters.delta[0]) {
            structured(point, k, d);
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    d[j * n + i] *= right[i] + right[j];
                }
            }
            return true;
        }
        residual(point, d);
        double[] left = slopes(parameters, k);
        double[] bend = bends(parameters, k, l);
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                d[j * n + i] *= (left[i] + left[j]) * (right[i] + right[j]) + bend[i] + bend[j];
            }
        }
        return true;
    }

    private void residual(Point point, double[] v) {
        for (BlockClass.Segment segment : blocks.segments()) {
            double[] s = new double[segment.size() * segment.size()];
            structure.covariance(segment.at(), point.residual(), segment.group() * point.parameters().each, s);
            place(segment, s, v);
        }
    }

    private void structured(Point point, int k, double[] d) {
        int each = point.parameters().each;
        for (BlockClass.Segment segment : blocks.segments()) {
            if (segment.group() == k / each) {
                double[] s = new double[segment.size() * segment.size()];
                structure.derivative(segment.at(), point.residual(), segment.group() * each, k % each, s);
                place(segment, s, d);
            }
        }
    }

    private boolean structuredSecond(Point point, int k, int l, double[] d) {
        int each = point.parameters().each;
        if (k / each != l / each) {
            return false;
        }
        boolean any = false;
        for (BlockClass.Segment segment : blocks.segments()) {
            if (segment.group() == k / each) {
                double[] s = new double[segment.size() * segment.size()];
                if (structure.secondDerivative(
                        segment.at(), point.residual(), k / each * each, k % each, l % each, s)) {
                    if (!any) {
                        Arrays.fill(d, 0, n * n, 0);
                    }
                    any = true;
                    place(segment, s, d);
                }
            }
        }
        return any;
    }

    private boolean innerSecond(Point point, int k, int l, double[] d) {
        boolean any = false;
        for (BlockClass.Inner inner : blocks.inner()) {
            int from = point.parameters().term[inner.term()];
            for (TermState.Second second : point.terms().get(inner.term()).second()) {
                if (second.i() == k - from && second.k() == l - from) {
                    if (!any) {
                        Arrays.fill(d, 0, n * n, 0);
                    }
                    any = true;
                    addInner(inner, second.matrix(), d);
                }
            }
        }
        return any;
    }

    private void place(BlockClass.Segment segment, double[] s, double[] v) {
        int size = segment.size();
        int from = segment.from();
        for (int j = 0; j < size; j++) {
            for (int i = 0; i < size; i++) {
                double g = variances.isEmpty() ? 1 : scale[from + i] * scale[from + j];
                v[(from + j) * n + from + i] = g * s[j * size + i];
            }
        }
    }

    private void addInner(BlockClass.Inner inner, double[] g, double[] v) {
        int w = inner.width();
        double[] gz = new double[w];
        for (int j = 0; j < n; j++) {
            for (int a = 0; a < w; a++) {
                gz[a] = 0;
                for (int b = 0; b < w; b++) {
                    gz[a] += g[b * w + a] * inner.z()[b * n + j];
                }
            }
            for (int i = 0; i < n; i++) {
                if (inner.level()[i] == inner.level()[j]) {
                    for (int a = 0; a < w; a++) {
                        v[j * n + i] += inner.z()[a * n + i] * gz[a];
                    }
                }
            }
        }
    }

    private boolean scales(Point point) {
        if (variances.isEmpty()) {
            return true;
        }
        logStart = new int[variances.size() + 1];
        for (int f = 0; f < variances.size(); f++) {
            int s = Parameters.count(variances.get(f));
            logStart[f + 1] = logStart[f] + 1 + s + s * s;
        }
        int width = logStart[variances.size()];
        logs = new double[n * width];
        scale = new double[n];
        Arrays.fill(scale, 1);
        for (int f = 0; f < variances.size(); f++) {
            double[] log = new double[logStart[f + 1] - logStart[f]];
            int strata = Parameters.strata(variances.get(f));
            for (int i = 0; i < n; i++) {
                double argument = blocks.arguments()[f][i];
                int offset = point.parameters().delta[f];
                if (!variances.get(f).function().log(strata, argument, point.residual(), offset, log)) {
                    return false;
                }
                System.arraycopy(log, 0, logs, i * width + logStart[f], log.length);
                scale[i] *= Math.exp(log[0]);
            }
        }
        return true;
    }

    /** ∂log g/∂δ_k of each row. */
    private double[] slopes(Parameters parameters, int k) {
        int f = function(parameters, k);
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = logs[i * logStart[variances.size()] + logStart[f] + 1 + k - parameters.delta[f]];
        }
        return out;
    }

    private double[] bends(Parameters parameters, int k, int l) {
        int f = function(parameters, k);
        double[] out = new double[n];
        if (f != function(parameters, l)) {
            return out;
        }
        int s = parameters.delta[f + 1] - parameters.delta[f];
        int at = logStart[f] + 1 + s + (l - parameters.delta[f]) * s + k - parameters.delta[f];
        for (int i = 0; i < n; i++) {
            out[i] = logs[i * logStart[variances.size()] + at];
        }
        return out;
    }

    private int function(Parameters parameters, int k) {
        int f = 0;
        while (k >= parameters.delta[f + 1]) {
            f++;
        }
        return f;
    }
}
