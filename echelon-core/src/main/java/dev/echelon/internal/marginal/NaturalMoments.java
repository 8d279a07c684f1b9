package dev.echelon.internal.marginal;

import dev.echelon.internal.inference.FixedEffectMoments;
import dev.echelon.internal.inference.StoredMoments;
import java.util.ArrayList;
import java.util.List;

/**
 * The moments of an optimum in natural parameters, first in units of the engine, then in those of the data. With F =
 * [−HM_zx; I], V⁻¹X = BAF, N_x = Z₂'V⁻¹X, N₀ = Z₂'V⁻¹Z₂ = M_zAc₀:
 *
 * <pre>
 *   X'V⁻¹V_kV⁻¹X = −F'M_kF,                X'V⁻¹V_gV⁻¹X = N_x'E_gN_x,
 *   X'V⁻¹V_kV⁻¹V_lV⁻¹X = F'(Q_kl − M_k[H 0;0 0]M_l)F,  …V_k…V_g… = −F'M_kc₀E_gN_x,  …V_g…V_h… = N_x'E_gN₀E_hN_x
 * </pre>
 */
final class NaturalMoments {
    private final Problem problem;
    private final Columns columns;
    private final Evaluation.Value at;
    private final Evaluation.Slopes slopes;
    private final MixedEquations equations;
    private final int k;
    private final int q;
    private final int p;
    private final int z;
    private final double[] power; // s^order of each parameter
    private final boolean[] bound;
    private final double[] nx;
    private final double[] n0;
    private final double[] c0;

    NaturalMoments(Problem problem, Evaluation.Value at) {
        this.problem = problem;
        this.at = at;
        columns = problem.columns();
        slopes = problem.evaluation().slopes(at);
        equations = at.equations();
        k = at.point().parameters().size();
        z = equations.z;
        p = equations.p;
        q = z + p;
        power = powers();
        bound = at.point().parameters().atBounds(at.point().residual());
        c0 = z == 0 ? new double[0] : equations.coefficients(equations.randomOnly());
        n0 = z == 0 ? new double[0] : equations.projected(equations.randomOnly());
        double[] mza = SmallMatrices.part(equations.c, equations.m, 0, z, 0, q);
        nx = SmallMatrices.multiply(z, q, p, mza, equations.f);
    }

    private double[] powers() {
        double[] out = new double[k];
        int slots = problem.rows().slotNames().size();
        for (int i = 0; i < k; i++) {
            int order =
                    i < problem.parameters().residual() ? problem.parameters().order(i, slots) : 2;
            out[i] = Math.pow(problem.data().scale, order);
        }
        return out;
    }

    StoredMoments stored() {
        double s2 = problem.data().scale * problem.data().scale;
        double[] phi = scaled(problem.data().fixedCovariance(equations.phi), s2);
        List<double[]> first = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            first.add(scaled(problem.data().fixedForm(slope(i)), 1 / (s2 * power[i])));
        }
        double[] observed = information(slopes.observed());
        double[] expected = information(slopes.expected());
        double[] average = information(slopes.average());
        boolean linear = linear();
        List<FixedEffectMoments.Contraction> contractions = problem.evaluation().reml && p > 0
                ? new LazyContractions(
                        List.of(observed, expected, average), information -> contraction(information, linear, s2))
                : List.of();
        return new StoredMoments(
                problem.evaluation().reml, linear, phi, first, observed, expected, average, contractions);
    }

    private boolean linear() {
        for (double x : slopes.sums().bend) {
            if (x != 0) {
                return false;
            }
        }
        boolean linear = problem.rows().structure().linear() || p == 0;
        for (TermState state : at.point().terms()) {
            linear &= state.second().isEmpty();
        }
        return linear && problem.parameters().residual() == problem.parameters().delta[0];
    }

    private double[] information(double[] own) {
        double[] out = own.clone();
        for (int j = 0; j < k; j++) {
            for (int i = 0; i < k; i++) {
                // a parameter at its bound is taken as known: there the likelihood is not flat
                out[j * k + i] = bound[i] || bound[j] ? 0 : out[j * k + i] / (power[i] * power[j]);
            }
        }
        return out;
    }

    private static double[] scaled(double[] a, double by) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= by;
        }
        return a;
    }

    private double[] slope(int i) {
        double[] out = new double[p * p];
        int o = outer(i);
        if (o < 0) {
            double[] mf = SmallMatrices.multiply(q, q, p, inner(slopes.sums().m[i]), equations.f);
            double[] form = SmallMatrices.multiplyTransposed(p, q, p, equations.f, mf);
            return scaled(form, -1);
        }
        double[] transposed = SmallMatrices.transpose(z, p, nx);
        double[] e = LevelBlocks.times(columns, o, direction(i, o), p, transposed);
        System.arraycopy(SmallMatrices.multiply(p, z, p, e, nx), 0, out, 0, p * p);
        return out;
    }

    private double[] inner(double[] m) {
        return SmallMatrices.part(equations.c, m, 0, q, 0, q);
    }

    /** Which outer term a parameter belongs to; -1 if to none. */
    private int outer(int i) {
        int[] term = at.point().parameters().term;
        for (int o = 0; o < columns.outer.length; o++) {
            if (i >= term[columns.outer[o]] && i < term[columns.outer[o] + 1]) {
                return o;
            }
        }
        return -1;
    }

    private double[] direction(int i, int o) {
        int t = columns.outer[o];
        return at.point().terms().get(t).first().get(i - at.point().parameters().term[t]);
    }

    private FixedEffectMoments.Contraction contraction(double[] information, boolean linear, double s2) {
        double[] w = StoredMoments.uncertainty(k, information);
        for (int j = 0; j < k; j++) {
            for (int i = 0; i < k; i++) {
                w[j * k + i] /= power[i] * power[j];
            }
        }
        Kernel.Contracted sums =
                problem.evaluation().kernel.contract(at.point(), equations.multipliers(), equations.f, w);
        double[] curvature = sums.curvature().clone();
        if (z > 0) {
            addOuterCurvature(w, curvature);
        }
        double[] data = scaled(problem.data().fixedForm(curvature), 1 / s2);
        if (linear) {
            return new FixedEffectMoments.Contraction(data, new double[0], new double[0]);
        }
        double[] second = scaled(
                SmallMatrices.multiplyTransposed(
                        p, q, p, equations.f, SmallMatrices.multiply(q, q, p, sums.second(), equations.f)),
                -1);
        double[] traces = traces(sums, w, second);
        return new FixedEffectMoments.Contraction(data, scaled(problem.data().fixedForm(second), 1 / s2), traces);
    }

    private void addOuterCurvature(double[] w, double[] curvature) {
        double[] h = SmallMatrices.part(q, equations.randomOnly(), 0, q, 0, q);
        double[] transposed = SmallMatrices.transpose(z, p, nx);
        double[][] mf = new double[k][]; // M_kF, or E_gN_x
        for (int i = 0; i < k; i++) {
            int o = outer(i);
            mf[i] = o < 0
                    ? SmallMatrices.multiply(q, q, p, inner(slopes.sums().m[i]), equations.f)
                    : SmallMatrices.transpose(p, z, LevelBlocks.times(columns, o, direction(i, o), p, transposed));
        }
        for (int j = 0; j < k; j++) {
            boolean jOuter = outer(j) >= 0;
            double[] sum = new double[jOuter ? z * p : q * p]; // Σ_i w_ij, of the same kind as j
            double[] mixed = new double[q * p]; // for outer j: Σ over parameters of Ṽ
            for (int i = 0; i < k; i++) {
                boolean iOuter = outer(i) >= 0;
                double[] into = jOuter == iOuter ? sum : jOuter ? mixed : new double[0];
                for (int e = 0; e < into.length; e++) {
                    into[e] += w[j * k + i] * mf[i][e];
                }
            }
            double[] right = SmallMatrices.multiply(jOuter ? z : q, jOuter ? z : q, p, jOuter ? n0 : h, sum);
            double[] form = SmallMatrices.multiplyTransposed(p, jOuter ? z : q, p, mf[j], right);
            for (int e = 0; e < form.length; e++) {
                curvature[e] += jOuter ? form[e] : -form[e];
            }
            if (jOuter) {
                double[] ce = SmallMatrices.multiply(q, z, p, c0, mf[j]);
                double[] cross = SmallMatrices.multiplyTransposed(p, q, p, mixed, ce);
                for (int b = 0; b < p; b++) {
                    for (int a = 0; a < p; a++) {
                        curvature[b * p + a] -= cross[b * p + a] + cross[a * p + b];
                    }
                }
            }
        }
    }

    /** Adds the outer terms' part of Σ w X'V⁻¹V_ikV⁻¹X to {@code second} and returns the traces, in units of the data. */
    private double[] traces(Kernel.Contracted sums, double[] w, double[] second) {
        double[] my = sums.second();
        double[] kmy = SmallMatrices.multiply(q, q, q, equations.traces, my);
        double[] turned = SmallMatrices.transpose(q, q, kmy);
        double[][] d = outerSecond(w);
        addOuterSecond(d, second);
        double[] c = z == 0 ? new double[0] : equations.coefficients(equations.traces);
        double[] n = z == 0 ? new double[0] : equations.projected(equations.traces);
        double[] out = new double[k];
        for (int i = 0; i < k; i++) {
            int o = outer(i);
            double[] m = o < 0 ? inner(slopes.sums().m[i]) : my;
            double sum = 0;
            if (o < 0) {
                double[] km = SmallMatrices.multiply(q, q, q, equations.traces, m);
                sum += sums.traces()[i] + SmallMatrices.dot(q * q, km, turned);
            }
            double[] cmc = z == 0
                    ? new double[0]
                    : SmallMatrices.multiplyTransposed(z, q, z, c, SmallMatrices.multiply(q, q, z, m, c));
            for (int other = 0; other < columns.outer.length; other++) {
                double[] with = o < 0 ? d[other] : direction(i, o);
                if (o < 0 || o == other) {
                    double[] blocks = LevelBlocks.sumOfBlocks(columns, other, cmc);
                    sum -= SmallMatrices.dot(blocks.length, blocks, with);
                }
                if (o >= 0) {
                    double[] en = LevelBlocks.times(columns, o, direction(i, o), z, n);
                    double[] dn = LevelBlocks.times(columns, other, d[other], z, n);
                    sum += SmallMatrices.dot(z * z, SmallMatrices.transpose(z, z, en), dn);
                }
            }
            out[i] = sum / power[i];
        }
        return out;
    }

    /** Σ w_gh ∂²G of each outer term. */
    private double[][] outerSecond(double[] w) {
        double[][] d = new double[columns.outer.length][];
        for (int o = 0; o < d.length; o++) {
            int t = columns.outer[o];
            int from = at.point().parameters().term[t];
            d[o] = new double[columns.terms.get(t).width * columns.terms.get(t).width];
            for (TermState.Second s : at.point().terms().get(t).second()) {
                double x = w[(from + s.i()) * k + from + s.k()] * (s.i() == s.k() ? 1 : 2);
                for (int e = 0; e < d[o].length; e++) {
                    d[o][e] += x * s.matrix()[e];
                }
            }
        }
        return d;
    }

    private void addOuterSecond(double[][] d, double[] second) {
        double[] transposed = SmallMatrices.transpose(z, p, nx);
        for (int o = 0; o < d.length; o++) {
            double[] e = LevelBlocks.times(columns, o, d[o], p, transposed);
            double[] form = SmallMatrices.multiply(p, z, p, e, nx);
            for (int i = 0; i < form.length; i++) {
                second[i] += form[i];
            }
        }
    }
}
