package dev.echelon;

import dev.echelon.error.EchelonException;
import java.util.List;

/**
 * What {@link LmmFit#confint} is to compute. Immutable: {@code Confint.profile().coverage(0.9)}.
 *
 * @param method how
 * @param coverage nominal coverage, 0.95
 * @param restricted for profiles of standard deviations and correlations: by the REML criterion
 * @param replicates for the bootstrap: how many samples
 * @param seed for the bootstrap: the same seed gives the same intervals on any number of threads
 * @param resampling for the bootstrap: what is drawn
 * @param variances whether variances are reported instead of standard deviations
 * @param parameters which parameters, by name; {@code fixed} and {@code random} stand for all of a kind; empty for all
 */
public record Confint(
        Method method,
        double coverage,
        boolean restricted,
        int replicates,
        long seed,
        Resampling resampling,
        boolean variances,
        List<String> parameters) {

    private static final int MOST_REPLICATES = 10_000_000;

    /** How intervals are found. */
    public enum Method {
        /** Estimate ± z standard errors, for fixed effects only. */
        WALD,
        /**
         * The values that a likelihood ratio test does not reject; refits by ML, as lme4 does. Correlations of
         * unstructured terms only: those of {@code cs}, {@code ar1} and their like are left to the bootstrap.
         */
        PROFILE,
        /** Quantiles of the bootstrap estimates: percentile. */
        BOOTSTRAP,
        /** 2·estimate minus the other quantile of the bootstrap estimates: basic. */
        BOOTSTRAP_BASIC,
        /** Estimate minus bias ± z standard deviations of the bootstrap estimates: normal. */
        BOOTSTRAP_NORMAL,
        /**
         * Quantiles at levels that are corrected for bias and acceleration, the latter by leaving out one group after
         * the other: BCa. For models with nested groups; needs the rows.
         */
        BOOTSTRAP_BCA
    }

    /** What a bootstrap sample consists of. */
    public enum Resampling {
        /** Responses simulated by the fit; needs no rows. */
        PARAMETRIC,
        /** Random effects and residuals of the fit, reflated, drawn with replacement; needs the rows. */
        RESIDUAL,
        /** Whole groups of the outermost factor drawn with replacement; nested groups only, needs the rows. */
        CASE,
        /** Groups, and then rows within each group. */
        CASE_ROWS
    }

    /** Checks the numbers. */
    public Confint {
        if (!(coverage > 0 && coverage < 1)) {
            throw new EchelonException("the coverage of an interval must be between 0 and 1, not " + coverage);
        }
        if (replicates < 2 || replicates > MOST_REPLICATES) {
            throw new EchelonException("a bootstrap needs 2 to " + MOST_REPLICATES + " replicates, not " + replicates);
        }
        parameters = List.copyOf(parameters);
    }

    /** Wald intervals for the fixed effects. */
    public static Confint wald() {
        return new Confint(Method.WALD, 0.95, false, 1000, 1, Resampling.PARAMETRIC, false, List.of());
    }

    /** Profile likelihood intervals for all parameters. */
    public static Confint profile() {
        return wald().method(Method.PROFILE);
    }

    /** Percentile intervals of a parametric bootstrap for all parameters. */
    public static Confint bootstrap(int replicates, long seed) {
        return new Confint(Method.BOOTSTRAP, 0.95, false, replicates, seed, Resampling.PARAMETRIC, false, List.of());
    }

    /** By another method. */
    public Confint method(Method other) {
        return new Confint(other, coverage, restricted, replicates, seed, resampling, variances, parameters);
    }

    /** With another nominal coverage. */
    public Confint coverage(double probability) {
        return new Confint(method, probability, restricted, replicates, seed, resampling, variances, parameters);
    }

    /** Profiles of standard deviations and correlations by the REML criterion. */
    public Confint byRestrictedLikelihood() {
        return new Confint(method, coverage, true, replicates, seed, resampling, variances, parameters);
    }

    /** With another way to draw bootstrap samples. */
    public Confint resampling(Resampling other) {
        return new Confint(method, coverage, restricted, replicates, seed, other, variances, parameters);
    }

    /** Variances, {@code var_(Intercept)|Subject} and {@code sigma^2}, in place of standard deviations. */
    public Confint onVarianceScale() {
        return new Confint(method, coverage, restricted, replicates, seed, resampling, true, parameters);
    }

    /** Only for these parameters; {@code fixed} and {@code random} stand for all of a kind. */
    public Confint only(String... names) {
        return new Confint(method, coverage, restricted, replicates, seed, resampling, variances, List.of(names));
    }

    boolean isBootstrap() {
        return method.name().startsWith("BOOTSTRAP");
    }

    boolean needsRows() {
        return isBootstrap() && (resampling != Resampling.PARAMETRIC || method == Method.BOOTSTRAP_BCA);
    }
}
