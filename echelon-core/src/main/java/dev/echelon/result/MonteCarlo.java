package dev.echelon.result;

import java.util.List;

/**
 * The Monte Carlo errors of a fit whose likelihood was computed with random probes. All are standard errors; another seed
 * would change the numbers by about that much.
 *
 * @param probes how many
 * @param iterations of conjugate gradients, for the slowest right-hand side
 * @param objectiveError of −2 log-likelihood or the REML criterion
 * @param sigmaError of σ̂
 * @param varianceError of the conditional variances of random effects, relative, root mean square over the levels of the
 *     term where it is largest
 * @param theta of the parameters, beside their statistical standard errors
 */
public record MonteCarlo(
        int probes,
        int iterations,
        double objectiveError,
        double sigmaError,
        double varianceError,
        List<ThetaError> theta) {

    /**
     * The errors of one parameter.
     *
     * @param name as in the list of θ
     * @param monteCarlo standard deviation over choices of probes
     * @param statistical asymptotic standard error, from average information
     */
    public record ThetaError(String name, double monteCarlo, double statistical) {}

    /** Monte Carlo standard error over the statistical one, of the parameter where it is largest. */
    public double ratio() {
        return theta.stream()
                .filter(error -> error.statistical() > 0)
                .mapToDouble(error -> error.monteCarlo() / error.statistical())
                .max()
                .orElse(0);
    }
}
