package dev.echelon.internal.marginal;

import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * −2 log-likelihood, or the REML criterion, at a point, its gradient and the three kinds of information, by all parameters:
 * those of Ṽ from the kernel, those of random terms across blocks through Woodbury's identity. A workspace for one thread.
 *
 * <p><b>Source</b> docs/math/residual.md
 */
final class Evaluation {
    final Columns columns;
    final Kernel kernel;
    final boolean reml;
    private final DenseKernels dense;
    /** What the units of the data add to the objective. */
    private final double shift;

    private @Nullable Value last;
    private @Nullable Slopes lastSlopes;

    Evaluation(Columns columns, Kernel kernel, boolean reml, DenseKernels dense) {
        this.columns = columns;
        this.kernel = kernel;
        this.reml = reml;
        this.dense = dense;
        ConditionedRows rows = columns.rows;
        double degrees = rows.n - (reml ? rows.p : 0);
        shift = degrees * (Math.log(2 * Math.PI) + 2 * Math.log(rows.scale))
                - rows.sumLogWeights
                + (reml ? 2 * rows.logDeterminantOfR() : 0);
    }

    /** The value at a point with what it was computed from. */
    record Value(Point point, double objective, MixedEquations equations) {

        /** Whether this is the value at a point, which without random terms the parameters of the R side tell. */
        boolean isAt(Point other) {
            return point.equals(other)
                    || point.terms().isEmpty()
                            && other.terms().isEmpty()
                            && Arrays.equals(point.residual(), other.residual());
        }
    }

    /** Gradient, observed information (the Hessian), its expectation and the average information, k×k. */
    record Slopes(double[] gradient, double[] observed, double[] expected, double[] average, Kernel.Derivatives sums) {}

    /** The objective; +∞ outside the domain or where V is not positive definite. */
    Value value(Point point) {
        Value known = last;
        if (known == null || !known.isAt(point)) {
            lastSlopes = null;
            known = compute(point);
            last = known;
        }
        return known;
    }

    private Value compute(Point point) {
        Kernel.Sums sums = new Kernel.Sums(columns.count);
        if (!kernel.value(point, sums)) {
            return new Value(point, Double.POSITIVE_INFINITY, nothing());
        }
        MixedEquations equations = new MixedEquations(columns, point, sums.m, reml, dense);
        double objective =
                shift + sums.logDeterminant + equations.logRandom + (reml ? equations.logFixed : 0) + equations.form;
        boolean valid = equations.regular && equations.form > 0 && !Double.isNaN(objective);
        return new Value(point, valid ? objective : Double.POSITIVE_INFINITY, equations);
    }

    /** What stands for the equations at a point without likelihood. */
    MixedEquations nothing() {
        return new MixedEquations(columns);
    }

    /** All derivatives at the last point of {@link #value}, whose objective was finite. */
    Slopes slopes(Value at) {
        Slopes known = lastSlopes;
        if (known == null || !Objects.equals(at, last)) {
            known = differentiate(at);
            lastSlopes = Objects.equals(at, last) ? known : null;
        }
        return known;
    }

    private Slopes differentiate(Value at) {
        MixedEquations equations = at.equations();
        int k = at.point().parameters().size();
        Kernel.Derivatives sums = new Kernel.Derivatives(k, equations.c);
        kernel.derivatives(at.point(), equations.multipliers(), sums);
        double[] gradient = sums.gradient.clone();
        double[] observed = new double[k * k];
        double[] expected = new double[k * k];
        double[] average = new double[k * k];
        int q = equations.c - 1;
        double[][] traced = new double[k][]; // K M_k of traces
        double[][] moved = new double[k][]; // (M_kv)_A
        double[][] solved = new double[k][]; // K(M_kv)_A
        for (int i = 0; i < k; i++) {
            double[] inner = SmallMatrices.part(equations.c, sums.m[i], 0, q, 0, q);
            traced[i] = SmallMatrices.multiply(q, q, q, equations.traces, inner);
            moved[i] = Arrays.copyOf(SmallMatrices.multiply(equations.c, equations.c, 1, sums.m[i], equations.v), q);
            solved[i] = SmallMatrices.multiply(q, q, 1, equations.k, moved[i]);
        }
        for (int j = 0; j < k; j++) {
            double[] turned = SmallMatrices.transpose(q, q, traced[j]);
            for (int i = j; i < k; i++) {
                int e = j * k + i;
                expected[e] = sums.t[e] - 2 * sums.kq[e] + SmallMatrices.dot(q * q, traced[i], turned);
                average[e] = sums.vq[e] - SmallMatrices.dot(q, moved[i], solved[j]);
                observed[e] = sums.bend[e];
            }
        }
        OuterDerivatives.add(columns, at, sums, gradient, observed, expected, average);
        for (int j = 0; j < k; j++) {
            for (int i = j; i < k; i++) {
                observed[j * k + i] += 2 * average[j * k + i] - expected[j * k + i];
            }
        }
        SmallMatrices.mirror(k, observed);
        SmallMatrices.mirror(k, expected);
        SmallMatrices.mirror(k, average);
        return new Slopes(gradient, observed, expected, average, sums);
    }
}
