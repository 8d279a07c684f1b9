package dev.echelon.internal.marginal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Conditional modes b̂ = GZ'Py and variances G − GZ'V⁻¹ZG of all levels, in units of the data. */
final class RandomEffects {
    private final Problem problem;
    private final Evaluation.Value at;
    private final double[][] modes; // in units of the engine
    private final double[][] variances;

    private RandomEffects(Problem problem, Evaluation.Value at) {
        this.problem = problem;
        this.at = at;
        int count = problem.terms().size();
        modes = new double[count][];
        variances = new double[count][];
        for (int t = 0; t < count; t++) {
            EffectColumns term = problem.terms().get(t);
            modes[t] = new double[term.levels * term.width];
            variances[t] = new double[term.levels * term.width * term.width];
        }
    }

    static List<MarginalEstimates.Term> of(Problem problem, Evaluation.Value at) {
        RandomEffects effects = new RandomEffects(problem, at);
        if (!problem.terms().isEmpty()) {
            effects.inner();
            effects.outer();
        }
        List<MarginalEstimates.Term> out = new ArrayList<>();
        for (int t = 0; t < problem.terms().size(); t++) {
            out.add(effects.term(t));
        }
        return out;
    }

    /** Writes working parameters of the random terms from estimates of the same model. */
    static void start(Problem problem, MarginalEstimates estimates, double[] theta) {
        double s2 = problem.data().scale * problem.data().scale;
        for (int t = 0; t < problem.terms().size(); t++) {
            EffectColumns term = problem.terms().get(t);
            int w = term.width;
            double[] g = estimates.terms().get(t).covariance();
            double[] inverse = inverse(w, term.map);
            double[] own = SmallMatrices.multiply(
                    w, w, w, SmallMatrices.multiply(w, w, w, inverse, g), SmallMatrices.transpose(w, w, inverse));
            for (int i = 0; i < own.length; i++) {
                own[i] /= s2;
            }
            term.covariance.parameters(w, own, theta, problem.parameters().term[t]);
        }
    }

    /** Of C, which differs from a diagonal matrix in its first row only. */
    private static double[] inverse(int w, double[] map) {
        double[] out = new double[w * w];
        for (int k = 0; k < w; k++) {
            out[k * w + k] = 1 / map[k * w + k];
            if (k > 0) {
                out[k * w] = -map[k * w] / (map[0] * map[k * w + k]);
            }
        }
        return out;
    }

    private void inner() {
        if (problem.evaluation().kernel instanceof BlockKernel blocks) {
            blocks.visitLevels(at.equations(), (term, row, score, form) -> {
                set(term, problem.terms().get(term).codes[row], score, form);
            });
        }
    }

    private void outer() {
        Columns columns = problem.columns();
        MixedEquations equations = at.equations();
        if (columns.z == 0) {
            return;
        }
        double[] w = equations.randomScore();
        double[] n0 = equations.projected(equations.randomOnly());
        for (int o = 0; o < columns.outer.length; o++) {
            EffectColumns term = problem.terms().get(columns.outer[o]);
            for (int level = 0; level < term.levels; level++) {
                int from = columns.start[o] + level * term.width;
                set(
                        columns.outer[o],
                        level,
                        Arrays.copyOfRange(w, from, from + term.width),
                        SmallMatrices.part(columns.z, n0, from, term.width, from, term.width));
            }
        }
    }

    private void set(int t, int level, double[] score, double[] form) {
        int w = problem.terms().get(t).width;
        double[] g = at.point().terms().get(t).covariance();
        double[] mode = SmallMatrices.multiply(w, w, 1, g, score);
        System.arraycopy(mode, 0, modes[t], level * w, w);
        double[] reduced = SmallMatrices.multiply(w, w, w, g, SmallMatrices.multiply(w, w, w, form, g));
        for (int i = 0; i < w * w; i++) {
            variances[t][level * w * w + i] = g[i] - reduced[i];
        }
    }

    private MarginalEstimates.Term term(int t) {
        EffectColumns term = problem.terms().get(t);
        int w = term.width;
        double s = problem.data().scale;
        double[] covariance = mapped(term, at.point().terms().get(t).covariance(), s * s);
        double[] theta = new double[term.covariance.parameterCount(w)];
        term.covariance.parameters(w, covariance, theta, 0);
        double[] out = new double[modes[t].length];
        double[] v = new double[variances[t].length];
        for (int level = 0; level < term.levels; level++) {
            double[] b = Arrays.copyOfRange(modes[t], level * w, (level + 1) * w);
            double[] moved = SmallMatrices.multiply(w, w, 1, term.map, b);
            for (int i = 0; i < w; i++) {
                out[level * w + i] = s * moved[i];
            }
            double[] own = Arrays.copyOfRange(variances[t], level * w * w, (level + 1) * w * w);
            System.arraycopy(mapped(term, own, s * s), 0, v, level * w * w, w * w);
        }
        boolean inside = Arrays.binarySearch(problem.partition().outer, t) < 0;
        return new MarginalEstimates.Term(covariance, theta, out, v, inside);
    }

    /** C·M·C' times a factor. */
    private static double[] mapped(EffectColumns term, double[] m, double by) {
        int w = term.width;
        double[] half = SmallMatrices.multiply(w, w, w, term.map, m);
        double[] out = SmallMatrices.multiply(w, w, w, half, SmallMatrices.transpose(w, w, term.map));
        for (int i = 0; i < out.length; i++) {
            out[i] *= by;
        }
        SmallMatrices.mirror(w, out);
        return out;
    }
}
