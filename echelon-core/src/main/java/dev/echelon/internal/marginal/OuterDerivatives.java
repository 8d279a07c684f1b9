package dev.echelon.internal.marginal;

/**
 * Derivatives by the parameters of the random terms across blocks, V_g = Z₂E_gZ₂'. With PZ₂ = BAc, N = Z₂'PZ₂ and w =
 * Z₂'Py:
 *
 * <pre>
 *   tr(PV_g) = tr(E_gN),  y'PV_gPy = w'E_gw,  tr(PV_gPV_h) = tr(E_gNE_hN),  y'PV_gPV_hPy = w'E_gNE_hw,
 *   tr(PV_kPV_g) = −tr(E_gc'M_kc),  y'PV_kPV_gPy = −v'M_kcE_gw
 * </pre>
 */
final class OuterDerivatives {
    private final Columns columns;
    private final Evaluation.Value at;
    private final int k;
    private final double[] traceC;
    private final double[] traceN;
    private final double[] c;
    private final double[] n;
    private final double[] w;

    private OuterDerivatives(Columns columns, Evaluation.Value at) {
        this.columns = columns;
        this.at = at;
        MixedEquations equations = at.equations();
        k = at.point().parameters().size();
        traceC = equations.coefficients(equations.traces);
        traceN = equations.projected(equations.traces);
        c = equations.reml ? traceC : equations.coefficients(equations.k);
        n = equations.reml ? traceN : equations.projected(equations.k);
        w = equations.randomScore();
    }

    /** Adds to the lower triangles of the matrices. */
    static void add(
            Columns columns,
            Evaluation.Value at,
            Kernel.Derivatives sums,
            double[] gradient,
            double[] bend,
            double[] expected,
            double[] average) {
        if (columns.z > 0) {
            OuterDerivatives outer = new OuterDerivatives(columns, at);
            outer.own(gradient, bend, expected, average);
            outer.mixed(sums, expected, average);
        }
    }

    private void own(double[] gradient, double[] bend, double[] expected, double[] average) {
        int z = columns.z;
        for (int o = 0; o < columns.outer.length; o++) {
            TermState state = state(o);
            int from = first(o);
            double[] sum = LevelBlocks.sumOfBlocks(columns, o, traceN);
            double[] gram = LevelBlocks.gram(columns, o, w);
            for (int i = 0; i < state.first().size(); i++) {
                gradient[from + i] += difference(state.first().get(i), sum, gram);
                double[] en = LevelBlocks.times(columns, o, state.first().get(i), z, traceN);
                double[] ew = LevelBlocks.times(columns, o, state.first().get(i), 1, w);
                double[] new1 = SmallMatrices.multiply(z, z, 1, n, ew);
                pairs(o, i, en, new1, expected, average);
            }
            for (TermState.Second second : state.second()) {
                bend[(from + second.i()) * k + from + second.k()] += difference(second.matrix(), sum, gram);
            }
        }
    }

    /** With all parameters of outer terms up to parameter i of term o. */
    private void pairs(int o, int i, double[] en, double[] new1, double[] expected, double[] average) {
        int z = columns.z;
        double[] turned = SmallMatrices.transpose(z, z, en);
        for (int other = 0; other <= o; other++) {
            TermState state = state(other);
            int limit = other < o ? state.first().size() : i + 1;
            for (int j = 0; j < limit; j++) {
                double[] fn = LevelBlocks.times(columns, other, state.first().get(j), z, traceN);
                double[] fw = LevelBlocks.times(columns, other, state.first().get(j), 1, w);
                int e = lower(first(o) + i, first(other) + j);
                expected[e] += SmallMatrices.dot(z * z, turned, fn);
                average[e] += SmallMatrices.dot(z, fw, new1);
            }
        }
    }

    /** Between parameters of Ṽ and of outer terms. */
    private void mixed(Kernel.Derivatives sums, double[] expected, double[] average) {
        MixedEquations equations = at.equations();
        int q = equations.c - 1;
        int z = columns.z;
        for (int i = 0; i < k; i++) {
            if (isOuter(i)) {
                continue;
            }
            double[] inner = SmallMatrices.part(equations.c, sums.m[i], 0, q, 0, q);
            double[] cmc =
                    SmallMatrices.multiplyTransposed(z, q, z, traceC, SmallMatrices.multiply(q, q, z, inner, traceC));
            double[] mv = SmallMatrices.multiply(equations.c, equations.c, 1, sums.m[i], equations.v);
            double[] mvc = SmallMatrices.multiplyTransposed(z, q, 1, c, java.util.Arrays.copyOf(mv, q));
            for (int o = 0; o < columns.outer.length; o++) {
                double[] sum = LevelBlocks.sumOfBlocks(columns, o, cmc);
                for (int g = 0; g < state(o).first().size(); g++) {
                    double[] d = state(o).first().get(g);
                    double[] ew = LevelBlocks.times(columns, o, d, 1, w);
                    int e = lower(i, first(o) + g);
                    expected[e] -= SmallMatrices.dot(d.length, d, sum);
                    average[e] -= SmallMatrices.dot(z, mvc, ew);
                }
            }
        }
    }

    private int lower(int i, int j) {
        return Math.min(i, j) * k + Math.max(i, j);
    }

    private boolean isOuter(int parameter) {
        for (int o = 0; o < columns.outer.length; o++) {
            if (parameter >= first(o) && parameter < first(o) + state(o).first().size()) {
                return true;
            }
        }
        return false;
    }

    private TermState state(int o) {
        return at.point().terms().get(columns.outer[o]);
    }

    private int first(int o) {
        return at.point().parameters().term[columns.outer[o]];
    }

    private static double difference(double[] d, double[] sum, double[] gram) {
        double out = 0;
        for (int i = 0; i < d.length; i++) {
            out += d[i] * (sum[i] - gram[i]);
        }
        return out;
    }
}
