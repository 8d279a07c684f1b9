package dev.echelon.internal.marginal;

import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;

/**
 * From M = a'Ba to the likelihood and everything that Woodbury's identity adds for the random terms across blocks:
 *
 * <pre>
 *   H = Λ(I + Λ'M_zzΛ)⁻¹Λ',  Φ = (M_xx − M_xzHM_zx)⁻¹,  F = [−HM_zx; I],  K = [H 0; 0 0] + FΦF',  v = (−KM_Ay; 1)
 * </pre>
 */
final class MixedEquations {
    final int z;
    final int p;
    final int c;
    final boolean reml;
    /** M, c×c. */
    final double[] m;
    /** H, z×z. */
    final double[] h;
    /** Φ, p×p. */
    final double[] phi;
    /** F, (z+p)×p. */
    final double[] f;
    /** K, (z+p)×(z+p). */
    final double[] k;
    /** The K of traces. */
    final double[] traces;

    final double[] v;
    /** y'Py. */
    final double form;
    /** log|I + Λ'M_zzΛ|. */
    final double logRandom;
    /** log|X'V⁻¹X|. */
    final double logFixed;
    /** Whether X'V⁻¹X is positive definite in floating point. */
    final boolean regular;

    MixedEquations(Columns columns, Point point, double[] m, boolean reml, DenseKernels kernels) {
        z = columns.z;
        p = columns.rows.p;
        c = z + p + 1;
        this.m = m;
        this.reml = reml;
        h = new double[z * z];
        f = new double[(z + p) * p];
        phi = new double[p * p];
        k = new double[(z + p) * (z + p)];
        v = new double[c];
        logRandom = z == 0 ? 0 : randomPart(columns, point, kernels);
        logFixed = fixedPart(kernels);
        regular = !Double.isNaN(logFixed) && !Double.isNaN(logRandom);
        traces = new double[k.length];
        if (regular) {
            combine();
        }
        form = regular ? quadratic() : Double.NaN;
    }

    /** Stands for the equations at a point without likelihood. */
    MixedEquations(Columns columns) {
        z = columns.z;
        p = columns.rows.p;
        c = z + p + 1;
        reml = false;
        m = new double[0];
        h = m;
        f = m;
        phi = m;
        k = m;
        traces = m;
        v = m;
        form = Double.NaN;
        logRandom = Double.NaN;
        logFixed = Double.NaN;
        regular = false;
    }

    private double randomPart(Columns columns, Point point, DenseKernels kernels) {
        double[] inner = SmallMatrices.part(c, m, 0, z, 0, z);
        LevelBlocks.rightMultiply(columns, point, z, inner);
        double[] turned = SmallMatrices.transpose(z, z, inner);
        LevelBlocks.rightMultiply(columns, point, z, turned);
        for (int i = 0; i < z; i++) {
            turned[i * z + i] += 1;
        }
        if (kernels.potrf(z, turned, 0, z) != 0) {
            return Double.NaN;
        }
        double log = 0;
        for (int i = 0; i < z; i++) {
            log += 2 * Math.log(turned[i * z + i]);
        }
        double[] lambda = new double[z * z]; // Λ', then L⁻¹Λ'
        for (int i = 0; i < z; i++) {
            lambda[i * z + i] = 1;
        }
        LevelBlocks.rightMultiply(columns, point, z, lambda);
        double[] root = SmallMatrices.transpose(z, z, lambda);
        kernels.trsmLeftLower(z, z, turned, 0, z, root, 0, z);
        kernels.syrkTransposed(z, z, 1, root, 0, z, h, 0, z);
        SmallMatrices.mirror(z, h);
        return log;
    }

    private double fixedPart(DenseKernels kernels) {
        double[] mzx = SmallMatrices.part(c, m, 0, z, z, p);
        double[] hm = new double[z * p];
        if (z > 0) {
            kernels.gemm(z, p, z, 1, h, 0, z, mzx, 0, z, hm, 0, z);
        }
        double[] s = SmallMatrices.part(c, m, z, p, z, p);
        double[] correction = SmallMatrices.multiplyTransposed(p, z, p, mzx, hm);
        for (int i = 0; i < s.length; i++) {
            s[i] -= correction[i];
        }
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < z; i++) {
                f[j * (z + p) + i] = -hm[j * z + i];
            }
            f[j * (z + p) + z + j] = 1;
        }
        if (p > 0 && kernels.potrf(p, s, 0, p) != 0) {
            return Double.NaN;
        }
        double log = 0;
        for (int i = 0; i < p; i++) {
            log += 2 * Math.log(s[i * p + i]);
        }
        if (p > 0) {
            kernels.potri(p, s, 0, p);
        }
        SmallMatrices.mirror(p, s);
        System.arraycopy(s, 0, phi, 0, p * p);
        return log;
    }

    private void combine() {
        int q = z + p;
        double[] fPhi = SmallMatrices.multiply(q, p, p, f, phi);
        double[] fixed = SmallMatrices.multiply(q, p, q, fPhi, SmallMatrices.transpose(q, p, f));
        System.arraycopy(fixed, 0, k, 0, k.length);
        for (int j = 0; j < z; j++) {
            for (int i = 0; i < z; i++) {
                k[j * q + i] += h[j * z + i];
                traces[j * q + i] = h[j * z + i];
            }
        }
        if (reml) {
            System.arraycopy(k, 0, traces, 0, k.length);
        }
        for (int j = 0; j < q; j++) {
            for (int i = 0; i < q; i++) {
                v[i] -= k[j * q + i] * m[(c - 1) * c + j];
            }
        }
        v[c - 1] = 1;
    }

    private double quadratic() {
        double sum = 0;
        for (int i = 0; i < c; i++) {
            sum += m[(c - 1) * c + i] * v[i];
        }
        return sum;
    }

    /** M_zAkM_Az subtracted from M_zz: N = Z'PZ for k = K. */
    double[] projected(double[] by) {
        double[] c1 = coefficients(by);
        double[] mza = SmallMatrices.part(c, m, 0, z, 0, z + p);
        return SmallMatrices.multiply(z, z + p, z, mza, c1);
    }

    /** c = [I; 0] − kM_Az, with which PZ = BAc. */
    double[] coefficients(double[] by) {
        int q = z + p;
        double[] maz = SmallMatrices.part(c, m, 0, q, 0, z);
        double[] out = SmallMatrices.multiply(q, q, z, by, maz);
        for (int j = 0; j < z; j++) {
            for (int i = 0; i < q; i++) {
                out[j * q + i] = (i == j ? 1 : 0) - out[j * q + i];
            }
        }
        return out;
    }

    /** Z'Py. */
    double[] randomScore() {
        double[] w = new double[z];
        for (int j = 0; j < c; j++) {
            for (int i = 0; i < z; i++) {
                w[i] += m[j * c + i] * v[j];
            }
        }
        return w;
    }

    /** The K of the random effects alone, (z+p)×(z+p): V⁻¹ = B − BA[H 0; 0 0]A'B. */
    double[] randomOnly() {
        int q = z + p;
        double[] out = new double[q * q];
        for (int j = 0; j < z; j++) {
            System.arraycopy(h, j * z, out, j * q, z);
        }
        return out;
    }

    Kernel.Multipliers multipliers() {
        return new Kernel.Multipliers(c, traces, Arrays.copyOf(v, c));
    }
}
