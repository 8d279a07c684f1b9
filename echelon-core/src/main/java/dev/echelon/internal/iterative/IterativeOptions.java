package dev.echelon.internal.iterative;

/**
 * How the iterative path computes.
 *
 * @param seed of the probes
 * @param blocks of eight probes to begin with
 * @param maxProbes never more than this
 * @param headColumns most random effects in the dense block of the preconditioner
 * @param tolerance of conjugate gradients: length of the residual over that of the right-hand side
 * @param monteCarloRatio Monte Carlo standard error of θ̂ over its statistical one that is aimed at
 */
public record IterativeOptions(
        long seed, int blocks, int maxProbes, int headColumns, double tolerance, double monteCarloRatio) {

    /** One tenth of the statistical error, and solves whose error does not matter. */
    public static final IterativeOptions DEFAULTS = new IterativeOptions(20_261_122L, 1, 512, 1000, 1e-8, 0.1);

    public IterativeOptions withSeed(long value) {
        return new IterativeOptions(value, blocks, maxProbes, headColumns, tolerance, monteCarloRatio);
    }

    public IterativeOptions withBlocks(int value) {
        return new IterativeOptions(seed, value, maxProbes, headColumns, tolerance, monteCarloRatio);
    }

    public IterativeOptions withHeadColumns(int value) {
        return new IterativeOptions(seed, blocks, maxProbes, value, tolerance, monteCarloRatio);
    }

    public IterativeOptions withTolerance(double value) {
        return new IterativeOptions(seed, blocks, maxProbes, headColumns, value, monteCarloRatio);
    }

    public IterativeOptions withMonteCarloRatio(double value) {
        return new IterativeOptions(seed, blocks, maxProbes, headColumns, tolerance, value);
    }
}
