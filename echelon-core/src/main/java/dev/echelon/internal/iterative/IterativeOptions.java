package dev.echelon.internal.iterative;

/**
 * How the iterative path computes.
 *
 * @param seed of the probes
 * @param blocks of eight probes to begin with
 * @param maxProbes never more than this
 * @param headColumns most random effects in the dense block of the preconditioner
 * @param headWork most multiplications to form that block, per entry of the pairs of levels; the head is halved until it
 *     costs no more
 * @param tolerance of conjugate gradients: length of the residual over that of the right-hand side
 * @param monteCarloRatio Monte Carlo standard error of θ̂ over its statistical one that is aimed at
 */
public record IterativeOptions(
        long seed,
        int blocks,
        int maxProbes,
        int headColumns,
        double headWork,
        double tolerance,
        double monteCarloRatio) {

    /** One tenth of the statistical error, and solves whose error does not matter. */
    public static final IterativeOptions DEFAULTS = new IterativeOptions(20_261_122L, 1, 512, 1000, 20, 1e-8, 0.1);

    public IterativeOptions withSeed(long value) {
        return new IterativeOptions(value, blocks, maxProbes, headColumns, headWork, tolerance, monteCarloRatio);
    }

    public IterativeOptions withBlocks(int value) {
        return new IterativeOptions(seed, value, maxProbes, headColumns, headWork, tolerance, monteCarloRatio);
    }

    /** With exactly this head, whatever it costs. */
    public IterativeOptions withHeadColumns(int value) {
        return new IterativeOptions(
                seed, blocks, maxProbes, value, Double.POSITIVE_INFINITY, tolerance, monteCarloRatio);
    }
}
