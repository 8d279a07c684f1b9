package dev.echelon;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.Covariances;
import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.table.RowSource;
import java.util.List;
import java.util.Map;

/** A model evaluated where somebody else's optimiser stopped: what does not depend on who optimises. */
public final class AtTheta {
    private AtTheta() {}

    /** The estimates at θ given by name on the scale of the data. */
    public static Estimates estimates(Lmm model, RowSource data, Map<String, ? extends Object> theta) {
        Prepared prepared = Prepared.of(model, data);
        return prepared.likelihood()
                .estimates(
                        conditioned(prepared, theta),
                        prepared.conditioning(),
                        prepared.factors(),
                        prepared.aliasing().kept());
    }

    /** θ in the conditioned scale, where Σ* = M⁻¹ΣM⁻ᵀ. */
    private static double[] conditioned(Prepared prepared, Map<String, ? extends Object> theta) {
        List<Design.RandomBlock> blocks = prepared.design().random();
        double[] all = new double[prepared.likelihood().dimension()];
        int from = 0;
        for (int index = 0; index < blocks.size(); index++) {
            Design.RandomBlock block = blocks.get(index);
            Covariance covariance = block.covariance();
            int w = block.effects().width();
            List<String> names = Covariances.named(covariance.name())
                    .parameterNames(block.effects().names());
            double[] own = new double[names.size()];
            for (int k = 0; k < own.length; k++) {
                own[k] = (Double) java.util.Objects.requireNonNull(theta.get(block.group() + "." + names.get(k)));
            }
            double[] sigma = new double[w * w];
            covariance.covariance(w, own, 0, sigma);
            double[] map = map(prepared, index);
            double[] inverse = inverse(w, map);
            covariance.parameters(w, Congruence.apply(w, inverse, sigma), all, from);
            from += own.length;
        }
        return all;
    }

    private static double[] map(Prepared prepared, int index) {
        for (int f = 0; f < prepared.factors().size(); f++) {
            for (GroupingFactor.Term term : prepared.factors().get(f).terms()) {
                if (term.index() == index) {
                    return prepared.conditioning().effectsMap(f, term);
                }
            }
        }
        throw new IllegalStateException("term " + index);
    }

    /** By Gauss-Jordan without pivoting trouble: the map is triangular up to its first row. */
    private static double[] inverse(int n, double[] a) {
        double[][] m = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                m[i][k] = a[k * n + i];
            }
            m[i][n + i] = 1;
        }
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int i = c + 1; i < n; i++) {
                pivot = Math.abs(m[i][c]) > Math.abs(m[pivot][c]) ? i : pivot;
            }
            double[] swap = m[c];
            m[c] = m[pivot];
            m[pivot] = swap;
            double d = m[c][c];
            for (int k = 0; k < 2 * n; k++) {
                m[c][k] /= d;
            }
            for (int i = 0; i < n; i++) {
                double f = m[i][c];
                for (int k = 0; i != c && k < 2 * n; k++) {
                    m[i][k] -= f * m[c][k];
                }
            }
        }
        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                inverse[k * n + i] = m[i][n + k];
            }
        }
        return inverse;
    }
}
