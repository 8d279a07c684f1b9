package dev.echelon;

import dev.echelon.error.EchelonException;

/**
 * What {@link LmmFit#confint} is to compute. Immutable: {@code Confint.profile().coverage(0.9)}.
 *
 * @param method how
 * @param coverage nominal coverage, 0.95
 * @param restricted for profiles of standard deviations and correlations: by the REML criterion
 * @param replicates for the bootstrap: how many samples
 * @param seed for the bootstrap: the same seed gives the same intervals on any number of threads
 */
public record Confint(Method method, double coverage, boolean restricted, int replicates, long seed) {

    /** How intervals are found. */
    public enum Method {
        /** Estimate ± z standard errors, for fixed effects only. */
        WALD,
        /**
         * The values that a likelihood ratio test does not reject; refits by ML, as lme4 does. Correlations of
         * unstructured terms only: those of {@code cs}, {@code ar1} and their like are left to the bootstrap.
         */
        PROFILE,
        /** Quantiles of the estimates from responses simulated by the fit: percentile. */
        BOOTSTRAP,
        /** 2·estimate minus the other quantile of the simulated estimates: basic. */
        BOOTSTRAP_BASIC,
        /** Estimate minus bias ± z standard deviations of the simulated estimates: normal. */
        BOOTSTRAP_NORMAL
    }

    /** Checks the numbers. */
    public Confint {
        if (!(coverage > 0 && coverage < 1)) {
            throw new EchelonException("the coverage of an interval must be between 0 and 1, not " + coverage);
        }
        if (replicates < 2) {
            throw new EchelonException("a bootstrap needs at least 2 replicates, not " + replicates);
        }
    }

    /** Wald intervals for the fixed effects. */
    public static Confint wald() {
        return new Confint(Method.WALD, 0.95, false, 1000, 1);
    }

    /** Profile likelihood intervals for all parameters. */
    public static Confint profile() {
        return wald().method(Method.PROFILE);
    }

    /** Percentile intervals of a parametric bootstrap for all parameters. */
    public static Confint bootstrap(int replicates, long seed) {
        return new Confint(Method.BOOTSTRAP, 0.95, false, replicates, seed);
    }

    /** By another method. */
    public Confint method(Method other) {
        return new Confint(other, coverage, restricted, replicates, seed);
    }

    /** With another nominal coverage. */
    public Confint coverage(double probability) {
        return new Confint(method, probability, restricted, replicates, seed);
    }

    /** Profiles of standard deviations and correlations by the REML criterion. */
    public Confint byRestrictedLikelihood() {
        return new Confint(method, coverage, true, replicates, seed);
    }
}
