package dev.echelon.internal.marginal;

import dev.echelon.internal.inference.StoredMoments;
import dev.echelon.result.Convergence;
import java.util.List;

/**
 * All numbers of a fit of y = Xβ + Zb + e with structured var(e), on the scale of the data. Nothing here has the length
 * of the rows but {@code fitted} and {@code conditional}. Arrays are shared, never written.
 *
 * @param objective −2 log-likelihood, or the REML criterion of the X given
 * @param kept columns of X that are estimated, ascending; the others depend on those before them
 * @param beta fixed effects of the kept columns
 * @param covariance Φ of beta, p×p column-major
 * @param residual parameters of the R side: those of the structure for each group, then those of the variance functions
 * @param groups the covariance of the residuals of one subject on the grid, one for each group; empty without grid
 * @param terms the random terms in the order of the formula
 * @param random parameters of the random terms that have directions (see {@code moments}): their names in order
 * @param moments what tests of fixed effects need; its parameters are {@code residual}, then {@code random}
 * @param convergence the certificate
 * @param kernel how the likelihood was computed: {@code grid}, {@code block} or {@code markov}
 * @param optima the optima that were found from all starts, the best first; the first is this one
 * @param refits how often the fit was repeated with new fitted values for a variance function of them; 0 without
 * @param fitted Xβ̂ of each row, without offset
 * @param conditional Xβ̂ + Zb̂ of each row, without offset
 */
public record MarginalEstimates(
        double objective,
        int[] kept,
        double[] beta,
        double[] covariance,
        List<Parameter> residual,
        List<Group> groups,
        List<Term> terms,
        List<String> random,
        StoredMoments moments,
        Convergence convergence,
        String kernel,
        List<Double> optima,
        int refits,
        double[] fitted,
        double[] conditional) {

    /** The same after so many repetitions for a variance function of fitted values, which repeated themselves or not. */
    MarginalEstimates refitted(int count, boolean repeats) {
        Convergence c = convergence;
        Convergence certified = new Convergence(
                repeats ? c.status() : "failed",
                c.optimizer(),
                c.iterations(),
                c.evaluations(),
                c.gradient(),
                c.decrement(),
                c.smallestEigenvalue(),
                c.kkt());
        return new MarginalEstimates(
                objective,
                kept,
                beta,
                covariance,
                residual,
                groups,
                terms,
                random,
                moments,
                certified,
                kernel,
                optima,
                count,
                fitted,
                conditional);
    }

    /**
     * A parameter of the R side.
     *
     * @param of the structure's or variance function's label
     * @param group name of the level that has its own parameters; empty if there is only one
     * @param name as the structure names it
     * @param estimate in natural parameters: variances, covariances, correlations
     * @param error asymptotic standard error from the observed information; NaN if the parameter is at a bound
     */
    public record Parameter(String of, String group, String name, double estimate, double error) {}

    /**
     * Σ̂ of a group on all slots of the grid, where variance functions are one.
     *
     * @param name of the group; empty if there is only one
     * @param covariance m×m column-major
     * @param observed m×m, of how many subjects rows at both slots were seen; zero tells that the covariance rests on
     *     the structure alone
     */
    public record Group(String name, double[] covariance, int[] observed) {}

    /**
     * A random term.
     *
     * @param covariance G of one level, w×w, absolute
     * @param theta parameters of the term's structure whose Σ is {@code covariance}
     * @param modes conditional modes, w per level
     * @param variances conditional variances given β̂ and the covariance parameters, w×w per level
     * @param inside whether every level lies within one block of rows
     */
    public record Term(double[] covariance, double[] theta, double[] modes, double[] variances, boolean inside) {}
}
