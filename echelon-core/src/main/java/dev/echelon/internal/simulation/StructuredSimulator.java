package dev.echelon.internal.simulation;

import dev.echelon.covariance.Positions;
import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.linalg.Kernels;
import dev.echelon.internal.predict.StructuredModel;
import dev.echelon.internal.predict.VarianceScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Draws responses of rows from a fit with an R side: y = Xβ̂ + offset + Zb + e with b ~ N(0, Ĝ) per level and e ~ N(0, R̂_j)
 * for the rows of subject j, scaled by variance functions and 1/√weight.
 *
 * <p><b>Cost</b> cubic in the rows of the largest subject, once.
 */
public final class StructuredSimulator {
    /** More rows of one subject than this are not factored densely. */
    private static final int MOST = 4000;

    private final Design design;
    private final double[] mean;
    private final List<EffectSampler> samplers = new ArrayList<>();
    private final List<int[]> subjects = new ArrayList<>();
    private final List<double[]> factors = new ArrayList<>();

    /**
     * For rows.
     *
     * @param residual the R side of the rows; every row has a subject
     * @param weights one per row; empty for ones
     * @param modes fitted b̂ of each term, to be kept in every sample; empty to draw them
     */
    public StructuredSimulator(
            StructuredModel model,
            Design design,
            ResidualRows residual,
            double[] offset,
            double[] weights,
            List<double[]> modes) {
        this.design = design;
        this.mean = new double[design.fixed().rows()];
        for (int k = 0; k < model.kept().length; k++) {
            ModelColumn column = design.fixed().column(model.kept()[k]);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += model.beta()[k] * column.value(i);
            }
        }
        double[] scale = VarianceScale.of(residual, model.theta(), mean);
        for (int i = 0; i < mean.length; i++) {
            mean[i] += offset.length == 0 ? 0 : offset[i];
            scale[i] /= weights.length == 0 ? 1 : Math.sqrt(weights[i]);
        }
        for (int t = 0; t < design.random().size(); t++) {
            Design.RandomBlock block = design.random().get(t);
            if (modes.isEmpty()) {
                int levels = Arrays.stream(block.codes()).max().orElse(-1) + 1;
                samplers.add(new EffectSampler(
                        block.effects().width(), levels, model.random().get(t)));
            } else {
                addEffects(t, modes.get(t), mean);
            }
        }
        factor(model, residual, scale);
    }

    private void factor(StructuredModel model, ResidualRows residual, double[] scale) {
        int each = residual.structure().parameterCount(residual.slotNames().size());
        for (int[] rows : bySubject(residual)) {
            int m = rows.length;
            if (m > MOST) {
                throw new EchelonException("simulations for a subject with " + m + " rows are not possible; at most "
                        + MOST + " rows of a subject can be simulated with repeated()");
            }
            double[] sigma = new double[m * m];
            residual.structure()
                    .covariance(positions(residual, rows), model.theta(), residual.groups()[rows[0]] * each, sigma);
            for (int j = 0; j < m; j++) {
                for (int i = 0; i < m; i++) {
                    sigma[j * m + i] *= scale[rows[i]] * scale[rows[j]];
                }
            }
            if (Kernels.java().potrf(m, sigma, 0, m) != 0) {
                throw new EchelonException("the residual covariance of a subject is singular, so that nothing can be"
                        + " simulated from it; use a structure with fewer parameters");
            }
            subjects.add(rows);
            factors.add(sigma);
        }
    }

    private static List<int[]> bySubject(ResidualRows residual) {
        List<List<Integer>> lists = new ArrayList<>();
        residual.subjectLevels().forEach(level -> lists.add(new ArrayList<>()));
        for (int i = 0; i < residual.subjects().length; i++) {
            if (residual.subjects()[i] < 0) {
                throw new EchelonException("row " + (i + 1) + " of those that can be used has no subject '"
                        + residual.subject() + "'; a response can only be simulated for a subject");
            }
            lists.get(residual.subjects()[i]).add(i);
        }
        return lists.stream()
                .filter(list -> !list.isEmpty())
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private static Positions positions(ResidualRows residual, int[] rows) {
        if (residual.slots().length > 0) {
            return Positions.slots(
                    Arrays.stream(rows).map(i -> residual.slots()[i]).toArray(),
                    residual.slotNames().size());
        }
        double[][] places = new double[rows.length][residual.coordinates().length];
        for (int k = 0; k < rows.length; k++) {
            for (int axis = 0; axis < places[k].length; axis++) {
                places[k][axis] = residual.coordinates()[axis][rows[k]];
            }
        }
        return Positions.coordinates(places);
    }

    private void addEffects(int t, double[] effects, double[] out) {
        Design.RandomBlock block = design.random().get(t);
        int w = block.effects().width();
        for (int k = 0; k < w; k++) {
            ModelColumn column = block.effects().column(k);
            for (int i = 0; i < out.length; i++) {
                out[i] += column.value(i) * effects[block.codes()[i] * w + k];
            }
        }
    }

    /** {@code replicates} responses; the k-th depends on the seed and k only. */
    public double[][] sample(int replicates, long seed) {
        return IntStream.range(0, replicates)
                .parallel()
                .mapToObj(k -> sample(seed, k))
                .toArray(double[][]::new);
    }

    private double[] sample(long seed, int replicate) {
        SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(Streams.of(seed, replicate));
        double[] response = mean.clone();
        for (int t = 0; t < samplers.size(); t++) {
            addEffects(t, samplers.get(t).sample(normal), response);
        }
        for (int s = 0; s < subjects.size(); s++) {
            int[] rows = subjects.get(s);
            int m = rows.length;
            for (int k = 0; k < m; k++) {
                double z = normal.sample();
                for (int i = k; i < m; i++) {
                    response[rows[i]] += factors.get(s)[k * m + i] * z;
                }
            }
        }
        return response;
    }
}
