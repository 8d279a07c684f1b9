package dev.echelon.internal.likelihood;

import dev.echelon.internal.design.Design;
import java.util.List;

/**
 * A mixed model by its definition: V = W⁻¹ + Σ_b Z_bΣ_bZ_b' is formed with all its n² entries and inverted. No
 * cleverness, no shared code with the engine; Σ_b, Z_b and y on the scale of the data.
 */
final class DenseOracle {
    final Dense v;
    final Dense inverse;
    final Dense x;
    /** V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹. */
    final Dense p;

    final Dense fixedInverse;
    final double[] beta;
    /** V⁻¹(y − Xβ̂). */
    final double[] g;

    final double variance;
    final double objective;
    private final Design design;
    private final boolean reml;
    private final double[][] sigmas;

    DenseOracle(Design design, double[][] sigmas, boolean reml) {
        this.design = design;
        this.reml = reml;
        this.sigmas = sigmas;
        int n = design.response().length;
        int columns = design.fixed().width();
        v = new Dense(n, n);
        for (int i = 0; i < n; i++) {
            double w = design.weights().length == 0 ? 1 : design.weights()[i];
            v.set(i, i, 1 / w);
        }
        for (int t = 0; t < design.random().size(); t++) {
            v.add(marginal(t, sigmas[t]));
        }
        x = new Dense(n, columns);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < columns; k++) {
                x.set(i, k, design.fixed().column(k).value(i));
            }
        }
        inverse = v.inverse();
        Dense vx = inverse.times(x);
        Dense information = x.transposed().times(vx);
        fixedInverse = information.inverse();
        p = inverse.minus(vx.times(fixedInverse).times(vx.transposed()));
        beta = fixedInverse.times(vx.transposed().times(design.response()));
        double[] residual = design.response().clone();
        double[] fitted = x.times(beta);
        for (int i = 0; i < n; i++) {
            residual[i] -= fitted[i];
        }
        g = inverse.times(residual);
        double quadratic = Dense.dot(residual, g);
        double degrees = n - (reml ? columns : 0);
        variance = quadratic / degrees;
        objective = degrees * (1 + Math.log(2 * Math.PI * variance))
                + v.logDeterminant()
                + (reml ? information.logDeterminant() : 0);
    }

    /** Z_b's columns for level j: n×q. */
    Dense z(int term, int level) {
        Design.RandomBlock block = design.random().get(term);
        int q = block.effects().width();
        Dense z = new Dense(block.codes().length, q);
        for (int i = 0; i < z.rows; i++) {
            for (int k = 0; k < q; k++) {
                z.set(
                        i,
                        k,
                        block.codes()[i] == level ? block.effects().column(k).value(i) : 0);
            }
        }
        return z;
    }

    /** Z_bSZ_b' for a symmetric S of the effects of one level. */
    Dense marginal(int term, double[] s) {
        Design.RandomBlock block = design.random().get(term);
        int n = block.codes().length;
        int q = block.effects().width();
        Dense out = new Dense(n, n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double sum = 0;
                for (int a = 0; block.codes()[i] == block.codes()[k] && a < q; a++) {
                    for (int b = 0; b < q; b++) {
                        sum += block.effects().column(a).value(i)
                                * s[b * q + a]
                                * block.effects().column(b).value(k);
                    }
                }
                out.set(i, k, sum);
            }
        }
        return out;
    }

    /** b̂_j = ΣZ_j'V⁻¹(y − Xβ̂). */
    double[] mode(int term, int level) {
        return sigma(term).times(z(term, level).transposed().times(g));
    }

    /** Var(b_j | y, β̂, θ̂) = σ̂²(Σ − ΣZ_j'V⁻¹Z_jΣ). */
    Dense conditionalVariance(int term, int level) {
        Dense z = z(term, level);
        Dense s = sigma(term);
        Dense explained = s.times(z.transposed().times(inverse).times(z)).times(s);
        return s.minus(explained).scaled(variance);
    }

    /** ∂d/∂Σ_b = Σ_j [Z_j'TZ_j − Z_j'gg'Z_j/σ̂²], T = P (REML) or V⁻¹ (ML). */
    Dense score(int term) {
        List<String> levels = design.random().get(term).levels();
        int q = design.random().get(term).effects().width();
        Dense sum = new Dense(q, q);
        for (int j = 0; j < levels.size(); j++) {
            Dense z = z(term, j);
            sum.add(z.transposed().times(reml ? p : inverse).times(z));
            double[] projected = z.transposed().times(g);
            for (int a = 0; a < q; a++) {
                for (int b = 0; b < q; b++) {
                    sum.set(a, b, sum.get(a, b) - projected[a] * projected[b] / variance);
                }
            }
        }
        return sum;
    }

    Dense sigma(int term) {
        return Dense.ofColumnMajor(design.random().get(term).effects().width(), sigmas[term]);
    }
}
