package dev.echelon;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.diagnose.RowDeletion;
import dev.echelon.internal.diagnose.SimulatedRanks;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.simulation.ResponseSimulator;
import dev.echelon.result.SimulatedResiduals;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Residuals by simulation, by row or averaged over levels. */
final class SimulatedChecks {
    /** Numbers that are simulated at most; beyond them only every k-th row is looked at. */
    private static final long MOST = 40_000_000;

    private final Check check;
    private final int every;
    private final double[][] simulated;
    private final double[] observed;
    private final double[] mean;
    private final double[] weights;

    SimulatedChecks(FittedModel model, EncodedRows rows, RowDeletion means, Check check) {
        Design design = rows.design();
        int n = design.response().length;
        this.check = check;
        this.every = (int) ((long) n * check.replicates() / MOST + 1);
        this.simulated = new ResponseSimulator(model, design, new double[0], design.weights(), check.keepEffects())
                .sample(check.replicates(), check.seed(), every);
        this.observed = ResponseSimulator.thinned(design.response(), every);
        this.mean = ResponseSimulator.thinned(means.populationMeans(), every);
        this.weights = ResponseSimulator.thinned(design.weights(), every);
    }

    SimulatedResiduals byRow() {
        return residuals("row", new SimulatedRanks(observed, simulated, mean, weights));
    }

    /** By the means of the rows of each level. */
    SimulatedResiduals byLevel(Design.RandomBlock block) {
        int m = block.levels().size();
        double[][] means = Arrays.stream(simulated)
                .map(values -> means(values, block.codes(), m))
                .toArray(double[][]::new);
        return residuals(
                block.group(),
                new SimulatedRanks(
                        means(observed, block.codes(), m), means, means(mean, block.codes(), m), new double[0]));
    }

    private double[] means(double[] values, int[] codes, int levels) {
        double[] sums = new double[levels];
        double[] counts = new double[levels];
        for (int i = 0; i < values.length; i++) {
            double weight = weights.length == 0 ? 1 : weights[i];
            sums[codes[i * every]] += weight * values[i];
            counts[codes[i * every]] += weight;
        }
        for (int j = 0; j < levels; j++) {
            sums[j] /= counts[j] > 0 ? counts[j] : 1;
        }
        return sums;
    }

    private SimulatedResiduals residuals(String per, SimulatedRanks ranks) {
        SplittableRandom random = new SplittableRandom(check.seed());
        double[] values = ranks.residuals(i -> random.nextDouble());
        return new SimulatedResiduals(
                per,
                Arrays.stream(values).boxed().toList(),
                every,
                check.replicates(),
                check.seed(),
                check.keepEffects(),
                ranks.tests(per, values));
    }
}
