package dev.echelon;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.levels.Lanes;
import dev.echelon.internal.levels.LevelSweep;
import dev.echelon.result.RandomEffects;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** How the random effects of levels follow from their {@link LevelBlocks} after a {@link PartitionedFit}; can travel. */
public final class LevelEffects implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int[] kept;
    private final double[] lambda;
    private final double[] beta;
    private final double sigma2;
    private final ArrayList<Term> terms;

    /**
     * A term among the effects of its factor.
     *
     * @param map from the effects in the conditioned scale to those of the data, w×w
     */
    record Term(String name, ArrayList<String> columns, int offset, double[] map) implements Serializable {}

    /**
     * What is needed of a fit.
     *
     * @param kept columns of X that are estimated
     * @param lambda λ̂
     * @param beta β̂ in the conditioned scale
     * @param sigma2 σ̂² in the conditioned scale
     */
    LevelEffects(int[] kept, double[] lambda, double[] beta, double sigma2, List<Term> terms) {
        this.kept = kept;
        this.lambda = lambda;
        this.beta = beta;
        this.sigma2 = sigma2;
        this.terms = new ArrayList<>(terms);
    }

    /** The conditional modes and variances of the levels of some blocks, term by term. */
    public List<RandomEffects> of(LevelBlocks blocks) {
        CrossProducts.Block block = blocks.kept(kept);
        int q = block.effects();
        double[] modes = new double[block.levels() * q];
        double[] variances = new double[block.levels() * q * q];
        LevelSweep sweep = new LevelSweep(block, kept.length + 1);
        double[][] b = sweep.rows(q);
        double[][] v = sweep.symmetric();
        for (int from = 0; from < block.levels(); from += LevelSweep.WIDTH) {
            sweep.eliminate(from, Math.min(block.levels(), from + LevelSweep.WIDTH), lambda);
            sweep.modes(beta, b);
            sweep.variances(v);
            Lanes.scatter(sweep.size(), b, modes, from);
            Lanes.scatter(sweep.size(), v, variances, from);
        }
        return terms.stream()
                .map(term -> effects(term, blocks.labels(), q, modes, variances))
                .toList();
    }

    private RandomEffects effects(Term term, List<String> levels, int q, double[] modes, double[] variances) {
        int w = term.columns().size();
        double[] b = new double[levels.size() * w];
        double[] v = new double[levels.size() * w * w];
        double[] half = new double[w * w];
        for (int j = 0; j < levels.size(); j++) {
            for (int k = 0; k < w; k++) {
                double mode = modes[j * q + term.offset() + k];
                for (int i = 0; i < w; i++) {
                    b[j * w + i] += term.map()[k * w + i] * mode;
                    half[k * w + i] = 0;
                    for (int h = 0; h < w; h++) {
                        double own = variances[(j * q + term.offset() + k) * q + term.offset() + h];
                        half[k * w + i] += term.map()[h * w + i] * own;
                    }
                }
            }
            for (int k = 0; k < w; k++) {
                for (int i = 0; i < w; i++) {
                    for (int h = 0; h < w; h++) {
                        v[(j * w + k) * w + i] += sigma2 * half[h * w + i] * term.map()[h * w + k];
                    }
                }
            }
        }
        return new RandomEffects(term.name(), term.columns(), levels, b, v);
    }
}
