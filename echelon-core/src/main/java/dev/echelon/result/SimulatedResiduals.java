package dev.echelon.result;

import java.util.List;

/**
 * The place of each observed value among values simulated from the fit, as a number in (0, 1): uniform if the model
 * holds. Tests compare the observed data as a whole with each simulated data set, so that they hold although values of
 * one group depend on each other.
 *
 * @param per {@code row}, or the grouping factor over whose levels rows were averaged
 * @param values one per row or level, (rank + u)/(replicates + 1) with u uniform
 * @param every only each of so many rows was looked at, 1 for all
 * @param replicates number of simulated data sets
 * @param seed of the simulation
 * @param conditional whether random effects were kept at their modes; otherwise they were drawn anew
 * @param tests {@code uniformity}, {@code outliers}, {@code dispersion}
 */
public record SimulatedResiduals(
        String per,
        List<Double> values,
        int every,
        int replicates,
        long seed,
        boolean conditional,
        List<DiagnosticTest> tests) {}
