package dev.echelon.bench;

import dev.echelon.Confint;
import dev.echelon.LmmFit;

/** What is timed of a model; the fit itself is not, but for {@link #FIT}. */
enum RaceWork {
    /** From table and formula to the fit. */
    FIT(1, 1),
    /** A parametric bootstrap: {@code bootMer} of all parameters in lme4, with fewer replicates. */
    BOOTSTRAP(10_000, 1000),
    /** Profile intervals of all parameters: {@code confint(profile(fit))} in lme4. */
    PROFILE(1, 1),
    /** Profile intervals of the fixed effects: {@code confint(profile(fit, which = "beta_"))} in lme4. */
    PROFILE_FIXED(1, 1);

    /** lme4 is stopped after so many seconds; its time is then a lower bound. */
    static final double LIMIT_SECONDS = 900;

    private final int units;
    private final int lme4Units;

    RaceWork(int units, int lme4Units) {
        this.units = units;
        this.lme4Units = lme4Units;
    }

    /** How many replicates Echelon does; 1 where there are none. */
    int units() {
        return units;
    }

    /** How many replicates lme4 does. */
    int lme4Units() {
        return lme4Units;
    }

    /** Does the work on a fit and returns a number that depends on the result. */
    double on(LmmFit fit) {
        return switch (this) {
            case FIT -> fit.objective();
            case BOOTSTRAP -> last(fit, Confint.bootstrap(units, 1));
            case PROFILE -> last(fit, Confint.profile());
            case PROFILE_FIXED -> last(fit, Confint.profile().only("fixed"));
        };
    }

    private static double last(LmmFit fit, Confint request) {
        return fit.confint(request).intervals().stream()
                .mapToDouble(interval -> interval.interval().upper())
                .sum();
    }
}
