package dev.echelon.internal.marginal;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.inference.Sandwich;
import dev.echelon.internal.linalg.Kernels;
import dev.echelon.internal.linalg.Symmetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cluster-robust covariances of β̂, Φ[Σ X̃_i'A_iẽ_iẽ_i'A_i'X̃_i]Φ with X̃ = L⁻¹X, ẽ = L⁻¹(y − Xβ̂), Ṽ = LL', and clusters the
 * blocks of independent rows. With H = X̃_iΦX̃_i' the adjustment A_i is
 *
 * <pre>
 *   CR0, CR1: I    CR2: [L'L(I−H)L'L]^{−½}L'L    CR2_MMRM: (I−H)^{−½}    CR3: (I−H)⁻¹
 * </pre>
 *
 * <p><b>Source</b> docs/math/residual.md#sandwich
 */
public final class ClusterRobust {
    /** Eigenvalues of I − H below this are zero: the cluster determines a coefficient by itself. */
    private static final double NULL = 1e-10;

    /** Which adjustment for the number of clusters or the leverage of each. */
    public enum Kind {
        CR0,
        /** Times J/(J−1), J the number of clusters. */
        CR1,
        /** Times J/(J−p). */
        CR1P,
        /** Times J(N−1)/((J−1)(N−p)). */
        CR1S,
        /** Pustejovsky and Tipton's, as clubSandwich. */
        CR2,
        /** With the symmetric root in whitened rows, as mmrm. */
        CR2_MMRM,
        CR3
    }

    private final Problem problem;
    private final Kind kind;
    private final double[] phi; // in units of the engine, for orthonormal columns
    private final double[] beta;
    private final int p;
    private final double[] meat;
    private final List<Sandwich.Cluster> clusters = new ArrayList<>();

    private ClusterRobust(Problem problem, Kind kind, MixedEquations equations) {
        this.problem = problem;
        this.kind = kind;
        this.phi = equations.phi;
        p = equations.p;
        beta = new double[p];
        for (int k = 0; k < p; k++) {
            beta[k] = -equations.v[k];
        }
        meat = new double[p * p];
    }

    /**
     * The test method of a fit to the same rows.
     *
     * @throws EchelonException if random terms connect all subjects, so that there are no independent clusters
     */
    public static Sandwich of(Design design, ResidualRows rows, MarginalEstimates fit, boolean reml, Kind kind) {
        ResidualRows own = FittedVariance.with(rows, fit);
        Problem problem = Problem.of(design, own, reml);
        if (problem.columns().z > 0) {
            throw new EchelonException("cluster-robust standard errors need independent subjects, but a random term has"
                    + " levels across them; use the model's standard errors");
        }
        double[] theta = MarginalFit.start(problem, fit);
        List<TermState> states = new ArrayList<>();
        for (int t = 0; t < problem.terms().size(); t++) {
            EffectColumns term = problem.terms().get(t);
            states.addAll(TermState.at(term, theta, problem.parameters().term[t], false));
        }
        Point point = new Point(
                problem.parameters(), Arrays.copyOf(theta, problem.parameters().residual()), states);
        ClusterRobust robust = new ClusterRobust(
                problem, kind, problem.evaluation().value(point).equations());
        for (BlockClass blocks : Partition.of(own, problem.terms(), false).classes) {
            robust.add(blocks, own, point);
        }
        return robust.sandwich();
    }

    private void add(BlockClass blocks, ResidualRows own, Point point) {
        int n = blocks.size();
        double[] l = new double[n * n];
        new BlockCovariance(own.structure(), own.variances(), blocks).write(point, l);
        if (Kernels.java().potrf(n, l, 0, n) != 0) {
            throw new IllegalStateException("the fitted covariance is not positive definite");
        }
        for (int j = 1; j < n; j++) {
            Arrays.fill(l, j * n, j * n + j, 0);
        }
        for (int[] rows : blocks.rows()) {
            add(n, l, rows);
        }
    }

    private void add(int n, double[] l, int[] rows) {
        double[] a = problem.columns().gather(rows, problem.columns().present(rows));
        Kernels.java().trsmLeftLower(n, p + 1, l, 0, n, a, 0, n);
        double[] x = Arrays.copyOf(a, n * p);
        double[] e = Arrays.copyOfRange(a, n * p, n * (p + 1));
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < n; i++) {
                e[i] -= x[k * n + i] * beta[k];
            }
        }
        double[] adjust = adjustment(n, l, x);
        double[] ax = SmallMatrices.multiplyTransposed(n, n, p, adjust, x); // A'X̃
        double[] score = SmallMatrices.multiplyTransposed(p, n, 1, ax, e);
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < p; i++) {
                meat[j * p + i] += score[i] * score[j];
            }
        }
        clusters.add(new Sandwich.Cluster(
                SmallMatrices.multiplyTransposed(p, n, p, x, ax), SmallMatrices.multiplyTransposed(p, n, p, ax, ax)));
    }

    /** A, n×n. */
    private double[] adjustment(int n, double[] l, double[] x) {
        double[] free = SmallMatrices.multiply(
                n, p, n, SmallMatrices.multiply(n, p, p, x, phi), SmallMatrices.transpose(n, p, x));
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                free[j * n + i] = (i == j ? 1 : 0) - free[j * n + i];
            }
        }
        switch (kind) {
            case CR2:
                double[] ll = SmallMatrices.multiplyTransposed(n, n, n, l, l);
                double[] b = SmallMatrices.multiply(n, n, n, ll, SmallMatrices.multiply(n, n, n, free, ll));
                return SmallMatrices.multiply(n, n, n, power(n, b, -0.5), ll);
            case CR2_MMRM:
                return power(n, free, -0.5);
            case CR3:
                return power(n, free, -1);
            default:
                return power(n, free, 0);
        }
    }

    /** A power of a symmetric matrix, of zero eigenvalues zero; the zeroth is the identity. */
    private static double[] power(int n, double[] a, double exponent) {
        double[] out = new double[n * n];
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        Symmetric.eigen(n, a, values, vectors);
        for (int k = 0; k < n; k++) {
            boolean isNull = values[k] <= NULL * Math.max(1, values[n - 1]);
            double x = exponent == 0 ? 1 : isNull ? 0 : Math.pow(values[k], exponent);
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    out[j * n + i] += x * vectors[k * n + i] * vectors[k * n + j];
                }
            }
        }
        return out;
    }

    private double factor() {
        double j = clusters.size();
        double n = problem.data().n;
        switch (kind) {
            case CR1:
                return j / (j - 1);
            case CR1P:
                return j / (j - p);
            case CR1S:
                return j * (n - 1) / ((j - 1) * (n - p));
            default:
                return 1;
        }
    }

    private Sandwich sandwich() {
        ConditionedRows data = problem.data();
        double[] filled = SmallMatrices.multiply(p, p, p, phi, SmallMatrices.multiply(p, p, p, meat, phi));
        double s2 = data.scale * data.scale;
        double[] covariance = data.fixedCovariance(filled);
        double[] model = data.fixedCovariance(phi);
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] *= factor() * s2;
            model[i] *= s2;
        }
        List<Sandwich.Cluster> scaled = new ArrayList<>();
        for (Sandwich.Cluster cluster : clusters) {
            double[] moved = data.fixedForm(cluster.moved());
            double[] squared = data.fixedForm(cluster.squared());
            for (int i = 0; i < moved.length; i++) {
                moved[i] /= s2;
                squared[i] /= s2;
            }
            scaled.add(new Sandwich.Cluster(moved, squared));
        }
        return new Sandwich(covariance, model, scaled);
    }
}
