package dev.echelon.internal.marginal;

import dev.echelon.covariance.ResidualMoments;
import dev.echelon.internal.design.ResidualRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Where to start: the R side at moments of least-squares residuals. With random terms these first take their share, by
 * moments of their own, and the rest starts nearly independent; a second start gives all to the R side. Only starts:
 * nothing depends on them but the number of evaluations and, where there are several optima, which are found.
 */
final class Starts {
    /** Variances of random terms start no lower and no higher than this part of all. */
    private static final double SMALLEST = 0.01;

    private static final double LARGEST = 2;
    private static final double LITTLE = 0.05;

    private final ConditionedRows data;
    private final ResidualRows rows;
    private final List<EffectColumns> terms;
    private final Parameters parameters;

    Starts(ConditionedRows data, ResidualRows rows, List<EffectColumns> terms, Parameters parameters) {
        this.data = data;
        this.rows = rows;
        this.terms = terms;
        this.parameters = parameters;
    }

    /** Working parameters, the best guess first. */
    List<double[]> all() {
        Moments moments = new Moments(rows, standardised());
        List<ResidualMoments> byGroup = new ArrayList<>();
        for (int g = 0; g < parameters.groups; g++) {
            byGroup.add(moments.of(g));
        }
        List<double[]> starts = new ArrayList<>();
        if (terms.isEmpty()) {
            starts.add(residual(byGroup));
            further(byGroup, starts);
            return starts;
        }
        double[] shares = new double[1 + terms.stream().mapToInt(t -> t.width).sum()];
        shares(shares);
        List<ResidualMoments> rest = new ArrayList<>();
        for (ResidualMoments each : byGroup) {
            rest.add(Moments.nearlyIndependent(each, each.variance() * shares[0]));
        }
        double[] first = residual(rest);
        random(first, shares);
        starts.add(first);
        double[] second = residual(byGroup);
        java.util.Arrays.fill(shares, LITTLE);
        random(second, shares);
        starts.add(second);
        return starts;
    }

    private double[] residual(List<ResidualMoments> byGroup) {
        double[] theta = new double[parameters.size()];
        deltas(theta);
        for (int g = 0; g < parameters.groups; g++) {
            parameters.structure.start(byGroup.get(g), theta, g * parameters.each);
        }
        return theta;
    }

    private void deltas(double[] theta) {
        for (int f = 0; f < rows.variances().size(); f++) {
            ResidualRows.Variance variance = rows.variances().get(f);
            variance.function().start(Parameters.strata(variance), theta, parameters.delta[f]);
        }
    }

    /** The structure's own further starts, the same choice in every group. */
    private void further(List<ResidualMoments> byGroup, List<double[]> starts) {
        int count = parameters.structure.furtherStarts(byGroup.get(0)).size();
        for (int s = 0; s < count; s++) {
            double[] theta = starts.get(0).clone();
            boolean complete = true;
            for (int g = 0; g < parameters.groups; g++) {
                List<double[]> own = parameters.structure.furtherStarts(byGroup.get(g));
                complete &= s < own.size();
                if (complete) {
                    System.arraycopy(own.get(s), 0, theta, g * parameters.each, parameters.each);
                }
            }
            if (complete) {
                starts.add(theta);
                starts.add(mirrored(starts.get(0), theta));
            }
        }
    }

    /** With the other sign of correlations that were changed: a weak one may turn out strong either way. */
    private double[] mirrored(double[] first, double[] further) {
        double[] out = further.clone();
        for (int k = 0; k < parameters.delta[0]; k++) {
            boolean correlation = parameters.order(k, rows.slotNames().size()) == 0 && Math.abs(out[k]) < 1;
            out[k] = correlation && out[k] != first[k] ? -out[k] : out[k];
        }
        return out;
    }

    /** Least-squares residuals over the variance functions where they start. */
    private double[] standardised() {
        double[] theta = new double[parameters.size()];
        deltas(theta);
        double[] out = data.residual.clone();
        for (int f = 0; f < rows.variances().size(); f++) {
            ResidualRows.Variance variance = rows.variances().get(f);
            int s = Parameters.count(variance);
            double[] log = new double[1 + s + s * s];
            for (int i = 0; i < out.length; i++) {
                variance.function()
                        .log(Parameters.strata(variance), variance.values()[i], theta, parameters.delta[f], log);
                out[i] *= Math.exp(-log[0]);
            }
        }
        return out;
    }

    /**
     * First the share of the residual variance in that of the least-squares residuals, then the variances of the effects,
     * by E Σ_j(z_j'e)² ≈ σ²Σz_j'z_j + σ_k²Σ(z_j'z_j)².
     */
    private void shares(double[] shares) {
        double explained = 0;
        double taken = 0;
        List<double[]> each = new ArrayList<>();
        for (EffectColumns term : terms) {
            for (int e = 0; e < term.width; e++) {
                double[] sums = sums(term, e);
                double squares = Math.max(sums[2], Double.MIN_NORMAL);
                each.add(new double[] {sums[0] / squares, sums[1] / squares});
                explained += sums[0] / squares * sums[1] / data.n;
                taken += sums[1] / squares * sums[1] / data.n;
            }
        }
        double sigma2 = taken < 0.95 ? (1 - explained) / (1 - taken) : 0;
        sigma2 = Math.min(Math.max(sigma2, 0.1), 1);
        shares[0] = sigma2;
        for (int e = 0; e < each.size(); e++) {
            double variance = each.get(e)[0] - each.get(e)[1] * sigma2;
            shares[1 + e] = Math.min(Math.max(variance, SMALLEST), LARGEST);
        }
    }

    private double[] sums(EffectColumns term, int effect) {
        double[] score = new double[term.levels];
        double[] square = new double[term.levels];
        for (int i = 0; i < data.n; i++) {
            double z = term.z[effect * data.n + i];
            score[term.codes[i]] += z * data.residual[i];
            square[term.codes[i]] += z * z;
        }
        double[] sums = new double[3];
        for (int j = 0; j < term.levels; j++) {
            sums[0] += score[j] * score[j];
            sums[1] += square[j];
            sums[2] += square[j] * square[j];
        }
        return sums;
    }

    private void random(double[] theta, double[] shares) {
        int at = 1;
        for (int t = 0; t < terms.size(); t++) {
            int w = terms.get(t).width;
            double[] g = new double[w * w];
            for (int e = 0; e < w; e++) {
                g[e * w + e] = shares[at++];
            }
            terms.get(t).covariance.parameters(w, g, theta, parameters.term[t]);
        }
    }
}
